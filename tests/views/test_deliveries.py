"""What a tablet kept while nobody answered: each item once, by its own id, and a bad one stops no other."""

from base64 import b64decode
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.envelopes import FIRST_KEY, outbox_key
from pstku.core.tokens import CODE_ALPHABET, uuid7
from pstku.guestbook.models import Guest, Visit, VisitEvent
from pstku.guestbook.operations.recognising import recognise_guest
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.operations.serving import start_service
from pstku.offices.models import ServiceType
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from pstku.outbox.operations.keys import change_key
from pstku.ratings.models import Vote
from tests.ballots import served, stored
from tests.lone_tablets import PROOF, Tablet, milliseconds


@pytest.fixture
def tablet(app, client, cast):
    return Tablet(app, client, cast.office_id)


def visits():
    return list(session().scalars(select(Visit).execution_options(populate_existing=True)))


def marks():
    return set(session().scalars(select(VisitEvent.note).where(VisitEvent.kind == "flagged")))


@pytest.mark.both_engines
def test_an_envelope_becomes_a_visit_once_however_often_it_comes(tablet):
    item = tablet.visit()
    answers = [tablet.deliver(item).json["items"][0] for _ in range(3)]
    assert answers[0] == {"id": item["id"], "status": 200, "number": "A-001"}
    assert answers == [answers[0]] * 3
    assert [str(visit.id) for visit in visits()] == [item["id"]]


@pytest.mark.both_engines
def test_what_was_posted_in_time_and_comes_again_out_of_the_outbox_is_one_visit(tablet):
    item = tablet.visit()
    body = {"id": item["id"], "service": configuration(tablet.office_id).services[1].id, "name": "Budi"}
    posted = tablet.client.post("/kiosk/api/kunjungan", json=body, headers=PROOF).json
    assert posted["id"] == item["id"]
    assert tablet.statuses(item) == [200]
    assert len(visits()) == 1 and marks() == set()


def test_one_bad_item_stops_no_other(tablet):
    first, other, last = (tablet.visit(name=name) for name in ("Ani", "Budi", "Cici"))
    damaged = {"id": str(uuid7()), "envelope": first["envelope"]}
    nonsense = {"id": str(uuid7()), "envelope": "%%%"}
    unknown = tablet.item("later", {})
    wrong = tablet.visit(name="", phone="0812")
    conflict = tablet.visit(first["id"], name="Dedi")
    batch = (first, damaged, nonsense, other, unknown, wrong, conflict, last)
    assert tablet.statuses(*batch) == [200, 400, 400, 200, 422, 422, 409, 200]
    assert sorted(session().scalars(select(Guest.name))) == ["Ani", "Budi", "Cici"]


def test_a_fault_that_only_one_item_meets_is_its_own(tablet, monkeypatch):
    ok, bad = tablet.visit(name="Ani"), tablet.visit(name="Budi")

    def write(office_id, visit_id, entry, origin):
        if entry.name == "Budi":
            raise ZeroDivisionError
        return register_visit(office_id, visit_id, entry, origin)

    monkeypatch.setattr("pstku.outbox.operations.arriving.register_visit", write)
    assert tablet.statuses(bad, ok) == [500, 200]


@pytest.mark.both_engines
def test_too_many_at_once_and_no_list_are_refused_whole(tablet):
    assert tablet.deliver(*[tablet.visit()] * 26).status_code == 422
    body = {"items": "none"}
    assert tablet.client.post("/kiosk/api/kiriman", json=body, headers=PROOF).status_code == 422
    assert visits() == []


def test_only_a_tablet_of_ours_may_deliver(tablet, app):
    assert tablet.deliver(tablet.visit(), Origin="http://evil.example").status_code == 403
    tablet.client.http.delete_cookie(app.config["DEVICE_COOKIE_NAME"])
    assert tablet.deliver(tablet.visit()).status_code == 401
    assert visits() == []


def test_an_envelope_for_another_office_stays_shut(tablet, cast):
    tablet.office_id = cast.other_office_id
    item = tablet.item("visit", {"service": 1, "name": "Budi"})
    tablet.office_id = cast.office_id
    assert tablet.statuses(item) == [400]


def test_who_came_yesterday_stands_in_yesterdays_book(tablet):
    tz = configuration(tablet.office_id).tz
    assert tablet.statuses(tablet.visit(name="Ani"), tablet.visit(name="Budi", ago=timedelta(days=1))) == [200, 200]
    today = clock.local_day(clock.now(), tz)
    assert sorted((visit.day, visit.number) for visit in visits()) == [(today - timedelta(days=1), 1), (today, 1)]
    assert "kept_on_tablet" in marks()


