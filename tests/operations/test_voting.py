"""One visit, one vote: the right to it, its revisions, and what is only flagged."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Invitation, Visit
from pstku.ratings.ballots import words_from
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.operations.voting import cast_vote
from tests.ballots import ballot, served, stored
from tests.factories import make_visit


def test_a_served_visit_gives_one_counted_vote_to_who_served(cast):
    visit = served(cast)
    vote = ballot(visit, reaction_ms=2100)
    assert cast_vote(cast.office_id, vote).counted
    row = stored(vote.id)
    assert (row.officer_id, row.score, row.line, row.flags) == (cast.officer.person_id, 4, "desk", [])
    assert session().get(Visit, visit.id, populate_existing=True).rated_at is not None


def test_the_same_ballot_twice_is_one_vote(cast):
    vote = ballot(served(cast))
    assert cast_vote(cast.office_id, vote) == cast_vote(cast.office_id, vote)
    assert session().scalar(select(func.count(Vote.id))) == 1


def test_a_second_vote_for_the_visit_is_kept_without_counting(cast):
    visit = served(cast)
    cast_vote(cast.office_id, ballot(visit))
    late = ballot(visit, score=1)
    receipt = cast_vote(cast.office_id, late)
    assert (receipt.counted, receipt.reason) == (False, "rated")
    row = stored(late.id)
    assert (row.officer_id, row.visit_id, row.unattributed_reason) == (None, None, "rated")


@pytest.mark.parametrize("state", ["waiting", "called", "serving", "cancelled", "no_show"])
def test_a_visit_that_was_not_served_gives_no_vote(cast, state):
    visit = make_visit(cast.office_id, state=state, officer_id=cast.officer.person_id)
    assert cast_vote(cast.office_id, ballot(visit)).reason == "not_served"
    assert session().get(Visit, visit.id, populate_existing=True).rated_at is None


def test_a_visit_is_too_old_after_the_voting_days(cast):
    visit = make_visit(
        cast.office_id, state="done", at=clock.now() - timedelta(days=8), officer_id=cast.officer.person_id
    )
    assert cast_vote(cast.office_id, ballot(visit)).reason == "too_old"


def test_an_unknown_visit_or_another_offices_gives_no_vote(cast):
    foreign = make_visit(cast.other_office_id, state="done", officer_id=cast.stranger.person_id)
    assert cast_vote(cast.office_id, ballot(foreign)).reason == "no_visit"
    assert cast_vote(cast.office_id, ballot(None)).reason == "no_visit"
    assert session().get(Visit, foreign.id, populate_existing=True).rated_at is None


def revisions(visit, vote_id, start):
    """A tap, a change of mind in time, words a minute later, a change of mind too late."""
    words = words_from(["friendly"], "Terima kasih", "waktu", 3)
    steps = [(1, 0, 2, None), (2, 12, 3, None), (3, 60, 3, words), (4, 61, 1, None)]
    return [
        ballot(
            visit, id=vote_id, score=score, revision=n, first_at=start, at=start + timedelta(seconds=after), words=said
        )
        for n, after, score, said in steps
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_revisions_in_any_order_end_the_same(cast, order):
    vote_id = uuid7()
    sent = revisions(served(cast), vote_id, clock.now())
    for place in order:
        assert cast_vote(cast.office_id, sent[place]).counted
    row = stored(vote_id)
    assert (row.score, row.revision) == (3, 2)
    assert (row.comment, row.reasons, row.unsur, row.unsur_value) == ("Terima kasih", ["friendly"], "waktu", 3)


def test_an_older_revision_changes_nothing(cast):
    vote_id, visit, now = uuid7(), served(cast), clock.now()
    cast_vote(cast.office_id, ballot(visit, id=vote_id, score=3, revision=2, first_at=now))
    cast_vote(cast.office_id, ballot(visit, id=vote_id, score=1, revision=1, first_at=now))
    cast_vote(cast.office_id, ballot(visit, id=vote_id, score=1, revision=2, first_at=now))
    assert stored(vote_id).score == 3


def test_the_same_key_in_another_office_is_another_ballot_and_changes_nothing(cast):
    vote = ballot(served(cast))
    cast_vote(cast.office_id, vote)
    assert cast_vote(cast.other_office_id, vote).reason == "no_visit"
    assert session().scalar(select(Vote.office_id).where(Vote.visit_id == vote.visit_id)) == cast.office_id


def test_the_id_of_a_vote_tells_neither_time_nor_sender(cast):
    vote = ballot(served(cast))
    cast_vote(cast.office_id, vote)
    row = stored(vote.id)
    assert row.id.version == 4
    assert vote.id.hex not in f"{row.id.hex}{row.client_key}"


def test_a_vote_belongs_to_the_day_of_its_visit(cast):
    visit = make_visit(
        cast.office_id, state="done", at=clock.now() - timedelta(days=3), officer_id=cast.officer.person_id
    )
    vote = ballot(visit)
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).day == visit.day


def test_a_vote_for_a_locked_quarter_is_kept_as_late(cast):
    visit = served(cast)
    year, quarter = clock.quarter_of(visit.day)
    first, last = clock.quarter_days(year, quarter)
    with atomic() as s:
        s.add(
            VoteQuarter(
                office_id=cast.office_id, year=year, quarter=quarter, starts_on=first, ends_on=last,
                locked_at=clock.now(), deviations={},
            )
        )  # fmt: skip
    assert cast_vote(cast.office_id, ballot(visit)).reason == "late"
    assert session().get(Visit, visit.id, populate_existing=True).rated_at is None


def test_the_guests_own_vote_takes_the_place_of_one_by_an_officers_link(cast):
    visit = served(cast, follow_up=True)
    by_link, own = ballot(visit, by_link=True, score=4, given_on="own_phone"), ballot(visit, score=2)
    assert cast_vote(cast.office_id, by_link).counted
    assert stored(by_link.id).held_by == "officer"
    assert cast_vote(cast.office_id, own).counted
    kept, counted = stored(by_link.id), stored(own.id)
    assert (kept.officer_id, kept.visit_id, kept.unattributed_reason) == (None, None, "replaced")
    assert (counted.officer_id, counted.held_by, counted.flags) == (cast.officer.person_id, "guest", ["replaced_link"])


def test_an_officers_link_never_takes_the_place_of_the_guests_vote(cast):
    visit = served(cast, follow_up=True)
    own, by_link = ballot(visit, score=2), ballot(visit, by_link=True, score=4, given_on="own_phone")
    cast_vote(cast.office_id, own)
    assert cast_vote(cast.office_id, by_link).reason == "rated"
    assert (stored(own.id).score, stored(own.id).flags) == (2, ["second_claim"])


def test_the_code_of_a_visit_an_employee_wrote_down_is_in_the_employees_hands(cast):
    by_code = ballot(served(cast, channel="whatsapp", entered_by_id=cast.officer.person_id), given_on="own_phone")
    at_the_desk = ballot(served(cast, channel="desk", entered_by_id=cast.officer.person_id))
    own = ballot(served(cast), given_on="own_phone")
    held = {}
    for vote in (by_code, at_the_desk, own):
        cast_vote(cast.office_id, vote)
        held[vote.id] = stored(vote.id).held_by
    assert held == {by_code.id: "officer", at_the_desk.id: "guest", own.id: "guest"}


def test_a_tablet_cannot_change_a_vote_hours_later_by_an_old_clock(cast):
    now, visit, sent = clock.now(), served(cast), uuid7()
    cast_vote(cast.office_id, ballot(visit, id=sent, score=2, first_at=now, at=now))
    with clock.at(now + timedelta(hours=3)):
        cast_vote(cast.office_id, ballot(visit, id=sent, score=4, revision=2, first_at=now, at=now))
    assert stored(sent).score == 2


def test_the_vote_follows_the_visit_when_another_officers_qr_was_shown(cast):
    vote = ballot(served(cast), shown_officer_id=cast.officer2.person_id)
    cast_vote(cast.office_id, vote)
    row = stored(vote.id)
    assert (row.officer_id, row.flags) == (cast.officer.person_id, ["other_officer"])


def test_a_tablet_whose_clock_is_two_days_off_votes_on_the_servers_day(cast):
    wrong = clock.now() - timedelta(days=2)
    vote = ballot(served(cast), first_at=wrong, at=wrong)
    cast_vote(cast.office_id, vote)
    row = stored(vote.id)
    assert row.flags == ["clock_skew"]
    assert abs(row.received_at - clock.now()) < timedelta(minutes=1)


def test_a_vote_ends_the_invitation_of_its_visit(cast):
    visit = served(cast)
    now = clock.now()
    with atomic() as s:
        s.add(
            Invitation(
                office_id=cast.office_id, visit_id=visit.id, created_at=now, expires_at=now + timedelta(minutes=2)
            )
        )
    cast_vote(cast.office_id, ballot(visit))
    assert session().scalar(select(Invitation.ended_at)) is not None


def test_the_audit_names_the_visit_but_neither_vote_nor_score(cast):
    from pstku.audit.models import AuditEntry

    vote = ballot(served(cast))
    cast_vote(cast.office_id, vote)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "rate_visit")).one()
    assert entry.entity == "visit"
    assert entry.detail == {}
    assert str(stored(vote.id).id) not in str([row.entity_id for row in session().scalars(select(AuditEntry))])
