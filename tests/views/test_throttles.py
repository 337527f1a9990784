"""Guessing ends, from wherever it comes, and honest people still get in."""

import pytest
from sqlalchemy import func, select

from pstku.accounts.operations import people
from pstku.complaints.models import Complaint
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.officers.operations.personal_qr import renew_qr
from pstku.officers.scanning import screen_token
from pstku.ratings.models import Remark
from tests.factories import make_device
from tests.page import PageClient
from tests.people import PASSWORD
from tests.views.test_guest_phone import fields_of, served

pytestmark = pytest.mark.usefixtures("still_clock")
HEADERS = {"X-PSTku": "1", "Origin": "http://localhost"}


def at(address: str) -> dict:
    return {"environ_base": {"REMOTE_ADDR": address}}


def enter(browser: PageClient, password: str, address: str = "10.0.0.1", username: str = "officer") -> int:
    fields = {"username": username, "password": password}
    return browser.post_form("/masuk", fields, **at(address)).status_code


def guess(app, times: int, address: str, username: str = "officer") -> list[int]:
    stranger = PageClient(app)
    return [enter(stranger, f"tebakan {n}", address, username) for n in range(times)]


def test_ten_wrong_passwords_end_the_guessing_there_and_leave_the_person_alone_elsewhere(app, client, cast):
    assert guess(app, 12, "10.9.9.9") == [422] * 10 + [429] * 2
    assert enter(PageClient(app), PASSWORD, "10.9.9.9") == 429
    assert enter(client, PASSWORD, "10.0.0.1") == 303


def test_a_refused_sign_in_keeps_the_name_and_says_what_to_do(app, cast):
    guess(app, 10, "10.9.9.9")
    answer = PageClient(app).post_form("/masuk", {"username": "officer", "password": PASSWORD}, **at("10.9.9.9"))
    assert answer.page.select_one("input[name=username]")["value"] == "officer"
    assert "Tunggu 15 menit" in answer.page.get_text()


@pytest.mark.both_engines
def test_a_known_browser_gets_in_after_a_hundred_wrong_tries_from_everywhere(app, client, cast):
    assert enter(client, PASSWORD) == 303
    client.post_form("/keluar", {}, page="/jawab")
    for place in range(10):
        guess(app, 10, f"10.9.9.{place}")
    assert enter(PageClient(app), PASSWORD, "10.0.0.2") == 429, "an unknown browser waits"
    assert enter(client, PASSWORD, "10.9.9.1") == 303, "a known one does not, wherever it is"


def test_a_known_browser_guesses_no_longer_than_another(app, client, cast):
    enter(client, PASSWORD)
    client.post_form("/keluar", {}, page="/jawab")
    assert [enter(client, f"tebakan {n}") for n in range(11)] == [422] * 10 + [429]
    cookie = client.http.get_cookie("kenal").value
    client.http.set_cookie("kenal", f"{cookie}.x")
    assert enter(client, PASSWORD) == 429, "the same memory, written otherwise"


@pytest.mark.both_engines
def test_what_a_browser_remembers_is_of_one_account_and_ends_with_its_password(app, client, cast):
    enter(client, PASSWORD)
    known = client.http.get_cookie("kenal").value
    for place in range(10):
        guess(app, 10, f"10.9.9.{place}")
        guess(app, 10, f"10.8.8.{place}", "officer2")
    assert enter(client, PASSWORD, username="officer2") == 429
    one_time = people.reset_password(cast.admin, cast.officer.person_id)
    assert enter(PageClient(app), one_time) == 303, "an admin's one-time password gets in"
    fresh = PageClient(app)
    fresh.post_form("/masuk", {"username": "officer", "password": one_time}, **at("10.0.0.3"))
    new = "padi menguning di ladang"
    fresh.post_form("/kata-sandi", {"old_password": one_time, "password": new, "repeat": new})
    old = PageClient(app)
    old.http.set_cookie("kenal", known)
    assert enter(old, new, "10.0.0.4") == 429
    fresh.post_form("/keluar", {}, page="/jawab")
    assert enter(fresh, new, "10.0.0.3") == 303, "and the browser where it was changed knows the new one"


@pytest.mark.both_engines
def test_two_people_at_one_browser_are_both_remembered(app, client, cast):
    for name in ("officer", "officer2", "officer"):
        assert enter(client, PASSWORD, username=name) == 303
        client.post_form("/keluar", {}, page="/jawab")
    assert client.http.get_cookie("kenal").value.count(".") == 1


