"""The JSON of the tablet's script: what it answers, and who is kept out."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.build import build_of
from pstku.accounts.operations.people import deactivate_person
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.devices.operations import revoke_device
from pstku.guestbook.models import HelpCall, Invitation, Visit
from pstku.guestbook.operations.help_calls import answer_help_call, call_for_help
from pstku.guestbook.operations.inviting import invite_to_rate, skip_invitation
from pstku.guestbook.visit_tokens import read_visit_token
from pstku.officers.operations.roster import set_roster
from pstku.officers.queries.desks import desks
from pstku.officers.rules import DayPlan
from pstku.offices.operations.improvements import add_improvement
from pstku.offices.queries import configuration
from tests.factories import make_device, make_visit

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}
POSTS = ("kunjungan", "tamu-lama", "bantuan", "perjalanan", "pertanyaan", "pengaduan")


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


@pytest.fixture
def say(tablet):
    """`say("kunjungan", {...})` posts as the tablet's script does."""
    return lambda path, body, **headers: tablet.post(f"/kiosk/api/{path}", json=body, headers=PROOF | headers)


def visit(cast, **fields):
    return {"id": str(uuid7()), "service": configuration(cast.office_id).services[1].id, "name": "Budi"} | fields


@pytest.mark.parametrize("path", POSTS)
def test_every_call_needs_a_tablet_our_origin_our_header_and_json(app, client, say, path):
    body = {"id": str(uuid7())}
    assert say(path, body, Origin="http://evil.example").status_code == 403
    assert say(path, body, **{"X-PSTku": "0"}).status_code == 403
    form = client.post(f"/kiosk/api/{path}", data=body, headers=PROOF)
    assert form.status_code in (400, 415, 422)
    client.http.delete_cookie(app.config["DEVICE_COOKIE_NAME"])
    assert say(path, body).status_code == 401
    assert session().query(Visit).count() == 0


def test_simpan_answers_with_all_the_last_screen_needs(say, cast):
    answer = say("kunjungan", visit(cast, more=[], consent=["follow_up"], written_at=int(time.time() * 1000)))
    row = session().query(Visit).one()
    assert answer.status_code == 200
    assert (answer.json["code"], answer.json["letter"], answer.json["number"]) == (row.code, "A", "001")
    assert (answer.json["ahead"], answer.json["officer"], answer.json["queue"]) == (0, None, False)
    assert read_visit_token(answer.json["visit"]) == row.id
    assert row.device_id == session().query(Device).one().id
    assert row.client_created_at is not None
    assert "Budi" not in answer.text