@pytest.mark.parametrize(
    ("ago", "bounded"), [(timedelta(days=-2), timedelta()), (timedelta(days=40), timedelta(days=14))]
)
def test_the_moment_of_arrival_is_bounded(tablet, still_clock, ago, bounded):
    tablet.deliver(tablet.visit(ago=ago))
    assert visits()[0].created_at == clock.now() - bounded


@pytest.mark.both_engines
def test_a_tablet_whose_clock_is_wrong_still_says_how_long_it_kept_something(tablet, still_clock):
    wrong = timedelta(hours=-5)
    item = tablet.visit(ago=timedelta(minutes=30) - wrong)
    tablet.deliver(item, sent_at=milliseconds(clock.now() + wrong))
    assert abs(visits()[0].created_at - (clock.now() - timedelta(minutes=30))) < timedelta(seconds=1)


@pytest.mark.both_engines
def test_a_service_that_was_switched_off_since_is_accepted_and_marked(tablet):
    item = tablet.visit()
    with atomic() as s:
        s.get_one(ServiceType, configuration(tablet.office_id).services[1].id).is_active = False
        changed(tablet.office_id)
    assert tablet.statuses(item) == [200]
    assert "service_off" in marks()


def test_a_returning_guest_whose_token_has_expired_since_is_accepted_and_marked(tablet):
    contact = {"phone": "0812 3456 7890", "consent": ["recognition"]}
    tablet.deliver(tablet.visit(**contact))
    an_hour_ago = clock.now() - timedelta(hours=1)
    with clock.at(an_hour_ago):
        token = recognise_guest(tablet.office_id, "081234567890", tried_by="tablet").token
        item = tablet.visit(name="", returning=token)
    old = tablet.visit(name="", returning=token)
    assert tablet.statuses(item, old) == [200, 422]  # who keeps a token for an hour before Simpan is somebody else
    assert len({visit.guest_id for visit in visits()}) == 1
    assert "returning_late" in marks()


@pytest.mark.both_engines
def test_a_vote_comes_once_and_is_judged_at_the_moment_it_was_given(tablet, cast, still_clock):
    visit = served(cast)
    item = tablet.vote(visit.id)
    with clock.at(clock.now() + timedelta(days=8)):  # a day after the visit can be rated no longer
        answers = [tablet.deliver(item).json["items"][0] for _ in range(2)]
    assert answers == [{"id": item["id"], "status": 200}] * 2
    vote = session().scalars(select(Vote)).one()
    assert (vote.visit_id, vote.score, vote.unattributed_reason) == (visit.id, 4, None)
    assert vote.flags == [] and abs(vote.received_at - vote.client_at) < timedelta(seconds=1)


@pytest.mark.both_engines
def test_a_vote_given_too_late_is_kept_and_counts_for_nobody(tablet, cast):
    visit = served(cast)
    with clock.at(clock.now() + timedelta(days=9)):
        item = tablet.vote(visit.id)
        assert tablet.statuses(item) == [200]
    assert session().scalars(select(Vote)).one().unattributed_reason == "too_old"


def test_a_change_of_mind_that_was_kept_is_one_vote(tablet, cast, still_clock):
    visit, vote_id = served(cast), str(uuid7())
    at = milliseconds(clock.now())
    tablet.deliver(tablet.vote(visit.id, vote_id))
    later = tablet.vote(visit.id, vote_id, revision=2, score=1, first_at=at, at=at + 10_000)
    with clock.at(clock.now() + timedelta(hours=20)):
        assert tablet.statuses(later) == [200]
    assert stored(UUID(vote_id)).score == 1


def test_a_tablet_is_told_the_key_of_its_own_office(tablet, cast):
    told = tablet.client.get("/kiosk/api/kotak-kirim").json
    assert (told["number"], b64decode(told["key"])) == (FIRST_KEY, outbox_key(cast.office_id, FIRST_KEY))
    assert "tablet ini" in told["words"]["id"]["stored"]["title"]


def test_a_tablet_is_told_what_it_needs_to_be_alone(tablet, cast):
    told = tablet.client.get("/kiosk/api/kotak-kirim").json
    office = configuration(cast.office_id)
    assert told["series"] == 1 and told["clock"]["ahead"] == 8 * 60 * 60 * 1000
    assert told["letters"] == {str(service.id): service.queue_letter for service in office.services}
    assert set(told["code"]["letters"]) == set(CODE_ALPHABET) and told["code"]["length"] == 4
    assert (told["words"]["id"]["shown"]["number"], told["words"]["en"]["shown"]["number"]) == (
        "Nomor Anda",
        "Your number",
    )


