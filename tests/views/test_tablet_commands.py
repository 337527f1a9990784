"""What an admin asks of a tablet, as the admin and as the tablet see it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.offices.queries import configuration
from pstku.remote.operations.commands import ask_to_reload, close_tablet, open_tablet
from pstku.remote.queries import commands
from pstku.remote.rules import Stage
from tests.factories import make_device, make_visit

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, 09.00 at the office
WORDS, ENGLISH = "Tablet sedang dibersihkan. Silakan ke meja petugas.", "Please go to the desk."
LIST = "/admin/tablet"


@pytest.fixture
def device_id(cast):
    return make_device(cast.office_id, token="device-token")


@pytest.fixture
def tablet(app, client, device_id):
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    with clock.at(MORNING):
        yield client


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


def poll(tablet, **told):
    return tablet.get("/kiosk/api/keadaan", query_string=told)


def page_of(tablet) -> str:
    return tablet.get("/kiosk/").page.select_one("#isi")["data-page"]


def stage(cast) -> Stage:
    [[given]] = commands(cast.office_id).values()
    return given.stage


@pytest.mark.both_engines
def test_a_tablet_hears_of_a_command_by_its_poll_and_shows_that_it_obeyed(tablet, cast, device_id):
    old = page_of(tablet)
    stamp = poll(tablet, page=old).json["stamp"]
    ask_to_reload(cast.admin, device_id)
    news = poll(tablet, page=old, seen=stamp).json
    assert news["page"] != old and news["unheard"] and stage(cast) == Stage.ASKED
    news = poll(tablet, page=old, seen=news["stamp"], heard=1).json
    assert not news["unheard"] and stage(cast) == Stage.RECEIVED
    new = page_of(tablet)
    assert new == news["page"] and stage(cast) == Stage.RECEIVED
    assert not poll(tablet, page=new).json["unheard"] and stage(cast) == Stage.DONE


def test_a_tablet_that_starts_anew_by_itself_has_done_what_it_never_heard_of(tablet, cast, device_id):
    ask_to_reload(cast.admin, device_id)
    poll(tablet, page=page_of(tablet))
    [[given]] = commands(cast.office_id).values()
    assert given.stage == Stage.DONE and given.received_at == given.done_at == MORNING


def test_a_closed_tablet_says_the_sentence_instead_of_the_guest_book(tablet, cast, device_id):
    open_page = tablet.get("/kiosk/").page
    assert open_page.select_one(".closed") is None and not open_page.select_one(".giants").has_attr("hidden")
    close_tablet(cast.admin, device_id, WORDS, ENGLISH, MORNING + timedelta(hours=4))
    for address, words, until in (
        ("/kiosk/", WORDS, "Dibuka lagi 23 November 2026, 13.00 WITA."),
        ("/kiosk/?bahasa=en", ENGLISH, "Opens again on 23 November 2026, 13:00 WITA."),
    ):
        page = tablet.get(address).page
        notice = page.select_one(".closed")
        said = notice.select_one("p")
        assert said.get_text() == words and notice.select_one("small").get_text() == until and not said.has_attr("lang")
        assert page.select_one(".giants").has_attr("hidden") and page.select_one("[data-action=help]")
        kept = json.loads(notice["data-closed"])
        assert (kept["words"]["en"]["sentence"], kept["ends"]) == (ENGLISH, (1_795_395_600 + 4 * 3600) * 1000)
    with clock.at(MORNING + timedelta(hours=4)):
        assert tablet.get("/kiosk/").page.select_one(".closed") is None


def test_a_sentence_without_english_is_read_in_its_own_language(tablet, cast, device_id):
    close_tablet(cast.admin, device_id, WORDS, "", None)
    said = tablet.get("/kiosk/?bahasa=en").page.select_one(".closed p")
    assert (said.get_text(), said["lang"]) == (WORDS, "id")


def test_what_an_end_changes_is_told_as_it_comes(tablet, cast, device_id):
    close_tablet(cast.admin, device_id, WORDS, "", MORNING + timedelta(seconds=20))
    news = poll(tablet).json
    with clock.at(MORNING + timedelta(seconds=19)):
        assert poll(tablet, seen=news["stamp"]).status_code == 204
    with clock.at(MORNING + timedelta(seconds=20)):
        assert poll(tablet, seen=news["stamp"]).json["page"] != news["page"]


def test_nobody_is_invited_to_a_closed_tablet_and_the_invitation_waits(tablet, cast, device_id):
    visit = make_visit(cast.office_id, state="done", at=MORNING - timedelta(hours=1), officer_id=cast.officer.person_id)
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    close_tablet(cast.admin, device_id, WORDS, "", None)
    assert poll(tablet).json["invitation"] is None
    open_tablet(cast.admin, device_id)
    assert poll(tablet).json["invitation"]["visit"]["id"] == str(visit.id)


@pytest.mark.both_engines
def test_without_scripts_a_closed_tablet_begins_nothing_and_lets_a_guest_finish(tablet, cast, device_id):
    form = tablet.get("/kiosk/buku-tamu").page
    fields = {field["name"]: field["value"] for field in form.select("form input[type=hidden][name]")}
    close_tablet(cast.admin, device_id, WORDS, "", None)
    for address in ("/kiosk/buku-tamu", "/kiosk/penilaian"):
        assert tablet.get(address, check=False).headers["Location"] == "/kiosk/"
    service = configuration(cast.office_id).services[1].id
    answer = tablet.post("/kiosk/buku-tamu", data=fields | {"service": service, "name": "Budi"}, check=False)
    assert answer.status_code == 303 and session().query(Visit).count() == 1
    sent = {"X-PSTku": "1", "Origin": "http://localhost"}
    body = {"id": str(uuid7()), "service": service, "name": "Ani"}
    assert tablet.post("/kiosk/api/kunjungan", json=body, headers=sent).status_code == 200


def test_the_page_kept_for_a_start_without_the_server_is_open_for_whoever_was_never_told(tablet, cast, device_id):
    close_tablet(cast.admin, device_id, WORDS, "", None)
    kept = tablet.get("/kiosk/luring")
    assert WORDS not in kept.text and kept.page.select_one(".closed").has_attr("hidden")
    assert not kept.page.select_one(".giants").has_attr("hidden")


@pytest.mark.both_engines
def test_an_admin_commands_a_tablet_and_reads_how_far_it_has_come(cast, admin, device_id):
    page = f"{LIST}/{device_id}"
    assert admin.get(LIST).page.select_one(f"a[href='{page}']")
    admin.post_form(f"{page}/muat-ulang", {}, page=page)
    assert "diminta" in admin.get(LIST).page.select_one("tbody tr").get_text()
    form = {"sentence": WORDS, "sentence_en": "", "ends_on": "", "ends_time": ""}
    assert admin.post_form(f"{page}/tutup", form, page=page).status_code == 303
    text = admin.get(page).page.get_text(" ")
    assert WORDS in text and "Tutup dengan pesan diminta" in " ".join(text.split()) and "Aminah" in text
    admin.post_form(f"{page}/buka", {}, page=page)
    assert "Buka lagi" in admin.get(page).text
    [doors, _reloads] = commands(cast.office_id)[device_id]
    assert not doors.is_closing and session().get(Device, device_id).revoked_at is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sentence": ""}, "Tulis pesannya"),
        ({"sentence": WORDS, "ends_on": "2126-01-01"}, "terlalu jauh"),
        ({"sentence": WORDS, "ends_on": "2099-01-01"}, "Pilih jamnya juga"),
        ({"sentence": WORDS, "ends_on": "2020-01-01", "ends_time": "08:00"}, "sudah lewat"),
    ],
    ids=["no sentence", "far away", "no hour", "past"],
)
def test_a_closing_that_cannot_be_is_refused_with_what_was_typed(cast, admin, device_id, fields, words):
    page = f"{LIST}/{device_id}"
    answer = admin.post_form(f"{page}/tutup", fields, page=page)
    assert answer.status_code == 422 and words in answer.page.get_text()
    assert answer.page.select_one("#sentence")["value"] == fields["sentence"] and commands(cast.office_id) == {}


def test_a_revoked_tablet_has_no_page(admin, cast, device_id):
    admin.post_form(f"{LIST}/{device_id}/cabut", {}, page=LIST)
    assert admin.get(f"{LIST}/{device_id}", check=False).status_code == 404
