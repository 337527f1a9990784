"""The JSON of the tablet's script: what it answers, and who is kept out."""

import time

import pytest

from pstku.complaints.models import Complaint
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.devices.operations import revoke_device
from pstku.guestbook.models import HelpCall, Visit
from pstku.guestbook.visit_tokens import read_visit_token
from pstku.offices.queries import configuration
from tests.factories import make_device, make_visit

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}
POSTS = ("kunjungan", "tamu-lama", "bantuan", "pertanyaan", "pengaduan", "detak")


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
    assert say(path, body).status_code == 403
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


def test_odd_clocks_and_unknown_fields_do_no_harm(say, cast):
    for stamp in ("soon", True, -5, 1e300, None, [1]):
        assert (
            say("kunjungan", visit(cast, sent_at=stamp, written_at=stamp, state="done", office_id=2)).status_code == 200
        )
    assert {row.state for row in session().query(Visit)} == {"waiting"}
    assert {row.office_id for row in session().query(Visit)} == {cast.office_id}


def test_a_returning_guest_is_found_masked_and_registered_without_a_name(say, cast):
    say("kunjungan", visit(cast, name="Budi Santoso", phone="081234567890", consent=["recognition"]))
    found = say("tamu-lama", {"typed": "081234567890"}).json["guest"]
    assert (found["name"], found["phone"]) == ("Budi S•••••", "••••7890")
    assert say("tamu-lama", {"typed": "081234567891"}).json == {"guest": None}
    again = say("kunjungan", visit(cast, returning=found["token"], name=""))
    assert again.status_code == 200
    assert len({row.guest_id for row in session().query(Visit)}) == 1


def test_guessing_guests_ends_after_five_tries(say, still_clock):
    answers = [say("tamu-lama", {"typed": f"08123456789{n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_a_call_for_help_shows_in_the_standing(tablet, say):
    assert tablet.get("/kiosk/api/keadaan").json["help"] is None
    assert say("bantuan", {"id": str(uuid7())}).status_code == 200
    assert tablet.get("/kiosk/api/keadaan").json["help"] == "waiting"
    assert session().query(HelpCall).one().device_id == session().query(Device).one().id


def test_a_question_may_come_from_a_new_guest_or_belong_to_the_visit_just_made(say, cast):
    told = {"question": "Berapa inflasi Oktober?", "contact": "siti@contoh.id", "consent": "follow_up"}
    assert say("pertanyaan", {"id": str(uuid7()), "name": "Siti", **told}).json["code"]
    made = say("kunjungan", visit(cast)).json["visit"]
    assert say("pertanyaan", {"id": str(uuid7()), "visit": made, **told}).json["code"] is None
    assert [row.follow_up for row in session().query(Visit)] == [True, True]


def test_a_complaint_is_answered_with_its_code_and_day_and_is_no_visit(say):
    answer = say("pengaduan", {"id": str(uuid7()), "text": "Ruang tunggu terlalu panas."})
    assert len(answer.json["code"]) == 9 and "20" in answer.json["due"]
    assert (session().query(Complaint).count(), session().query(Visit).count()) == (1, 0)


def test_a_heartbeat_is_noted_and_renews_the_cookie(app, say):
    answer = say("detak", {"outbox": 3, "outbox_age": 40, "sent_at": int(time.time() * 1000)})
    row = session().query(Device).one()
    assert (row.outbox_count, row.outbox_age_seconds, row.last_seen_at is not None) == (3, 40, True)
    assert app.config["DEVICE_COOKIE_NAME"] in answer.headers["Set-Cookie"]


def test_agencies_of_one_guest_are_never_suggested_to_another(tablet, say, cast):
    say("kunjungan", visit(cast, agency="Rahasia Budi"))
    assert tablet.get("/kiosk/api/instansi").json == {"names": []}
    for name in ("Ani", "Cici"):
        say("kunjungan", visit(cast, name=name, agency="Dinas Kesehatan"))
    assert tablet.get("/kiosk/api/instansi").json == {"names": ["Dinas Kesehatan"]}


def test_a_tablet_unpaired_in_mid_form_gets_a_sentence_and_nothing_is_written(say, cast):
    revoke_device(cast.admin, session().query(Device).one().id)
    answer = say("kunjungan", visit(cast))
    assert answer.status_code == 403 and "dicabut" in answer.json["error"]
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
    assert picture.text.startswith("<svg ") and "M0 0h1v1h-1z" in picture.text
    assert picture.headers["Cache-Control"] == "no-store"
    assert tablet.get("/kiosk/qr/forged").status_code == 404