def test_a_success_uses_nothing_up(app, client, cast):
    for _ in range(12):
        assert enter(client, PASSWORD) == 303
        client.http.delete_cookie("kenal")


def test_an_unknown_name_is_refused_like_a_known_one(app, cast):
    assert guess(app, 11, "10.9.9.9", "tidakada") == guess(app, 11, "10.9.9.8", "officer")


def test_an_outsider_with_remarks_stops_no_visit_code_of_the_office(app, client, cast):
    served(cast)
    renew_qr(cast.officer)
    outsider = PageClient(app)
    empty = {"id": "", "text": ""}
    sent = [outsider.post_form("/n/saran", empty, page="/n/tidakada", **at("10.9.9.9")).status_code for _ in range(205)]
    assert set(sent[:20]) == {422} and set(sent[20:]) == {429}
    shown = client.get(f"/n/{screen_token(cast.officer.person_id)}")
    data = {**fields_of(shown.page, "#kode"), "code": "C7QF"}
    action = shown.page.select_one("#kode")["action"]
    assert client.post(action, data=data, **at("10.0.0.1")).status_code == 303
    assert client.post(action, data=data, **at("10.9.9.9")).status_code == 303


@pytest.mark.both_engines
def test_wrong_codes_end_for_the_day_and_right_ones_never_count(app, client, cast, monkeypatch):
    from kiosk import limits

    served(cast)
    renew_qr(cast.officer)
    shown = client.get(f"/n/{screen_token(cast.officer.person_id)}")
    data, action = fields_of(shown.page, "#kode"), shown.page.select_one("#kode")["action"]
    for _ in range(30):
        assert client.post(action, data={**data, "code": "C7QF"}).status_code == 303
    monkeypatch.setattr(limits, "CODES", limits.Limit("visit_code", 1_000, 300, ""))
    wrong = [client.post(action, data={**data, "code": "XXXX"}).status_code for _ in range(101)]
    assert wrong == [422] * 100 + [429]
    last = client.post(action, data={**data, "code": "C7QF"})
    assert "hari ini" in last.page.get_text()


def test_the_chance_to_hit_an_open_code_is_what_the_limits_promise():
    from kiosk import limits
    from pstku.core.tokens import CODE_ALPHABET
    from pstku.guestbook.rules.codes import VISIT_CODE_LETTERS

    miss = 1 - 10 / len(CODE_ALPHABET) ** VISIT_CODE_LETTERS  # ten visits wait to be rated
    assert 1 - miss**limits.CODES_TODAY.most < 0.01, "one address in a day"
    assert 1 - miss**limits.CODES_OF_OFFICE.most < 0.07, "all addresses in a day"


@pytest.fixture
def tablet(app, cast):
    make_device(cast.office_id)
    browser = PageClient(app)
    browser.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return browser


@pytest.mark.both_engines
def test_a_tablet_has_its_own_limit_whatever_others_used_up(app, tablet, cast, monkeypatch):
    from kiosk import limits

    served(cast)
    monkeypatch.setattr(limits, "CODES_OF_OFFICE", limits.Limit("visit_code:office", 0, 300, ""))
    answer = tablet.http.post("/kiosk/penilaian/kode", json={"code": "C7QF"}, headers=HEADERS)
    assert answer.status_code == 200


@pytest.mark.both_engines
def test_complaints_and_words_come_no_faster_than_people_write(tablet, cast):
    def complain():
        body = {"id": str(uuid7()), "text": "Antrean terlalu lama hari ini."}
        return tablet.http.post("/kiosk/api/pengaduan", json=body, headers=HEADERS).status_code

    assert [complain() for _ in range(60)] == [200] * 10 + [429] * 50
    assert session().scalar(select(func.count()).select_from(Complaint)) == 10
    text = {"text": "Ruang bacanya nyaman."}
    sent = [tablet.post_form("/kiosk/kritik-saran", {"id": str(uuid7()), **text}).status_code for _ in range(21)]
    assert sent == [303] * 20 + [429]
    assert session().scalar(select(func.count()).select_from(Remark)) == 20


def test_certificate_codes_cannot_be_tried_for_long(client, cast):
    assert [client.get(f"/verifikasi/26Q3-{n:04d}").status_code for n in range(32)] == [404] * 30 + [429] * 2