def test_a_tablet_fills_its_pool_and_only_a_tablet_may(tablet, app):
    codes = tablet.client.post("/kiosk/api/kode", json={"held": []}, headers=PROOF).json["codes"]
    more = tablet.client.post("/kiosk/api/kode", json={"held": codes[:150]}, headers=PROOF).json["codes"]
    assert (len(codes), len(more)) == (200, 50)
    assert tablet.client.post("/kiosk/api/kode", json={"held": 7}, headers=PROOF).status_code == 200
    tablet.client.http.delete_cookie(app.config["DEVICE_COOKIE_NAME"])
    assert tablet.client.post("/kiosk/api/kode", json={"held": []}, headers=PROOF).status_code == 401


def test_what_the_guest_was_shown_comes_with_the_entry(tablet):
    item = tablet.visit(shown={"number": "A-T1-07", "code": "V7QF"})
    answers = [tablet.deliver(item).json["items"][0] for _ in range(2)]
    assert answers == [{"id": item["id"], "status": 200, "number": "A-T1-07"}] * 2
    assert (visits()[0].tablet_number, visits()[0].code) == ("A-T1-07", "V7QF")


@pytest.mark.parametrize("shown", [None, 7, "A-T1-07", {"number": None, "code": ["V7QF"]}, {"number": "x" * 9000}])
def test_what_no_tablet_of_ours_shows_stops_no_entry(tablet, shown):
    item = tablet.visit(shown=shown)
    assert tablet.deliver(item).json["items"] == [{"id": item["id"], "status": 200, "number": "A-001"}]


@pytest.mark.both_engines
def test_a_vote_by_code_finds_its_visit_in_whatever_order_they_come(tablet, cast):
    entry = tablet.visit(shown={"number": "A-T1-01", "code": "V7QF"}, ago=timedelta(minutes=20))
    vote = tablet.vote(None, code="v7 qf")
    assert tablet.statuses(vote, entry, vote) == [200, 200, 200]
    visit = visits()[0]
    start_service(cast.officer, visit.id)
    close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")
    rated = session().scalars(select(Vote).execution_options(populate_existing=True)).one()
    assert (rated.visit_id, rated.officer_id) == (visit.id, cast.officer.person_id)


@pytest.mark.both_engines
def test_a_code_counts_out_of_an_outbox_only(tablet, cast):
    visit = served(cast, code="C7QF")
    at = milliseconds(clock.now())
    body = {"id": str(uuid7()), "visit": None, "code": "C7QF", "score": 4, "revision": 1, "first_at": at, "at": at}
    assert tablet.client.post("/kiosk/suara", json=body, headers=PROOF).status_code == 200
    assert session().get_one(Visit, visit.id, populate_existing=True).rated_at is None


@pytest.mark.both_engines
def test_the_desk_reads_how_an_entry_came_and_what_had_changed_meanwhile(tablet, sign_in):
    item = tablet.visit(ago=timedelta(minutes=20), shown={"number": "A-T1", "code": ""})
    with atomic() as s:
        s.get_one(ServiceType, configuration(tablet.office_id).services[1].id).is_active = False
        changed(tablet.office_id)
    tablet.deliver(item)
    text = sign_in("officer").get(f"/meja/{item['id']}").text
    for words in ("saat server tidak menjawab", "sudah dimatikan ketika", "sudah dimiliki tamu lain"):
        assert words in text


def test_what_was_sealed_to_an_older_key_is_taken_until_nobody_needs_it(tablet, cast):
    first, late = tablet.visit(name="Ani"), tablet.visit(name="Budi")
    change_key(cast.admin)
    told = tablet.client.get("/kiosk/api/kotak-kirim").json
    assert (told["number"], b64decode(told["key"])) == (2, outbox_key(cast.office_id, 2))
    assert tablet.statuses(first) == [200]
    assert tablet.client.get("/kiosk/api/keadaan?key=2").status_code == 200
    tablet.key = 2
    assert tablet.statuses(late, tablet.visit(name="Cici")) == [400, 200]


def test_a_key_of_after_the_backup_that_was_restored_opens(tablet):
    tablet.key = 7
    assert tablet.statuses(tablet.visit()) == [200]
