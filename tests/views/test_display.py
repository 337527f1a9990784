"""The screen of the waiting room: pairing, what stands there, what it asks for, and that no guest is named."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.operations.serving import call_next_visit
from pstku.officers.queries.desks import desks
from pstku.offices.operations.configuring import change_settings
from pstku.waitingroom.models import Display
from tests.factories import make_device, make_display, make_visit

OPEN, NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


@pytest.fixture
def screen(app, client, cast):
    """A browser that is an enrolled screen, in an office with a queue."""
    change_settings(cast.admin, {"mode": "queue"})
    make_display(cast.office_id)
    client.http.set_cookie(app.config["DISPLAY_COOKIE_NAME"], "display-token")
    return client


def words(answer) -> str:
    return " ".join(answer.page.get_text(" ").split())


def ask(browser, **told: object):
    return browser.get("/layar/keadaan", query_string=told)


@pytest.mark.both_engines
def test_a_browser_becomes_a_screen_when_the_admin_types_its_code(app, client, sign_in):
    assert "Layar ini belum terdaftar" in words(client.get("/layar"))
    assert ask(client).status_code == 401
    client.post_form("/layar/daftar", {}, page="/layar")
    cookie = client.http.get_cookie(app.config["DISPLAY_COOKIE_NAME"])
    assert cookie.http_only and cookie.same_site == "Strict"
    code = client.get("/layar").page.select_one(".w-code").get_text()
    assert client.get("/layar/daftar/keadaan").json == {"standing": "waiting"}
    admin = sign_in("admin")
    assert admin.post_form("/admin/layar", {"code": code, "name": "Ruang tunggu"}).status_code == 303
    assert client.get("/layar/daftar/keadaan").json == {"standing": "enrolled"}
    assert "Jam layanan hari ini" in words(client.get("/layar"))
    assert "Ruang tunggu" in words(admin.get("/admin/layar"))
    wrong = admin.post_form("/admin/layar", {"code": code, "name": "Ruang tunggu"})
    assert wrong.status_code == 422 and "tidak dikenal" in words(wrong)


@pytest.mark.both_engines
def test_a_screens_cookie_opens_nothing_else_and_a_revoked_one_asks_again(app, screen, sign_in):
    assert screen.get("/kiosk/api/keadaan").status_code == 401 and screen.get("/meja").status_code == 303
    admin = sign_in("admin")
    row = session().scalars(select(Display)).one().id
    admin.post_form(f"/admin/layar/{row}/cabut", {}, page="/admin/layar")
    assert ask(screen).status_code == 401
    assert "Layar ini sudah dicabut" in words(screen.get("/layar"))
    assert "Dicabut" in words(admin.get("/admin/layar"))


def test_the_screen_shows_who_is_called_and_who_is_next_and_never_a_name(screen, cast):
    with clock.at(OPEN):
        guest = {"name": "Zulkarnain Unik", "at": OPEN}
        for number in range(1, 6):
            make_visit(cast.office_id, number=number, code=f"C7Q{number}", **guest)
        call_next_visit(cast.officer, desk_id=desks(cast.office_id)[0].id)
        page, told = screen.get("/layar"), ask(screen).json
        for text in (words(page), told["board"]):
            assert "Silakan menuju Loket 1" in text and "A-001" in text and "A-004" in text and "A-005" not in text
            assert "dan 1 lagi" in text
        for sent in (page.get_data(as_text=True), ask(screen).get_data(as_text=True)):
            assert "Zulkarnain" not in sent and "Unik" not in sent and "C7Q" not in sent


def test_without_a_queue_no_number_stands_there(screen, cast):
    change_settings(cast.admin, {"mode": "quiet", "display_pledge": "Kami sanggup."})
    with clock.at(OPEN):
        make_visit(cast.office_id, number=1, at=OPEN)
        shown = words(screen.get("/layar"))
    assert "A-001" not in shown and "Berikutnya" not in shown
    assert "Standar layanan kami" in shown and "Kami sanggup." in shown and "08.00–15.30 WITA" in shown


def test_what_an_admin_switches_off_is_gone(screen, cast):
    with clock.at(OPEN):
        assert "Standar layanan kami" in words(screen.get("/layar"))
        off = ("display_standards", "display_officers", "display_heard", "display_satisfaction")
        change_settings(cast.admin, dict.fromkeys(off, "no"))
        shown = words(screen.get("/layar"))
    assert "Sekarang buka" in shown
    assert not [part for part in ("Standar layanan", "Petugas hari ini", "Kami dengar", "Kepuasan") if part in shown]


def test_every_worker_tells_the_build_that_was_there_when_the_program_was_read(screen, monkeypatch, tmp_path):
    monkeypatch.setattr("pstku.display.screen.STATIC", tmp_path)  # an update lays its files while workers run
    shown, told = screen.get("/layar").page.select_one("#layar")["data-build"], ask(screen).json["build"]
    assert shown == told != sha256(b"").hexdigest()[:12]


@pytest.mark.both_engines
def test_nothing_is_drawn_while_nothing_can_have_changed(screen, cast):
    with clock.at(OPEN):
        stamp = ask(screen).json["stamp"]
        assert ask(screen, seen=stamp).status_code == 204
        make_visit(cast.office_id, number=1, at=OPEN)
        call_next_visit(cast.officer)
        told = ask(screen, seen=stamp)
        assert "Silakan menuju meja layanan" in told.json["board"]
    with clock.at(OPEN + timedelta(minutes=1)):
        assert ask(screen, seen=told.json["stamp"]).status_code == 200, "the clock has moved on"


def test_at_night_it_says_when_the_office_opens_and_yesterdays_numbers_are_gone(screen, cast):
    with clock.at(OPEN):
        make_visit(cast.office_id, number=1, at=OPEN)
        assert "A-001" in ask(screen).json["board"]
    with clock.at(NIGHT):
        shown = ask(screen).json["board"]
    assert "A-001" not in shown and "Belum ada yang menunggu." in shown
    assert "Buka lagi hari ini pukul 08.00 WITA." in shown, "past midnight where the office is"


def test_the_screen_reads_english_and_greets_a_guest_in_their_language(screen, cast):
    with clock.at(OPEN):
        make_visit(cast.office_id, number=1, at=OPEN, language="en")
        call_next_visit(cast.officer, desk_id=desks(cast.office_id)[0].id)
        shown = screen.get("/layar")
        assert "Silakan menuju Loket 1" in words(shown)
        assert shown.page.select_one("[lang=en]").get_text() == "Please go to Counter 1"
        english = screen.get("/layar?bahasa=en")
    assert english.page.get("lang") == "en" and "Our service pledge" not in words(english)
    assert "Please go to Counter 1" in words(english) and "Silakan" not in words(english)


def test_a_screen_in_english_reads_what_services_promise(screen, cast):
    promise = screen.get("/layar?bahasa=en").page.select_one(".w-standards dd")
    assert promise.text == "Served within 5 minutes after the guest book" and not promise.has_attr("lang")
    assert screen.get("/layar").page.select_one(".w-standards dd").text.startswith("Dilayani paling lama 5 menit")


def test_the_tablet_prints_tickets_only_where_the_office_wants_them(app, cast, client):
    make_device(cast.office_id)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    change_settings(cast.admin, {"ticket": "58"})
    assert "ticket" not in client.get("/kiosk/").text.replace('class="ticket"', ""), "there is no queue"
    change_settings(cast.admin, {"mode": "queue"})
    slip = client.get("/kiosk/").page.select_one("#slip.w58")
    assert "Kode kunjungan" in slip.get_text() and client.get("/kiosk/luring").page.select_one("#slip")
    change_settings(cast.admin, {"ticket": "80", "ticket_code": "no"})
    assert "Kode kunjungan" not in client.get("/kiosk/").page.select_one("#slip.w80").get_text()


@pytest.mark.both_engines
def test_a_screen_is_noted_as_alive_every_45_seconds_with_its_voice(screen, sign_in):
    def row() -> Display:
        return session().scalars(select(Display).execution_options(populate_existing=True)).one()

    with clock.at(OPEN):
        ask(screen, sound="off")
        assert (row().last_seen_at, row().sound) == (OPEN, "off")
    with clock.at(OPEN + timedelta(seconds=5)):
        ask(screen, sound="off")
        assert row().last_seen_at == OPEN
        ask(screen, sound="on")
        assert row().sound == "on", "what staff look for is told at once"
        assert "Suara siap" in words(sign_in("admin").get("/admin/layar"))


@pytest.mark.both_engines
def test_a_call_comes_with_its_clips_and_the_offices_own_recording_first(screen, sign_in, cast):
    admin = sign_in("admin")
    sound = {"language": "id", "clip": "a", "sound": (BytesIO(b"OggS" + bytes(500)), "a.opus")}
    saved = admin.post_form("/admin/layar/suara", sound, content_type="multipart/form-data")
    assert saved.status_code == 303
    assert admin.get("/admin/layar/suara/id/a").mimetype == "audio/ogg"
    with clock.at(OPEN):
        heard = ask(screen).json["end"]
        make_visit(cast.office_id, number=1, at=OPEN, name="Zulkarnain Unik")
        call_next_visit(cast.officer, desk_id=desks(cast.office_id)[0].id)
        told = ask(screen, heard=heard).json
        (call,) = told["calls"]
        assert "Zulkarnain" not in str(told)
        assert ask(screen, heard=told["end"]).json["calls"] == []
    own, ours = call[2]
    assert own.startswith("/layar/suara/id/a?v=") and ours.startswith("/static/calls/id/a.opus?v=")
    assert len(call) == len("gong nomor a 0 0 1 menuju loket 1".split())
    assert screen.get(own).get_data() == b"OggS" + bytes(500)
    every = screen.get("/layar/suara").json["clips"]
    assert len(every) == 85 and [own, ours] in every
    page = admin.get("/admin/layar/suara")
    assert "Rekaman kantor" in words(page)
    admin.post_form("/admin/layar/suara/id/a/hapus", {}, page="/admin/layar/suara")
    assert screen.get(own, check=False).status_code == 404
    assert ask(screen).json["voice"] != told["voice"], "the screen tries its voice anew"


def test_a_file_that_is_no_sound_is_refused_beside_its_field(sign_in, screen):
    sound = {"language": "id", "clip": "a", "sound": (BytesIO(b"<html>"), "a.opus")}
    answer = sign_in("admin").post_form("/admin/layar/suara", sound, content_type="multipart/form-data")
    assert answer.status_code == 422 and "bukan rekaman suara" in words(answer)


@pytest.mark.parametrize("setting", [{"display_voice": "no"}, {"mode": "quiet"}])
def test_nothing_is_said_where_it_is_switched_off_or_there_is_no_queue(screen, cast, setting):
    change_settings(cast.admin, setting)
    with clock.at(OPEN):
        heard = ask(screen).json["end"]
        make_visit(cast.office_id, number=1, at=OPEN)
        call_next_visit(cast.officer)
        told = ask(screen, heard=heard).json
    assert (told["voice"], told["calls"]) == ("", [])
