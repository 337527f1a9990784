"""One visit, one vote: the right to it, its revisions, and what is only flagged."""

import itertools
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.tokens import uuid7
from pstku.core.vault import blind_index
from pstku.guestbook.models import Invitation, Visit
from pstku.guestbook.operations.agencies import agency_named
from pstku.offices.queries import configuration
from pstku.ratings.ballots import Ballot, client_key, words_from
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.operations.voting import cast_vote
from tests.factories import make_device, make_guest, make_visit


def served(cast, **fields):
    """A visit closed a minute ago by the officer."""
    return make_visit(
        cast.office_id,
        state="done",
        at=clock.now() - timedelta(minutes=13),
        **{"officer_id": cast.officer.person_id, **fields},
    )


def ballot(visit, **fields):
    now = clock.now()
    values = {"id": uuid7(), "score": 4, "revision": 1, "first_at": now, "at": now, "given_on": "tablet"}
    return Ballot(**{**values, "visit_id": visit.id if visit else None, **fields})


def stored(ballot_id):
    """The vote of a ballot; both offices of a test have different numbers, so any of them finds it."""
    keys = [client_key(office_id, ballot_id) for office_id in range(1, 9)]
    wanted = select(Vote).where(Vote.client_key.in_(keys))
    return session().scalar(wanted.execution_options(populate_existing=True))


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


def test_a_staff_phone_as_the_guests_is_flagged_and_still_counted(cast):
    from pstku.accounts.models import Person

    index = blind_index(cast.office_id, "+628110000001")
    with atomic() as s:
        s.get_one(Person, cast.employee.person_id).phone_index = index
    vote = ballot(served(cast, guest=make_guest(cast.office_id, phone_index=index)))
    assert cast_vote(cast.office_id, vote).counted
    row = stored(vote.id)
    assert (row.flags, row.contact_index) == (["staff_phone"], index)


def test_haste_and_bursts_on_one_tablet_are_flagged(cast):
    device_id = make_device(cast.office_id)
    for _ in range(2):
        cast_vote(cast.office_id, ballot(served(cast), device_id=device_id))
    at = clock.now()
    short = served(cast, started_at=at - timedelta(seconds=80), closed_at=at, entered_by_id=cast.officer.person_id)
    vote = ballot(short, device_id=device_id, reaction_ms=300)
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == ["fast", "no_dwell", "burst", "staff_entered"]


def service_id(cast, code: str) -> int:
    return next(item.id for item in configuration(cast.office_id).services if item.code == code)


@pytest.mark.parametrize("channel", ["whatsapp", "email", "phone", "field"])
def test_a_visit_written_down_once_it_is_over_has_no_flag_of_its_own(cast, channel):
    """Every message was flagged twice, as very short and as entered by an employee, so that both flags said nothing."""
    at = clock.now() - timedelta(minutes=5)
    visit = served(cast, channel=channel, started_at=at, closed_at=at, entered_by_id=cast.officer.person_id)
    vote = ballot(visit, given_on="own_phone", by_link=True)
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == []


@pytest.mark.parametrize(("code", "flags"), [("perpustakaan", []), ("cari_data", []), ("konsultasi", ["no_dwell"])])
def test_a_short_visit_is_flagged_where_somebody_is_served(cast, code, flags):
    at = clock.now()
    short = {"started_at": at - timedelta(seconds=40), "closed_at": at, "service_type_id": service_id(cast, code)}
    vote = ballot(served(cast, **short))
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == flags


def test_a_school_class_of_five_is_no_alarm_and_five_strangers_are(cast):
    device_id = make_device(cast.office_id)
    with atomic():
        school = agency_named(cast.office_id, "SMA Negeri 3 Gorontalo", None)

    def five(agency_id: int | None) -> list[list[str]]:
        at = clock.now()
        visits = [
            served(cast, agency_id=agency_id, started_at=at - timedelta(seconds=30), closed_at=at) for _ in range(5)
        ]
        votes = [ballot(visit, device_id=device_id) for visit in visits]
        for vote in votes:
            cast_vote(cast.office_id, vote)
        return [stored(vote.id).flags for vote in votes]

    assert five(school) == [[]] * 5
    with clock.at(clock.now() + timedelta(minutes=10)):
        strangers = five(None)
    assert strangers == [["no_dwell"], ["no_dwell"], *[["no_dwell", "burst"]] * 3]


def test_votes_on_phones_for_one_officer_within_seconds_are_a_burst(cast):
    """A burst was counted by tablet, so four field visits rated by their own links in a row were none."""

    def rate(**fields) -> list[str]:
        vote = ballot(served(cast, channel="field", **fields), given_on="own_phone", by_link=True)
        cast_vote(cast.office_id, vote)
        return stored(vote.id).flags

    assert [rate() for _ in range(4)] == [[], [], ["burst"], ["burst"]]
    assert rate(officer_id=cast.officer2.person_id) == []
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert rate() == []


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


def test_two_tablets_voting_for_one_visit_count_once(app, cast):
    visit = served(cast)
    votes = [ballot(visit, score=score) for score in (1, 2, 3, 4)]
    receipts = []
    gate = threading.Barrier(len(votes))

    def tap(vote):
        with app.app_context():
            gate.wait()
            receipts.append(cast_vote(cast.office_id, vote))
            db.session.remove()

    threads = [threading.Thread(target=tap, args=(vote,)) for vote in votes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()  # see what the others wrote
    assert sorted(receipt.counted for receipt in receipts) == [False, False, False, True]
    assert session().scalar(select(func.count(Vote.id)).where(Vote.visit_id == visit.id)) == 1
    assert session().scalar(select(func.count(Vote.id)).where(Vote.unattributed_reason == "rated")) == 3
    counted = session().scalars(select(Vote).where(Vote.visit_id == visit.id)).one()
    assert counted.flags == ["second_claim"]


def test_one_ballot_sent_four_times_at_once_is_one_vote(app, cast):
    vote = ballot(served(cast))
    receipts = []
    gate = threading.Barrier(4)

    def tap():
        with app.app_context():
            gate.wait()
            receipts.append(cast_vote(cast.office_id, vote).counted)
            db.session.remove()

    threads = [threading.Thread(target=tap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert receipts == [True] * 4
    assert session().scalar(select(func.count(Vote.id))) == 1


def test_reading_before_writing_would_let_both_tablets_win(app, cast):
    """The twin of the race above, without the conditional update: it shows that the guard is needed."""
    visit_id, winners, gate = served(cast).id, [], threading.Barrier(2)

    def tap_unguarded():
        with app.app_context():
            is_free = session().get(Visit, visit_id).rated_at is None
            session().rollback()
            gate.wait()
            with atomic() as s:
                s.get_one(Visit, visit_id).rated_at = clock.now()
            winners.append(is_free)
            db.session.remove()

    threads = [threading.Thread(target=tap_unguarded) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert winners == [True, True]