@pytest.mark.both_engines
def test_simpan_sent_again_gets_the_same_answer(say, cast):
    body = visit(cast)
    assert say("kunjungan", body | {"sent_at": 1764000000000}).json == say("kunjungan", body).json
    assert session().query(Visit).count() == 1
    assert say("kunjungan", body | {"name": "Orang Lain"}).status_code == 409


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": {"a": 1}}, "name"),
        ({"service": "x"}, "service"),
        ({"service": None}, "service"),
        ({"phone": "12"}, "phone"),
        ({"party_size": "-1"}, "party_size"),
        ({"party_size": "3", "party_male": "dua"}, "party_male"),
        ({"party_size": "3", "party_male": "2", "party_female": "2"}, "party_size"),
        ({"id": "1"}, "id"),
        ({"id": "0d4e3f6a-8f5f-4d5e-9a63-0c8a8a6f3c11"}, "id"),
        ({"returning": "forged"}, "name"),
        ({"sex": "x"}, "sex"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_field(say, cast, fields, field):
    answer = say("kunjungan", visit(cast) | fields)
    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert answer.json["error"].endswith(".")
    assert session().query(Visit).count() == 0


@pytest.mark.both_engines
def test_odd_clocks_and_unknown_fields_do_no_harm(say, cast):
    for stamp in ("soon", True, -5, 1e300, None, [1]):
        assert (
            say("kunjungan", visit(cast, sent_at=stamp, written_at=stamp, state="done", office_id=2)).status_code == 200
        )
    assert {row.state for row in session().query(Visit)} == {"waiting"}
    assert {row.office_id for row in session().query(Visit)} == {cast.office_id}


@pytest.mark.both_engines
def test_a_returning_guest_is_found_masked_and_registered_without_a_name(say, cast):
    say("kunjungan", visit(cast, name="Budi Santoso", phone="081234567890", consent=["recognition"]))
    found = say("tamu-lama", {"typed": "081234567890"}).json["guest"]
    assert (found["name"], found["phone"]) == ("Budi S•••••", "••••7890")
    assert say("tamu-lama", {"typed": "081234567891"}).json == {"guest": None}
    again = say("kunjungan", visit(cast, returning=found["token"], name=""))
    assert again.status_code == 200
    assert len({row.guest_id for row in session().query(Visit)}) == 1


@pytest.mark.both_engines
def test_guessing_guests_ends_after_five_tries(say, still_clock):
    answers = [say("tamu-lama", {"typed": f"08123456789{n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.mark.both_engines
def test_a_call_for_help_shows_in_the_standing(tablet, say):
    assert tablet.get("/kiosk/api/keadaan").json["help"] is None
    assert say("bantuan", {"id": str(uuid7())}).status_code == 200
    assert tablet.get("/kiosk/api/keadaan").json["help"] == "waiting"
    assert session().query(HelpCall).one().device_id == session().query(Device).one().id


@pytest.mark.both_engines
def test_a_question_may_come_from_a_new_guest_or_belong_to_the_visit_just_made(say, cast):
    told = {"question": "Berapa inflasi Oktober?", "contact": "siti@contoh.id", "consent": "follow_up"}
    assert say("pertanyaan", {"id": str(uuid7()), "name": "Siti", **told}).json["code"]
    made = say("kunjungan", visit(cast)).json["visit"]
    assert say("pertanyaan", {"id": str(uuid7()), "visit": made, **told}).json["code"] is None
    assert [row.follow_up for row in session().query(Visit)] == [True, True]


@pytest.mark.both_engines
def test_a_complaint_is_answered_with_its_code_and_day_and_is_no_visit(say):
    answer = say("pengaduan", {"id": str(uuid7()), "text": "Ruang tunggu terlalu panas."})
    assert len(answer.json["code"]) == 11 and "20" in answer.json["due"]
    assert (session().query(Complaint).count(), session().query(Visit).count()) == (1, 0)


def poll(tablet, **told):
    """How things stand for a tablet that tells so much of itself."""
    return tablet.get("/kiosk/api/keadaan", query_string=told)


@pytest.fixture
def morning():
    """A clock at the beginning of a minute, so that none ends within the test."""
    with clock.at(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)):
        yield clock.now()


def test_an_upgrade_makes_an_idle_tablet_read_itself_anew(tablet, morning, monkeypatch):
    assert tablet.get("/kiosk/").page.select_one("#isi")["data-page"] == poll(tablet).json["page"]
    running = poll(tablet).json["page"]
    monkeypatch.setattr("kiosk.idle.tablet_build", lambda: "the-next-build")
    assert poll(tablet).json["page"] != running


def test_a_build_is_what_the_tablet_runs(tmp_path):
    for path in ("js/kiosk/rating/faces.js", "css/kiosk.css", "js/staff.js", "kiosk/home.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("as it was")
    builds = []
    for path in ("js/staff.js", "js/kiosk/rating/faces.js", "css/kiosk.css", "kiosk/home.html"):
        (tmp_path / path).write_text("as it became")
        builds.append(build_of.__wrapped__(tmp_path, tmp_path))
    assert len(set(builds)) == 4


@pytest.mark.both_engines
def test_one_poll_carries_clock_screen_help_and_invitation(tablet, say, cast, morning):
    told = poll(tablet).json
    assert (told["clock"], told["date"]) == ("09.00 WITA", "Senin, 23 November 2026")
    assert (told["help"], told["invitation"]) == (None, None)
    say("bantuan", {"id": str(uuid7())})
    visit = make_visit(cast.office_id, state="done", at=morning - timedelta(hours=1), officer_id=cast.officer.person_id)
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    news = poll(tablet, seen=told["stamp"]).json
    assert (news["help"], news["invitation"]["visit"]["id"], news["page"]) == ("waiting", str(visit.id), told["page"])
    assert poll(tablet, seen=news["stamp"]).status_code == 204


@pytest.mark.both_engines
def test_an_idle_tablet_is_told_once_a_minute(tablet, cast, morning):
    stamp = poll(tablet).json["stamp"]
    for seconds in (0, 4, 30, 59):
        with clock.at(morning + timedelta(seconds=seconds)):
            assert poll(tablet, seen=stamp).status_code == 204
    with clock.at(morning + timedelta(seconds=60)):
        assert poll(tablet, seen=stamp).json["clock"] == "09.01 WITA"


@pytest.mark.both_engines
def test_what_ends_within_the_minute_is_told_as_it_ends(tablet, cast, morning):
    visit = make_visit(cast.office_id, state="done", at=morning - timedelta(hours=1), officer_id=cast.officer.person_id)
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    session().query(Invitation).one().expires_at = morning + timedelta(seconds=20)
    session().commit()
    stamp = poll(tablet).json["stamp"]
    with clock.at(morning + timedelta(seconds=19)):
        assert poll(tablet, seen=stamp).status_code == 204
    with clock.at(morning + timedelta(seconds=20)):
        assert poll(tablet, seen=stamp).json["invitation"] is None


def test_whatever_changes_what_a_tablet_shows_ends_its_silence(tablet, cast, morning):
    visit = make_visit(cast.office_id, state="done", at=morning, officer_id=cast.officer.person_id)
    device = session().query(Device).one().id
    day, call_id = clock.local_day(morning, configuration(cast.office_id).tz), uuid7()
    desk = desks(cast.office_id)[0]
    for act in (
        lambda: set_roster(cast.admin, {day: DayPlan({desk.id: cast.officer2.person_id})}),
        lambda: deactivate_person(cast.admin, cast.officer2.person_id),
        lambda: add_improvement(cast.admin, "Kursi tunggu ditambah"),
        lambda: invite_to_rate(cast.office_id, visit.id, None, cast.officer),
        lambda: skip_invitation(cast.office_id, visit.id, "sudah pergi", cast.officer),
        lambda: call_for_help(cast.office_id, call_id, device_id=device),
        lambda: answer_help_call(cast.officer, call_id),
    ):
        told = poll(tablet).json
        act()
        news = poll(tablet, seen=told["stamp"])
        assert news.status_code == 200
        assert told | {"stamp": ""} != news.json | {"stamp": ""}


def test_a_poll_is_a_heartbeat_every_45_seconds_and_renews_the_cookie(app, tablet, morning):
    def noted():
        session().expire_all()
        row = session().query(Device).one()
        return row.last_seen_at, row.outbox_count, row.outbox_age_seconds, row.clock_skew_seconds

    at = int(morning.timestamp() * 1000) - 420_000
    answer = poll(tablet, at=at, outbox=3, outbox_age=40)
    assert noted() == (morning, 3, 40, -420)
    assert app.config["DEVICE_COOKIE_NAME"] in answer.headers["Set-Cookie"]
    with clock.at(morning + timedelta(seconds=44)):
        answer = poll(tablet, seen=answer.json["stamp"], outbox=9)
        assert (noted()[0], answer.headers.get("Set-Cookie")) == (morning, None)
    with clock.at(morning + timedelta(seconds=45)):
        poll(tablet, at="soon", outbox="x")
        assert noted() == (clock.now(), 0, 0, 0)


def test_agencies_of_one_guest_are_never_suggested_to_another(tablet, say, cast):
    say("kunjungan", visit(cast, agency="Rahasia Budi"))
    assert tablet.get("/kiosk/api/instansi").json == {"names": []}
    for name in ("Ani", "Cici"):
        say("kunjungan", visit(cast, name=name, agency="Dinas Kesehatan"))
    assert tablet.get("/kiosk/api/instansi").json == {"names": ["Dinas Kesehatan"]}


def test_a_tablet_unpaired_in_mid_form_gets_a_sentence_and_nothing_is_written(say, cast):
    revoke_device(cast.admin, session().query(Device).one().id)
    answer = say("kunjungan", visit(cast))
    assert answer.status_code == 401 and "dicabut" in answer.json["error"]
    assert session().query(Visit).count() == 0


def test_a_forged_question_token_makes_a_new_visit_need_its_own_fields(say, cast):
    other = make_visit(cast.office_id)
    answer = say("pertanyaan", {"id": str(uuid7()), "visit": str(other.id), "question": "Ada data UMKM?"})
    assert answer.status_code == 422
    session().expire_all()
    assert not session().get(Visit, other.id).follow_up


def test_the_qr_of_a_visit_is_a_picture_of_its_address_and_of_nothing_else(tablet, say, cast):
    token = say("kunjungan", visit(cast)).json["visit"]
    picture = tablet.get(f"/kiosk/qr/{token}")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert picture.text.startswith("<svg ") and "M0 0h7v1h-7z" in picture.text
    assert picture.headers["Cache-Control"] == "no-store"
    assert tablet.get("/kiosk/qr/forged").status_code == 404
