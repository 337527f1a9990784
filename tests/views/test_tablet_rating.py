"""The tablet's calls: who may make them, what they find, what becomes of a vote."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Invitation, VisitEvent
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.officers.operations.personal_qr import issue_badge, renew_qr
from pstku.officers.scanning import current_badge, screen_token
from pstku.ratings.models import Remark, Vote
from tests.factories import make_device, make_visit
from tests.page import PageClient

HEADERS = {"X-PSTku": "1", "Origin": "http://localhost"}


@pytest.fixture
def tablet(app, cast):
    """The browser of an enrolled tablet."""
    make_device(cast.office_id)
    client = PageClient(app)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def served(cast, **fields):
    at = clock.now() - timedelta(minutes=20)
    values = {"officer_id": cast.officer.person_id, "code": "C7QF", **fields}
    return make_visit(cast.office_id, state="done", at=at, **values)


def call(tablet, path, body, headers=HEADERS):
    return tablet.http.post(path, json=body, headers=headers)


def ballot(visit, **fields):
    now = int(clock.now().timestamp() * 1000)
    return {
        "id": str(uuid7()),
        "visit": str(visit.id),
        "score": 3,
        "revision": 1,
        "first_at": now,
        "at": now,
        "reaction_ms": 1900,
        **fields,
    }


def invited(tablet):
    """Whom a poll of the tablet says to ask."""
    return tablet.http.get("/kiosk/api/keadaan").json["invitation"]


def stored():
    session().rollback()
    return session().scalars(select(Vote)).all()


@pytest.mark.both_engines
def test_a_tablet_votes_once_however_often_it_sends(tablet, cast):
    vote = ballot(served(cast))
    assert [call(tablet, "/kiosk/suara", vote).status_code for _ in range(3)] == [200, 200, 200]
    (row,) = stored()
    assert (row.score, row.given_on, row.officer_id) == (3, "tablet", cast.officer.person_id)
    assert row.device_id is not None


def test_words_come_with_a_later_revision(tablet, cast):
    vote = ballot(served(cast))
    call(tablet, "/kiosk/suara", vote)
    words = {"reasons": ["clear"], "comment": "x" * 400, "unsur": "waktu", "unsur_value": 4}
    call(tablet, "/kiosk/suara", {**vote, "revision": 2, "at": vote["at"] + 90_000, "words": words})
    (row,) = stored()
    assert (row.reasons, len(row.comment), row.unsur, row.unsur_value) == (["clear"], 280, "waktu", 4)


def test_a_vote_without_right_is_answered_and_kept_apart(tablet, cast):
    visit = served(cast)
    call(tablet, "/kiosk/suara", ballot(visit))
    assert call(tablet, "/kiosk/suara", ballot(visit)).status_code == 200
    assert call(tablet, "/kiosk/suara", {**ballot(visit), "visit": "rusak"}).status_code == 200
    assert sorted(row.unattributed_reason or "" for row in stored()) == ["", "no_visit", "rated"]


@pytest.mark.parametrize(
    "field, value", [("score", 5), ("score", "4"), ("id", "1"), ("at", -1), ("revision", 0), ("first_at", True)]
)
def test_nonsense_is_refused_in_words(tablet, cast, field, value):
    answer = call(tablet, "/kiosk/suara", {**ballot(served(cast)), field: value})
    assert answer.status_code == 422
    assert answer.json["error"]
    assert stored() == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-PSTku": "1"}, {"Origin": "http://localhost"}, {"X-PSTku": "1", "Origin": "http://jahat.example"}],
)
def test_a_foreign_page_cannot_vote(tablet, cast, headers):
    assert call(tablet, "/kiosk/suara", ballot(served(cast)), headers=headers).status_code == 403
    assert stored() == []


def test_a_browser_that_is_no_tablet_cannot_vote(client, cast):
    assert call(client, "/kiosk/suara", ballot(served(cast))).status_code == 401
    assert client.http.get("/kiosk/api/keadaan", headers={"Accept": "application/json"}).status_code == 401


def test_the_visit_code_finds_the_visit_without_naming_the_guest(tablet, cast):
    visit = served(cast, name="Rahmawati")
    answer = call(tablet, "/kiosk/penilaian/kode", {"code": "c7qf"})
    assert answer.json["visit"]["id"] == str(visit.id)
    assert answer.json["visit"]["words"]["id"]["question"] == "Seberapa puas Anda dengan layanan Ibu Nurain?"
    assert "Rahmawati" not in answer.text


def test_a_code_that_is_wrong_open_or_foreign_is_not_found(tablet, cast):
    make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id, code="GGGG")
    make_visit(cast.other_office_id, state="done", officer_id=cast.stranger.person_id, code="HHHH")
    codes = {"XXXX": 404, "HHHH": 404, "": 404, "GGGG": 422}
    for code, status in codes.items():
        assert call(tablet, "/kiosk/penilaian/kode", {"code": code}).status_code == status


def test_the_officers_qr_is_read_as_address_token_or_badge_code(tablet, cast):
    renew_qr(cast.officer)
    issue_badge(cast.officer)
    badge = current_badge(cast.officer.person_id)
    token = screen_token(cast.officer.person_id)
    for text in (f"http://localhost/n/{token}", token, badge.token, badge.code, badge.code.replace("-", "").lower()):
        answer = call(tablet, "/kiosk/penilaian/pindai", {"text": text})
        assert answer.json == {"officer": {"id": cast.officer.person_id, "address": "Ibu Nurain"}}, text


def test_another_offices_qr_means_nothing_here(tablet, cast):
    renew_qr(cast.stranger)
    assert call(tablet, "/kiosk/penilaian/pindai", {"text": screen_token(cast.stranger.person_id)}).status_code == 404


def test_codes_cannot_be_guessed_on_a_tablet_for_long(tablet, cast, still_clock):
    served(cast)
    for _ in range(20):
        call(tablet, "/kiosk/penilaian/kode", {"code": "XXXX"})
    answer = call(tablet, "/kiosk/penilaian/kode", {"code": "C7QF"})
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.json["error"]


def test_the_desk_invites_the_tablet_until_the_guest_votes(tablet, cast):
    visit = served(cast)
    assert invited(tablet) is None
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    invitation = invited(tablet)
    assert invitation["visit"]["id"] == str(visit.id)
    assert invitation["visit"]["words"]["id"]["invited"] == "Anda tamu yang baru dilayani Ibu Nurain?"
    call(tablet, "/kiosk/suara", ballot(visit))
    assert invited(tablet) is None


def test_a_declined_or_expired_invitation_loses_nothing(tablet, cast):
    visit = served(cast)
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    invitation = invited(tablet)
    call(tablet, f"/kiosk/undangan/{invitation['id']}/lewati", {})
    assert invited(tablet) is None
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert invited(tablet) is None
    call(tablet, "/kiosk/suara", ballot(visit))
    assert [row.unattributed_reason for row in stored()] == [None]


@pytest.mark.both_engines
def test_lewati_leaves_a_moment_without_a_score(tablet, cast):
    visit = served(cast)
    invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    invitation = invited(tablet)
    for _ in range(2):
        call(tablet, f"/kiosk/undangan/{invitation['id']}/lewati", {})
    moments = session().scalars(select(VisitEvent).where(VisitEvent.visit_id == visit.id)).all()
    assert [(moment.kind, moment.actor_id, moment.note) for moment in moments] == [("declined", None, "")]


@pytest.mark.both_engines
def test_one_desk_asks_one_guest_at_a_time(cast):
    from pstku.officers.models import Desk

    desk_id = session().scalar(select(Desk.id).where(Desk.office_id == cast.office_id).limit(1))
    first, second = served(cast), served(cast, code="GGGG")
    invite_to_rate(cast.office_id, first.id, desk_id, cast.officer)
    invite_to_rate(cast.office_id, second.id, desk_id, cast.officer)
    open_ones = session().scalars(select(Invitation.visit_id).where(Invitation.ended_at.is_(None))).all()
    assert open_ones == [second.id]


@pytest.mark.both_engines
def test_a_remark_at_the_tablet_is_kept_once(tablet, cast):
    body = {"id": str(uuid7()), "text": "Tambah kursi"}
    for _ in range(2):
        assert call(tablet, "/kiosk/saran", body).status_code == 200
    session().rollback()
    assert len(session().scalars(select(Remark)).all()) == 1


def test_without_javascript_the_code_leads_to_the_faces(tablet, cast):
    served(cast)
    wrong = tablet.post_form("/kiosk/penilaian", {"code": "XXXX"})
    assert wrong.status_code == 422
    assert wrong.page.select_one("input[name=code]")["value"] == "XXXX"
    found = tablet.post_form("/kiosk/penilaian", {"code": "C7QF"})
    faces = tablet.get(found.location)
    form = faces.page.select_one("form")
    hidden = {item["name"]: item["value"] for item in form.select("input[type=hidden]")}
    tablet.post(form["action"], data={**hidden, "score": 4})
    (row,) = stored()
    assert (row.score, row.given_on, row.flags) == (4, "tablet", [])
