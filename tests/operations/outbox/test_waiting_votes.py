"""A vote out of an outbox waits for its visit, and joins it when it has come and is closed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from pstku.contacts.operations.keeping import keep_promise, lapse_promises
from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.contacts.operations.taking import take_promise
from pstku.contacts.queries import owed
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Consent, Invitation, Visit
from pstku.guestbook.operations.questions import leave_question
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.remote import record_field_visit
from pstku.guestbook.operations.serving import call_next_visit, close_visit, guest_left, start_service
from pstku.offices.queries import configuration
from pstku.outbox.operations.arriving import Shown, take_kept_visit
from pstku.ratings.ballots import words_from
from pstku.ratings.models import Comment, Vote, VoteClaim
from pstku.ratings.operations.comments import gather_comments
from pstku.ratings.operations.cutting import lock_quarter
from pstku.ratings.operations.forgetting import close_voting
from pstku.ratings.operations.shuffling import shuffle_votes
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.operations.waiting import join_waiting_votes
from tests.ballots import ballot, served, stored
from tests.factories import make_device, make_visit

NOW = timedelta()


def kept(visit_id=None, *, code=None, ago=NOW, **fields):
    """A ballot out of an outbox, cast so long ago."""
    at = clock.now() - ago
    return ballot(None, visit_id=visit_id, code=code, kept_for=ago, first_at=at, at=at, **fields)


def told(cast, **fields):
    return Entry(service_id=configuration(cast.office_id).services[1].id, name="Budi", **fields)


def arrive(cast, visit_id, shown=None, ago=NOW):
    take_kept_visit(cast.office_id, visit_id, told(cast), Origin("tablet", kept_for=ago), shown or Shown())


def serve(cast, visit_id):
    start_service(cast.officer, visit_id)
    close_with_contact(cast.officer, visit_id, Asked(), outcome="done_on_the_spot")


def claims():
    return session().scalar(select(func.count(VoteClaim.vote_id)))


def standing(vote):
    row = stored(vote.id)
    return row.visit_id, row.officer_id, row.unattributed_reason


def test_a_vote_that_comes_before_its_visit_joins_it_when_it_is_closed(cast):
    visit_id = uuid7()
    vote = kept(visit_id, ago=timedelta(minutes=3))
    assert cast_vote(cast.office_id, vote).reason == "waits"
    arrive(cast, visit_id, ago=timedelta(minutes=20))
    assert standing(vote) == (None, None, "waits")
    serve(cast, visit_id)
    assert standing(vote) == (visit_id, cast.officer.person_id, None) and claims() == 0
    assert session().get_one(Visit, visit_id, populate_existing=True).rated_at is not None


def test_a_vote_for_a_visit_that_is_not_closed_waits_for_the_officer(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    vote = kept(visit.id)
    assert cast_vote(cast.office_id, vote).reason == "waits"
    close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")
    assert standing(vote) == (visit.id, cast.officer.person_id, None)


def leave(cast, visit_id):
    guest_left(cast.officer, visit_id)


def do_not_come(cast, visit_id):
    call_next_visit(cast.officer)
    guest_left(cast.officer, visit_id)


def note_outside(cast, visit_id):
    record_field_visit(cast.officer, visit_id, told(cast), obtained="yes_fits")


def close_without_contact(cast, visit_id):
    start_service(cast.officer, visit_id)
    close_visit(cast.officer, visit_id)


def answer(cast, visit_id):
    [promise] = owed(configuration(cast.office_id), 0)
    take_promise(cast.officer, promise.id)
    keep_promise(cast.officer, promise.id, channel="phone", result="answered")


def lose_consent(cast, visit_id):
    with atomic() as s:
        s.execute(update(Consent).values(withdrawn_at=clock.now()))
    lapse_promises(cast.office_id)


def come_in(cast, visit_id):
    register_visit(cast.office_id, visit_id, told(cast), Origin("tablet"))


def ask(cast, visit_id):
    question = told(cast, phone="0812 3456 7890", consents=("follow_up",), question="Berapa inflasi Oktober?")
    leave_question(cast.office_id, visit_id, question, Origin("tablet"))


@pytest.mark.parametrize(
    ("begin", "end", "reason"),
    [
        (come_in, close_without_contact, None),
        (come_in, leave, "not_served"),
        (come_in, do_not_come, "not_served"),
        (None, note_outside, None),
        (ask, answer, None),
        (ask, lose_consent, "not_served"),
    ],
)
def test_every_way_a_visit_ends_settles_the_vote_that_waits_for_it(cast, begin, end, reason):
    visit_id = uuid7()
    vote = kept(visit_id)
    if begin:
        begin(cast, visit_id)
    assert cast_vote(cast.office_id, vote).reason == "waits"
    end(cast, visit_id)
    assert standing(vote)[2] == reason and claims() == 0
    assert (session().get_one(Visit, visit_id, populate_existing=True).rated_at is None) == (reason is not None)


def test_a_guest_whose_vote_waited_is_not_invited_to_rate(cast):
    visit_id = uuid7()
    come_in(cast, visit_id)
    cast_vote(cast.office_id, kept(visit_id))
    close_without_contact(cast, visit_id)
    assert session().scalar(select(func.count(Invitation.id)).where(Invitation.ended_at.is_(None))) == 0


def test_a_code_that_arrives_later_than_its_vote_finds_it(cast):
    make_device(cast.office_id)
    visit_id, vote = uuid7(), kept(code="V7QF", ago=timedelta(hours=1))
    assert cast_vote(cast.office_id, vote).reason == "waits"
    assert "V7QF" not in (session().scalar(select(VoteClaim.code_hash)) or "")
    arrive(cast, visit_id, Shown("A-T1-01", "V7QF"), ago=timedelta(hours=2))
    serve(cast, visit_id)
    assert standing(vote) == (visit_id, cast.officer.person_id, None)


def test_a_code_the_server_gave_is_found_at_once(cast):
    visit = served(cast, code="C7QF")
    assert cast_vote(cast.office_id, kept(code="C7QF")).counted
    assert session().get_one(Visit, visit.id, populate_existing=True).rated_at is not None and claims() == 0


def test_the_age_is_judged_when_the_vote_was_given_also_by_a_code_that_is_past(cast, still_clock):
    visit = served(cast, code="C7QF")
    with clock.at(clock.now() + timedelta(days=12)):
        close_voting(cast.office_id)
        in_time, too_late = kept(code="C7QF", ago=timedelta(days=6)), kept(code="C7QF", ago=timedelta(days=2))
        assert cast_vote(cast.office_id, too_late).reason == "too_old"
        assert cast_vote(cast.office_id, in_time).counted
    assert standing(in_time)[0] == visit.id


def test_after_a_fortnight_nobody_waits_any_longer(cast):
    visit = make_visit(cast.office_id, state="waiting")
    unknown, unserved = kept(uuid7()), kept(visit.id)
    for vote in (unknown, unserved, kept(code="V7QF")):
        cast_vote(cast.office_id, vote)
    with clock.at(clock.now() + timedelta(days=13)):
        assert join_waiting_votes(cast.office_id) == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert join_waiting_votes(cast.office_id) == 3
    assert (standing(unknown)[2], standing(unserved)[2], claims()) == ("no_visit", "not_served", 0)


@pytest.mark.parametrize("state", ["cancelled", "no_show"])
def test_who_left_is_not_waited_for(cast, state):
    visit = make_visit(cast.office_id, state=state)
    assert cast_vote(cast.office_id, kept(visit.id)).reason == "not_served"
    assert claims() == 0


def test_who_votes_at_once_waits_for_nothing(cast):
    assert cast_vote(cast.office_id, ballot(None, visit_id=uuid7())).reason == "no_visit"
    assert claims() == 0


def test_one_that_joins_after_the_lock_is_late_and_counts_for_nobody(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    vote = kept(visit.id)
    cast_vote(cast.office_id, vote)
    lock_quarter(cast.office_id, *clock.quarter_of(visit.day))
    close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")
    assert standing(vote) == (None, None, "late") and claims() == 0


def test_a_change_of_mind_reaches_a_vote_that_waits(cast, still_clock):
    visit_id, vote_id = uuid7(), uuid7()
    first = kept(visit_id, id=vote_id)
    cast_vote(cast.office_id, first)
    later = first.at + timedelta(seconds=10)
    words = words_from(["friendly"], "Cepat", None, None)
    cast_vote(
        cast.office_id,
        ballot(
            None,
            id=vote_id,
            visit_id=visit_id,
            score=1,
            revision=2,
            first_at=first.at,
            at=later,
            words=words,
            kept_for=NOW,
        ),
    )
    arrive(cast, visit_id)
    serve(cast, visit_id)
    row = stored(vote_id)
    assert (row.score, row.comment, row.officer_id) == (1, "Cepat", cast.officer.person_id)
    assert session().scalar(select(func.count(Vote.id))) == 1


def test_the_night_shuffles_it_and_leaves_its_words_with_it(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    vote = kept(visit.id, words=words_from([], "Cepat sekali", None, None))
    cast_vote(cast.office_id, vote)
    with clock.at(clock.now() + timedelta(days=1)):
        assert gather_comments(cast.office_id) == 0
        shuffle_votes()
        close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")
    with clock.at(clock.now() + timedelta(days=2)):
        assert gather_comments(cast.office_id) == 1
    assert session().scalars(select(Comment.officer_id)).one() == cast.officer.person_id


def test_a_second_vote_for_the_same_visit_is_kept_and_the_first_is_flagged(cast):
    visit_id, votes = uuid7(), []
    for _ in range(2):
        votes.append(kept(visit_id))
        cast_vote(cast.office_id, votes[-1])
    arrive(cast, visit_id)
    serve(cast, visit_id)
    assert sorted(str(standing(vote)[2]) for vote in votes) == ["None", "rated"]
    [counted] = [row for row in (stored(vote.id) for vote in votes) if row.visit_id]
    assert "second_claim" in counted.flags


def test_later_votes_on_the_tablet_are_no_burst_of_an_earlier_one(cast, still_clock):
    device_id = make_device(cast.office_id)
    visit = make_visit(
        cast.office_id, state="serving", officer_id=cast.officer.person_id, at=clock.now() - timedelta(hours=2)
    )
    vote = kept(visit.id, ago=timedelta(hours=1), device_id=device_id, reaction_ms=2000)
    cast_vote(cast.office_id, vote)
    for _ in range(3):
        cast_vote(cast.office_id, ballot(served(cast), device_id=device_id, reaction_ms=2000))
    with atomic() as s:
        s.execute(update(Visit).where(Visit.id == visit.id).values(started_at=clock.now() - timedelta(minutes=90)))
    close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")
    assert (standing(vote)[0], stored(vote.id).flags) == (visit.id, [])


def test_a_night_that_joins_is_harmless_to_repeat(cast):
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    vote = kept(visit.id)
    cast_vote(cast.office_id, vote)
    with atomic() as s:  # closed by a way that asks for no vote
        s.execute(update(Visit).where(Visit.id == visit.id).values(state="done", closed_at=clock.now()))
    assert [join_waiting_votes(cast.office_id) for _ in range(2)] == [1, 0]
    assert standing(vote)[0] == visit.id
