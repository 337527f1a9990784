"""A guest reads what they chose, from the tablet to the link on their phone; whoever comes next reads Indonesian."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.guestbook.visit_tokens import visit_token
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from tests.factories import make_device, make_visit
from tests.html import parse
from tests.words.reading import indonesian_left

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}
ENGLISH_PHONE = {"Accept-Language": "en-GB,en;q=0.9"}
PLACES = (("question", ".help"), ("question-done", ".lead"))  # before the guest asks, and after
OPEN, CLOSED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def served(cast, **fields):
    at = clock.now() - timedelta(minutes=20)
    return make_visit(
        cast.office_id, **{"state": "done", "at": at, "officer_id": cast.officer.person_id, "code": "C7QF"} | fields
    )


def language_of(answer):
    return answer.page["lang"]


def hidden(page, form):
    return {item["name"]: item.get("value", "") for item in page.select(f"{form} input[type=hidden]")}


def told(name):
    return session().scalars(select(Visit.language).where(Visit.guest.has(name=name))).one()


# ---- at the tablet ----


def test_an_answer_is_promised_within_the_days_the_office_set(tablet, cast):
    def promised(code):
        page = tablet.get(f"/kiosk/?bahasa={code}").page
        return {page.select_one(f"[data-state={name}] {line}").text for name, line in PLACES}

    assert promised("id") == {"Kami jawab lewat HP atau e-mail, paling lama dalam 3 hari kerja."}
    with atomic() as s:
        s.add(Setting(office_id=cast.office_id, key="contact_days", value=1))
        changed(cast.office_id)
    assert promised("id") == {"Kami jawab lewat HP atau e-mail, paling lama dalam 1 hari kerja."}
    assert promised("en") == {"We answer by phone or e-mail, within 1 working day."}


@pytest.mark.both_engines
@pytest.mark.parametrize(("address", "moment"), [("/kiosk/", OPEN), ("/kiosk/", CLOSED), ("/kiosk/luring", OPEN)])
def test_the_tablets_document_in_english_is_the_same_in_all_but_its_words(tablet, address, moment):
    with clock.at(moment):
        ours, other = (tablet.get(f"{address}?bahasa={code}").page for code in ("id", "en"))
    assert (ours["lang"], other["lang"]) == ("id", "en")
    assert ours.select_one("#isi")["data-page"] == other.select_one("#isi")["data-page"]
    shape = [
        [(found.name, found.get("class"), found.get("name")) for found in page.select("*")] for page in (ours, other)
    ]
    assert shape[0] == shape[1]  # words.js puts one's words into the other
    assert indonesian_left(other) == []
    for page, code, name in ((ours, "en", "English"), (other, "id", "Bahasa Indonesia")):
        link = page.select_one("a.language")
        assert (link["lang"], link.text.strip(), link["href"]) == (code, name, f"?bahasa={code}")


def test_the_tablet_begins_in_indonesian_whatever_its_browser_prefers(tablet):
    for address in ("/kiosk/", "/kiosk/?bahasa=xx", "/kiosk/buku-tamu", "/kiosk/kritik-saran"):
        assert language_of(tablet.get(address, headers=ENGLISH_PHONE)) == "id"
    assert language_of(tablet.get("/kiosk/?bahasa=en")) == "en"
    assert language_of(tablet.get("/kiosk/")) == "id"


def test_without_a_script_the_choice_goes_on_from_page_to_page_and_ends_at_the_start(tablet, cast):
    start = tablet.get("/kiosk/?bahasa=en").page
    doors = [link["href"] for link in start.select("a[href^='/kiosk/']")]
    assert len(doors) >= 2 and all(door.endswith("?bahasa=en") for door in doors)
    form = tablet.get("/kiosk/buku-tamu?bahasa=en")
    service = str(configuration(cast.office_id).services[1].id)
    fields = hidden(form.page, "#guest") | {"service": service, "name": "Rahmawati"}
    action = form.page.select_one("#guest")["action"]
    assert indonesian_left(tablet.post(action, data=fields | {"phone": "1"}).page) == []
    done = tablet.get(tablet.post(action, data=fields).location)
    assert language_of(done) == "en" and indonesian_left(done.page) == []
    assert told("Rahmawati") == "en"
    home = done.page.select_one(".k-bottom a")["href"]
    assert (home, done.headers["Refresh"].partition("url=")[2]) == ("/kiosk/", "/kiosk/")


@pytest.mark.parametrize(
    ("address", "form", "typed"),
    [
        ("/kiosk/buku-tamu", "guest", {"name": "Rahmawati", "agency": "UNG"}),
        ("/kiosk/kritik-saran", "saran", {"text": "Kursinya kurang"}),
        ("/kiosk/pengaduan", "aduan", {"text": "Loket tutup", "name": "Rahmawati"}),
        ("/kiosk/penilaian", "kode", {"code": "C7QF"}),
        ("/n/pengaduan", "aduan", {"text": "Loket tutup", "name": "Rahmawati"}),
        ("/n/unknown", "saran", {"text": "Kursinya kurang"}),
    ],
)
def test_a_form_that_is_half_filled_in_comes_back_in_the_other_language(tablet, address, form, typed):
    page = tablet.get(f"{address}").page
    button = page.select_one("button.language")
    assert (button["form"], button["lang"], button.has_attr("formnovalidate")) == (form, "en", True)
    fields = hidden(page, f"#{form}") | typed | {button["name"]: button["value"]}
    again = tablet.post(button["formaction"], data=fields)
    assert again.status_code == 200 and language_of(again) == "en" and indonesian_left(again.page) == []
    for name, value in typed.items():
        field = again.page.select_one(f"#{form} [name={name}]")
        assert (field.get("value") or field.text) == value
    assert hidden(again.page, f"#{form}").get("id") == fields.get("id")
    assert session().query(Visit).count() == 0


def test_a_tablet_that_starts_without_the_server_has_both_languages_and_the_camera_follows(tablet):
    worker = tablet.get("/kiosk/sw.js").get_data(as_text=True)
    assert '"/kiosk/luring?bahasa=en"' in worker
    camera = parse(tablet.get("/kiosk/penilaian/kamera?bahasa=en").get_data())
    assert "Selesai" not in camera.text and indonesian_left(camera) == []


def test_the_script_is_answered_in_the_language_on_the_glass(tablet, cast):
    def ask(path, body, language):
        return tablet.post(f"/kiosk/api/{path}?bahasa={language}", json=body, headers=PROOF).json

    assert ask("periksa", {"phone": "12"}, "id")["error"] != ask("periksa", {"phone": "12"}, "en")["error"]
    assert tablet.get("/kiosk/api/keadaan?bahasa=en").json["page"] == tablet.get("/kiosk/api/keadaan").json["page"]
    words = tablet.get("/kiosk/api/kotak-kirim").json["words"]
    assert words["en"]["stored"]["title"] == "Saved on this tablet" != words["id"]["stored"]["title"]
    assert tablet.get("/kiosk/api/pengaduan/tentang?bahasa=en").json["question"].startswith("Who")


@pytest.mark.both_engines
def test_the_language_is_kept_with_the_visit(tablet, cast):
    service = configuration(cast.office_id).services[1].id
    for name, spoken in (
        ("Ani", {"language": "en"}),
        ("Budi", {"language": "id"}),
        ("Cici", {}),
        ("Dedi", {"language": "xx"}),
    ):
        body = {"id": str(uuid7()), "service": service, "name": name} | spoken
        assert tablet.post("/kiosk/api/kunjungan?bahasa=id", json=body, headers=PROOF).status_code == 200
        assert (
            tablet.post("/kiosk/api/kunjungan?bahasa=en", json=body | {"language": "id"}, headers=PROOF).status_code
            == 200
        )
    assert [told(name) for name in ("Ani", "Budi", "Cici", "Dedi")] == ["en", "id", "id", "id"]


# ---- on the guest's own phone ----


def test_the_visits_language_returns_on_the_phone_until_the_guest_chooses_another(cast, client):
    visit = served(cast, language="en")
    address = f"/n/{visit_token(visit.id)}"
    shown = client.get(address, headers={"Accept-Language": "id-ID"})
    assert language_of(shown) == "en" and indonesian_left(shown.page) == []
    assert "How happy are you" in shown.page.select_one("h1").text
    assert language_of(client.get(f"{address}?bahasa=id")) == "id"
    voted = client.post(shown.page.select_one("form")["action"], data=hidden(shown.page, "form") | {"score": 2})
    reasons = client.get(voted.location)
    assert language_of(reasons) == "en" and indonesian_left(reasons.page) == []
    form = hidden(reasons.page, "#alasan")
    button = reasons.page.select_one("button.language")
    typed = {"comment": "Slow", "reasons": ["long_wait"], "do": button["value"]}
    again = client.post(button["formaction"], data=form | typed)
    assert language_of(again) == "id" and again.page.select_one("#comment").text == "Slow"
    thanks = client.post(reasons.page.select_one("#alasan")["action"], data=form | {"comment": "Slow"})
    assert language_of(client.get(thanks.location)) == "en"


def test_an_indonesian_visit_is_indonesian_on_an_english_phone_to_the_last_page(cast, client):
    address = f"/n/{visit_token(served(cast).id)}"
    shown = client.get(address, headers=ENGLISH_PHONE)
    assert language_of(shown) == "id"
    voted = client.post(
        shown.page.select_one("form")["action"], data=hidden(shown.page, "form") | {"score": 4}, headers=ENGLISH_PHONE
    )
    reasons = client.get(voted.location, headers=ENGLISH_PHONE)
    assert language_of(reasons) == "id"
    skipped = shown.page.select_one(".k-bottom a")["href"]
    assert language_of(client.get(skipped, headers=ENGLISH_PHONE)) == "id"


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        ("", "id"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-US,en;q=0.9,id;q=0.8", "id"),
        ("in-ID", "id"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9", "en"),
    ],
)
def test_the_phone_itself_says_what_is_read_first_where_there_is_no_visit(client, cast, preferred, language):
    for address, status in (("/n/unknown", 404), ("/n/pengaduan", 200), ("/n/terima-kasih", 200)):
        answer = client.get(address, headers={"Accept-Language": preferred})
        assert (language_of(answer), answer.status_code) == (language, status)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"rated_at": OPEN}, "has been rated"),
        ({"at": OPEN - timedelta(days=90), "code": None}, "is over"),
        ({"state": "cancelled", "code": None}, "cannot be rated"),
        (None, "no longer works"),
    ],
)
def test_a_half_typed_remark_and_the_reason_for_it_are_there_in_the_other_language(cast, client, fields, says):
    token = "unknown" if fields is None else visit_token(served(cast, **fields).id)
    page = client.get(f"/n/{token}").page
    button = page.select_one("button.language")
    typed = {"text": "Kursinya kurang", button["name"]: button["value"]}
    again = client.post(button["formaction"], data=hidden(page, "#saran") | typed)
    assert (again.status_code, language_of(again)) == (200, "en") and indonesian_left(again.page) == []
    assert says in again.page.select_one("h1").text
    assert again.page.select_one("#saran textarea").text == "Kursinya kurang"
    assert hidden(again.page, "#saran")["id"] == hidden(page, "#saran")["id"]


def test_every_page_of_a_visit_on_the_phone_is_in_english(cast, client):
    states = {
        "waiting": {"state": "waiting", "officer_id": None, "code": "K7QF"},
        "serving": {"state": "serving", "code": "K7QG"},
        "done": {},
        "too old": {"at": clock.now() - timedelta(days=90), "code": None},
        "rated": {"rated_at": clock.now(), "code": "K7QH"},
        "left": {"state": "cancelled", "code": None},
    }
    for name, fields in states.items():
        answer = client.get(f"/n/{visit_token(served(cast, language='en', **fields).id)}")
        assert language_of(answer) == "en" and indonesian_left(answer.page) == [], name


# ---- errors, and staff ----


def test_errors_are_in_the_guests_language(tablet, client):
    for address in ("/n/a/b/c?bahasa=en", "/kiosk/none?bahasa=en"):
        answer = tablet.get(address)
        assert answer.status_code == 404 and language_of(answer) == "en" and indonesian_left(answer.page) == []
        assert answer.page.select_one("a.language")["href"] == "?bahasa=id"


def test_staff_pages_stay_indonesian(client, sign_in):
    browser = sign_in("officer")
    for address in ("/?bahasa=en", "/meja?bahasa=en", "/masuk?bahasa=en"):
        answer = browser.get(address, headers=ENGLISH_PHONE, follow_redirects=True)
        assert language_of(answer) == "id" and answer.page.select(".language") == []
