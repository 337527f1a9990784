"""The tablet's pages: enrolment, the one document, the plain form, and who is kept out."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.devices.models import Device
from pstku.devices.operations import approve_pairing, revoke_device
from pstku.guestbook.models import Guest, Visit
from pstku.offices.models import OpeningHours
from pstku.offices.operations import changed
from tests.factories import make_device, make_guest, make_visit
from tests.listening import statements

OPEN, CLOSED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def tablet(app, client, cast):
    """A browser that is an enrolled tablet."""
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def shown(answer) -> str:
    return " ".join(answer.page.select_one("h1").get_text().split())


def service_id(answer, label="Konsultasi statistik") -> str:
    card = next(card for card in answer.page.select(".choice") if label in card.get_text())
    return card.select_one("input")["value"]


# ---- enrolment ----


def test_a_stranger_browser_sees_no_guest_book(client):
    answer = client.get("/kiosk/")
    assert shown(answer) == "Tablet ini belum terdaftar"
    assert not answer.page.select("[data-state]")
    assert client.get("/kiosk/buku-tamu").status_code == 401


def test_looking_at_the_page_makes_no_code(client):
    client.get("/kiosk/")
    client.get("/kiosk/daftar/keadaan")
    assert client.http.get_cookie("kios") is None


def test_a_browser_becomes_a_tablet_when_the_admin_types_its_code(app, client, cast):
    client.post_form("/kiosk/daftar", {}, page="/kiosk/")
    cookie = client.http.get_cookie(app.config["DEVICE_COOKIE_NAME"])
    assert cookie.http_only and cookie.same_site == "Strict"
    waiting = client.get("/kiosk/")
    code = waiting.page.select_one(".code").get_text()
    assert client.get("/kiosk/daftar/keadaan").json == {"standing": "waiting"}
    approve_pairing(cast.admin, code, name="Tablet Loket 1", desk_id=None)
    assert client.get("/kiosk/daftar/keadaan").json == {"standing": "enrolled"}
    assert client.get("/kiosk/").page.select_one("[data-state=idle]")


def test_an_expired_code_says_so_and_offers_another(client):
    with clock.at(OPEN):
        client.post_form("/kiosk/daftar", {}, page="/kiosk/")
    with clock.at(CLOSED):
        assert shown(client.get("/kiosk/")) == "Kode tadi sudah tidak berlaku"
        client.post_form("/kiosk/daftar", {}, page="/kiosk/")
        assert shown(client.get("/kiosk/")) == "Kode tablet ini"


def test_a_revoked_tablet_says_so(tablet, cast):
    revoke_device(cast.admin, session().query(Device).one().id)
    assert shown(tablet.get("/kiosk/")) == "Tablet ini sudah dicabut"


def test_a_browser_with_a_staff_sign_in_is_refused_until_it_leaves(app, sign_in, cast):
    browser = sign_in("officer")
    answer = browser.get("/kiosk/")
    assert answer.status_code == 403 and "dipakai pegawai" in shown(answer)
    make_device(cast.office_id, token="device-token")
    browser.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    assert browser.get("/kiosk/").status_code == 403
    browser.post_form("/kiosk/keluar", {}, page="/kiosk/")
    assert browser.get("/kiosk/").page.select_one("[data-state=idle]")
    assert browser.get("/jawab", check=False).status_code == 303


def test_nobody_becomes_a_tablet_by_one_button_outside_the_demo(client):
    assert "contoh" not in client.get("/kiosk/").page.select_one("body").get_text()
    assert client.post_form("/kiosk/daftar/contoh", {}, page="/kiosk/").status_code == 404


def test_in_the_demo_one_button_makes_a_tablet_of_the_first_desk(app, client):
    app.config["DEMO"] = True
    client.post_form("/kiosk/daftar/contoh", {}, page="/kiosk/")
    device = session().query(Device).one()
    assert device.is_demo and device.desk_id
    assert client.get("/kiosk/").page.select_one("[data-state=idle]")


def test_a_tablet_opens_no_staff_page(tablet):
    for path in ("/jawab", "/qr-saya"):
        assert tablet.get(path, check=False).status_code == 303


# ---- the document ----


def test_the_document_holds_every_state_and_shows_one(tablet):
    page = tablet.get("/kiosk/").page
    states = {state["data-state"]: state.has_attr("hidden") for state in page.select("[data-state]")}
    assert {name for name, is_hidden in states.items() if not is_hidden} == {"idle"}
    for name in ("service", "name", "about", "contact", "check", "done", "returning", "question", "complaint"):
        assert states[name]
    for state in page.select("[data-state]"):
        assert len(state.select("h1[tabindex='-1']")) == 1


def test_the_document_remembers_no_guest(tablet, cast):
    make_visit(cast.office_id, guest=make_guest(cast.office_id, name="Zulaikha Unik"), code="C7QF")
    answer = tablet.get("/kiosk/")
    assert "Zulaikha" not in answer.text and "C7QF" not in answer.page.select_one("[data-state=idle]").get_text()
    assert answer.headers["Cache-Control"] == "no-store"
    for field in answer.page.select("input, textarea"):
        typed = field.get("value") if field.get("type") not in ("radio", "checkbox") else None
        assert not typed or field["name"] == "csrf_token"


def test_the_document_costs_three_statements_and_nine_kilobytes(app, tablet):
    tablet.get("/kiosk/")  # the configuration is now known
    with statements() as seen:
        answer, english = tablet.get("/kiosk/"), tablet.get("/kiosk/?bahasa=en")
    reads = [statement for statement in seen if statement.startswith("SELECT")]
    assert 0 < len(reads) <= 2 * 3, reads
    assert (
        max(len(gzip.compress(page.get_data(), 9)) for page in (answer, english)) <= 9 * 1024
    )  # of the 60 of the first load


@pytest.mark.both_engines
def test_a_closed_counter_says_when_it_opens_and_still_takes_votes(tablet):
    with clock.at(CLOSED):
        page = tablet.get("/kiosk/").page
    idle = page.select_one("[data-state=idle]").get_text(" ")
    assert "Sekarang tutup" in idle and "Selasa, 24 November 2026" in idle and "08.00 WITA" in idle
    assert page.select_one("[data-state=idle] [data-open='rate-code']")
    assert not page.select("a.giant.primary")


@pytest.mark.both_engines
def test_an_office_that_never_opens_still_has_a_page(tablet, cast):
    with atomic() as s:
        s.query(OpeningHours).delete()
        changed(cast.office_id)
    with clock.at(datetime(2026, 11, 25, 2, tzinfo=UTC)):  # no holiday, which would be named instead
        assert "Tidak ada layanan hari ini" in tablet.get("/kiosk/").text


# ---- the plain form ----


def filled(tablet, **fields) -> dict[str, str]:
    page = tablet.get("/kiosk/buku-tamu")
    hidden = page.page.select_one("input[name=id]")["value"]
    return {"id": hidden, "service": service_id(page), "name": "Rahmawati"} | fields


def test_the_guest_book_works_without_javascript(tablet):
    fields = filled(tablet, education="s1", phone="081234567890", consent="follow_up", party_size="3", party_female="2")
    answer = tablet.post_form("/kiosk/buku-tamu", fields)
    assert answer.status_code == 303
    done = tablet.get(answer.headers["Location"])
    visit = session().query(Visit).one()
    assert done.page.select_one(".code").get_text() == visit.code
    assert (visit.education, visit.channel, visit.facility) == ("s1", "tablet", "walk_in")
    assert (visit.party_size, visit.party_male, visit.party_female) == (3, None, 2)
    assert "Rahmawati" not in done.text
    assert done.headers["Refresh"] == "60;url=/kiosk/"  # nobody's code stays on the glass


def test_the_next_guest_who_goes_back_sees_no_code(tablet):
    done = tablet.post_form("/kiosk/buku-tamu", filled(tablet)).headers["Location"]
    assert tablet.get(done).status_code == 200
    with clock.at(clock.now() + timedelta(seconds=91)):
        later = tablet.get(done)
        assert (later.status_code, later.location) == (303, "/kiosk/")


@pytest.mark.both_engines
def test_the_plain_form_pressed_twice_is_one_visit(tablet, still_clock):
    fields = filled(tablet)
    first, second = (tablet.post_form("/kiosk/buku-tamu", fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert session().query(Visit).count() == 1


@pytest.mark.both_engines
def test_a_bad_number_keeps_everything_that_was_typed(tablet):
    fields = filled(tablet, name="Budi", phone="0812", agency="UNG", minor="", sex="male")
    answer = tablet.post_form("/kiosk/buku-tamu", fields)
    assert answer.status_code == 422
    page = answer.page
    assert "Nomor HP belum lengkap" in page.select_one("#phone-error").get_text()
    assert [page.select_one(f"#{name}")["value"] for name in ("name", "phone", "agency")] == ["Budi", "0812", "UNG"]
    assert page.select_one("input[name=sex][value=male]").has_attr("checked")
    assert page.select_one("input[name=id]")["value"] == fields["id"]
    assert session().query(Guest).count() == 0


def test_the_plain_form_needs_its_token_and_a_service(tablet):
    assert tablet.post("/kiosk/buku-tamu", data=filled(tablet), check=False).status_code == 400
    answer = tablet.post_form("/kiosk/buku-tamu", filled(tablet) | {"service": ""})
    assert answer.status_code == 422 and "Pilih dahulu layanan" in answer.page.get_text()
    answer = tablet.post_form("/kiosk/buku-tamu", filled(tablet) | {"service": "999999"})
    assert answer.status_code == 422 and "Pilih layanan lain" in answer.page.get_text()
    assert answer.page.select_one("#name")["value"] == filled(tablet)["name"]


def test_a_made_up_address_of_a_finished_form_leads_home(tablet, cast):
    assert tablet.get("/kiosk/buku-tamu/abc", check=False).status_code == 303
