"""A worker decodes a kept row once, and reads it again as soon as the day was counted anew."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed, Visit, VisitSum
from pstku.guestbook.operations.keeping_days import figures_by_span, keep_past_days, unmet_by_topic
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.queries import days
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.ratings.operations.keeping_months import keep_past_months
from pstku.ratings.queries.office import kept_months, line_votes, votes_of
from tests.factories import make_visit, make_vote
from tests.listening import statements

NOW, LAST = datetime(2026, 11, 5, 2, 0, tzinfo=clock.UTC), date(2026, 11, 5)  # Thursday, 10.00 WITA
MONTH, YEAR = date(2026, 11, 1), date(2026, 1, 1)


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def seen(cast) -> tuple[int, int, set[str]]:
    """Visits of the month, needs that were not met, and which columns of kept rows were read for it."""
    office = configuration(cast.office_id)
    with statements() as read:
        sums, _since = figures_by_span(office, MONTH, LAST)
        topics = unmet_by_topic(office, MONTH)
    decoded = {name for name in ("sought", "unmet") for each in read if f"visit_sums.{name} \nFROM" in each}
    return sum(one.visits for one in sums.values()), sum(one.count for one in topics.values()), decoded


def test_a_kept_row_is_decoded_once_until_its_day_is_counted_anew(cast, now):
    visit = make_visit(cast.office_id, state="done", at=NOW - timedelta(days=2), officer_id=cast.officer.person_id)
    record_need(cast.officer, visit.id, uuid7(), Need("harga tanah", "no"))
    keep_past_days(cast.office_id)
    assert seen(cast)[:2] == (1, 1)
    assert seen(cast) == (1, 1, set()), "nothing changed"
    make_visit(cast.office_id, state="waiting", at=NOW)
    assert seen(cast) == (2, 1, set()), "today is counted from its visits"
    with atomic() as s:
        s.execute(delete(DataNeed))
    assert seen(cast) == (2, 0, {"sought", "unmet"})
    assert seen(cast) == (2, 0, set())


def test_a_row_counted_anew_has_another_stamp(cast, now):
    visit = make_visit(cast.office_id, state="done", at=NOW - timedelta(days=1))
    stamps = []
    for size in (2, 3, 2):
        with atomic() as s:
            s.get_one(Visit, visit.id).party_size = size
        keep_past_days(cast.office_id)
        stamps.append(session().scalar(select(VisitSum.stamp).where(VisitSum.first_day == visit.day)))
    assert len(set(stamps)) == 3 and all(0 <= stamp < 1 << days.STAMP_BITS for stamp in stamps)


def test_a_row_of_before_there_were_stamps_is_counted_again(cast, now):
    make_visit(cast.office_id, state="done", at=NOW - timedelta(days=1))
    keep_past_days(cast.office_id)
    with atomic() as s:
        for one in s.scalars(select(VisitSum)):
            one.stamp = None
    assert seen(cast)[0] == 1
    assert session().scalars(select(VisitSum.stamp).where(VisitSum.first_day == LAST - timedelta(days=1))).one()


def test_a_vote_of_today_leaves_those_until_yesterday_kept_and_one_of_a_day_before_drops_them(cast, now):
    def vote_on(day: int, score: int) -> None:
        at = NOW - timedelta(days=day)
        make_vote(make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id), score)

    def kept() -> list[tuple[int, int]]:
        months = kept_months(cast.office_id, YEAR, date(2026, 12, 31))
        return [(month.last_day.month, month.last_day.day) for month in months]

    def agree() -> None:
        told = {line: (n, total) for line, n, total in votes_of(cast.office_id, [(YEAR, LAST)])}
        assert line_votes(cast.office_id, YEAR, LAST) == told

    vote_on(10, 3)
    vote_on(2, 4)
    assert keep_past_months(cast.office_id) == 2 and keep_past_months(cast.office_id) == 0
    assert kept() == [(10, 31), (11, 4)]
    vote_on(0, 1)
    assert kept() == [(10, 31), (11, 4)]
    agree()
    vote_on(1, 2)
    assert kept() == [(10, 31)]
    agree()
    assert keep_past_months(cast.office_id) == 1 and kept() == [(10, 31), (11, 4)]
    agree()
    with clock.at(NOW + timedelta(days=30)):
        assert keep_past_months(cast.office_id) == 2
        assert kept() == [(10, 31), (11, 30), (12, 4)], "the month is over: its row now holds all of it"
    with atomic() as s:
        s.execute(delete(Vote).where(Vote.day == LAST))
    assert kept()[:1] == [(10, 31)] and (11, 30) not in kept()
    agree()
