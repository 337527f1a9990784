"""A small office written down twice: by the product in a database, and here in a few plain lists.

Hypothesis takes random steps (sign in, call, serve, hand over, leave, rate, change one's mind, send again, let time pass,
close a quarter and settle its award) and compares both after each one. Whoever changes a rule of visits or votes changes
its line in `Book` too.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from pstku.audit.operations import verify_chain
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit
from pstku.guestbook.operations import serving
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration
from pstku.ratings.ballots import OWN_PHONE, TABLET, Ballot
from pstku.ratings.models import Vote, VoteTally
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries import office_figures, period_figures, unattributed_count
from pstku.ratings.rules.tallying import LEAST
from pstku.rewards.operations.deciding import award_to_nobody
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, establish
from pstku.rewards.operations.settling import cut_settled_quarters
from pstku.rewards.weighing import strong_signals

BEGIN = datetime(2026, 7, 6, 1, tzinfo=UTC)  # Monday, 9 in the morning in Gorontalo
VOTING_DAYS, CHANGE_SECONDS = timedelta(days=7), 30
PAUSE = timedelta(seconds=40)


@dataclass
class Line:
    """One visit as the book below knows it."""

    id: UUID
    day: date
    letter: str
    number: int
    state: str = "waiting"
    officer: int | None = None
    closed: datetime | None = None
    scores: dict[UUID, int] = field(default_factory=dict)  # the ballot that counts, by the sender's id

    @property
    def quarter(self) -> tuple[int, int]:
        return self.day.year, (self.day.month + 2) // 3


@dataclass
class Sent:
    """A ballot as it was first sent, so that it can be sent again."""

    ballot: Ballot
    line: Line
    counted: bool
    at: datetime


class OfficeModel(RuleBasedStateMachine):
    """The random walk. `prepared` gives the people of a fresh office."""

    prepared: Callable[[], AbstractContextManager[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.database = type(self).prepared()
        self.cast = self.database.__enter__()
        self.officers: list[Actor] = [self.cast.officer, self.cast.officer2]
        self.office = self.cast.office_id
        self.now = BEGIN
        self.time = clock.at(self.now)
        self.time.__enter__()
        self.lines: list[Line] = []
        self.uncounted: Counter[tuple[int, int]] = Counter()
        self.locked: set[tuple[int, int]] = set()
        self.cut: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        try:
            assert verify_chain(self.office) == []
        finally:
            self.time.__exit__(None, None, None)
            self.database.__exit__(None, None, None)

    visits, ballots = Bundle("visits"), Bundle("ballots")
    officer = st.integers(0, 1)

    # Time

    def _move_clock(self, to: datetime) -> None:
        self.time.__exit__(None, None, None)
        self.now = to
        self.time = clock.at(to)
        self.time.__enter__()

    @property
    def today(self) -> date:
        return clock.local_day(self.now, configuration(self.office).tz)

    @rule(after=st.sampled_from([timedelta(seconds=20), timedelta(minutes=10), timedelta(hours=3), timedelta(days=1)]))
    def time_passes(self, after: timedelta) -> None:
        self._move_clock(self.now + after)

    # Visits

    @rule(target=visits, service=st.integers(0, 2))
    def a_guest_signs_the_book(self, service: int) -> Line:
        chosen = configuration(self.office).services[service]
        visit_id = uuid7()
        entry, origin = Entry(service_id=chosen.id, name="Rahmawati"), Origin("tablet")
        done = register_visit(self.office, visit_id, entry, origin)
        before = [line for line in self.lines if (line.day, line.letter) == (self.today, done.letter)]
        assert (done.day, done.letter, done.number) == (self.today, chosen.queue_letter, len(before) + 1)
        again = register_visit(self.office, visit_id, entry, origin)
        assert again.is_repeat and replace(again, is_repeat=False) == done
        self.lines.append(Line(visit_id, done.day, done.letter, done.number))
        self._move_clock(self.now + PAUSE)
        return self.lines[-1]

    def _expect(self, is_allowed: bool, act: Callable[[], Any]) -> bool:
        """The act happens exactly when the book says it may."""
        try:
            act()
        except (Conflict, InvalidInput):
            assert not is_allowed
        else:
            assert is_allowed
        self._move_clock(self.now + PAUSE)
        return is_allowed

    @rule(line=visits, officer=officer)
    def an_officer_takes_a_guest(self, line: Line, officer: int) -> None:
        who = self.officers[officer]
        if self._expect(line.state == "waiting", lambda: serving.start_service(who, line.id)):
            line.state, line.officer = "serving", who.person_id

    @rule(officer=officer)
    def an_officer_calls_the_next(self, officer: int) -> None:
        who = self.officers[officer]
        waiting = [line for line in self.lines if line.state == "waiting" and line.day == self.today]
        called: list[UUID] = []
        if self._expect(bool(waiting), lambda: called.append(serving.call_next_visit(who))):
            assert called == [waiting[0].id]
            waiting[0].state, waiting[0].officer = "called", who.person_id

    @rule(line=visits, officer=officer)
    def the_called_guest_comes(self, line: Line, officer: int) -> None:
        who = self.officers[officer]
        mine = line.state == "called" and line.officer == who.person_id
        if self._expect(mine, lambda: serving.start_called(who, line.id)):
            line.state = "serving"

    @rule(line=visits, officer=officer)
    def an_officer_closes(self, line: Line, officer: int) -> None:
        who = self.officers[officer]
        mine = line.state == "serving" and line.officer == who.person_id
        closed = self.now
        if self._expect(mine, lambda: serving.close_visit(who, line.id)):
            line.state, line.closed = "done", closed

    @rule(line=visits, officer=officer)
    def an_officer_hands_over(self, line: Line, officer: int) -> None:
        who, colleague = self.officers[officer], self.officers[1 - officer]
        is_open = line.state in ("called", "serving") and line.officer != colleague.person_id
        may = is_open and (line.officer == who.person_id or line.day != self.today)
        if self._expect(may, lambda: serving.hand_over(who, line.id, to_officer_id=colleague.person_id)):
            line.officer = colleague.person_id

    @rule(line=visits, officer=officer)
    def a_guest_leaves(self, line: Line, officer: int) -> None:
        who = self.officers[officer]
        mine = line.officer == who.person_id or line.day != self.today
        may = line.state == "waiting" or (line.state in ("called", "serving") and mine)
        if self._expect(may, lambda: serving.guest_left(who, line.id)):
            line.state = "no_show" if line.state == "called" else "cancelled"

    @rule(
        target=visits,
        service=st.integers(0, 2),
        officer=officer,
        scores=st.lists(st.integers(1, 4), min_size=1, max_size=8),
    )
    def a_busy_hour(self, service: int, officer: int, scores: list[int]) -> Line:
        """Guests come, are served and rate, one after the other: enough votes for a tally under a name."""
        for score in scores:
            line = self.a_guest_signs_the_book(service)
            self.an_officer_takes_a_guest(line, officer)
            self.an_officer_closes(line, officer)
            self.a_guest_rates(line, score, TABLET)
        return line

    # Votes

    def _gives_the_right(self, line: Line) -> bool:
        is_served = line.state == "done" and line.closed is not None and line.closed >= self.now - VOTING_DAYS
        return is_served and not line.scores and line.quarter not in self.locked

    @rule(target=ballots, line=visits, score=st.integers(1, 4), place=st.sampled_from([TABLET, OWN_PHONE]))
    def a_guest_rates(self, line: Line, score: int, place: str) -> Sent:
        ballot = Ballot(
            id=uuid7(), visit_id=line.id, score=score, revision=1, first_at=self.now, at=self.now, given_on=place
        )
        counted = self._gives_the_right(line)
        is_known = line.state == "done" and line.quarter not in self.cut
        assert cast_vote(self.office, ballot).counted is counted, (line, is_known)
        if counted:
            line.scores[ballot.id] = score
        else:
            self.uncounted[(self.today.year, (self.today.month + 2) // 3)] += 1
        sent = Sent(ballot, line, counted, self.now)
        self._move_clock(self.now + timedelta(seconds=5))
        return sent

    @precondition(lambda self: bool(self.lines))
    @rule(sent=ballots)
    def a_ballot_is_sent_again(self, sent: Sent) -> None:
        if sent.line.quarter in self.cut:
            return  # the key of the ballot went with the row
        assert cast_vote(self.office, sent.ballot).counted is sent.counted

    @rule(sent=ballots, score=st.integers(1, 4))
    def a_guest_changes_their_mind(self, sent: Sent, score: int) -> None:
        if sent.line.quarter in self.cut:
            return
        later = replace(sent.ballot, score=score, revision=sent.ballot.revision + 1, at=self.now)
        assert cast_vote(self.office, later).counted is sent.counted
        if self.now - sent.at <= timedelta(seconds=CHANGE_SECONDS):
            sent.ballot = later
            if sent.counted:
                sent.line.scores[later.id] = score

    # The award

    @precondition(lambda self: bool(self.lines))
    @rule()
    def a_quarter_is_settled(self) -> None:
        """The whole way with nobody awarded; then the night turns the votes into tallies."""
        year, quarter = (self.today.year, (self.today.month + 2) // 3)
        last = clock.quarter_days(year, quarter)[1]
        self._move_clock(datetime(last.year, last.month, last.day, 2, tzinfo=UTC) + VOTING_DAYS + timedelta(days=1))
        period = open_period(self.cast.admin, year, quarter, "desk")
        period = lock_period(self.cast.admin, period.id)
        self.locked.add((year, quarter))
        sentences = {item.key: "Sudah ditanyakan kepada petugas." for item in strong_signals(period)}
        check_period(self.cast.admin2, period.id, "Data dan pengaduan sudah diperiksa.", sentences)
        award_to_nobody(self.cast.head, period.id, "Belum ada yang memenuhi syarat.")
        announced = announce(self.cast.admin, period.id)
        until = announced.objections_until
        self._move_clock(datetime(until.year, until.month, until.day, 2, tzinfo=UTC) + timedelta(days=1))
        establish(self.cast.admin, period.id, "7/SK/2026", until)
        before = self._figures(year, quarter)
        cut_settled_quarters(self.office)
        self.cut.add((year, quarter))
        assert self._figures(year, quarter) == before

    def _figures(self, year: int, quarter: int) -> Any:
        session().rollback()
        return office_figures(self.office, "desk", *clock.quarter_days(year, quarter))

    # Both say the same

    @invariant()
    def visits_are_as_the_book_says(self) -> None:
        session().rollback()
        rows = session().execute(select(Visit.id, Visit.state, Visit.officer_id).where(Visit.office_id == self.office))
        assert {tuple(row) for row in rows} == {(line.id, line.state, line.officer) for line in self.lines}

    @invariant()
    def votes_count_for_whoever_served(self) -> None:
        session().rollback()
        for year, quarter in {line.quarter for line in self.lines}:
            days = clock.quarter_days(year, quarter)
            mine = [line for line in self.lines if line.quarter == (year, quarter)]
            scores: dict[int, list[int]] = {}
            for line in mine:
                scores.setdefault(line.officer or 0, []).extend(line.scores.values())
            every = [score for found in scores.values() for score in found]
            office = office_figures(self.office, "desk", *days)
            assert (office.votes, office.score_sum, office.fours) == (len(every), sum(every), every.count(4))
            assert office.served == sum(line.state == "done" for line in mine)
            people = period_figures(self.office, "desk", *days)
            for officer_id, found in scores.items():
                if len(found) >= LEAST or (found and (year, quarter) not in self.cut):
                    assert (people[officer_id].votes, people[officer_id].score_sum) == (len(found), sum(found))

    @invariant()
    def what_did_not_count_is_counted(self) -> None:
        for (year, quarter), count in self.uncounted.items():
            assert unattributed_count(self.office, *clock.quarter_days(year, quarter)) == count

    @invariant()
    def a_cut_quarter_has_no_vote(self) -> None:
        for year, quarter in self.cut:
            kept = select(func.count(Vote.id)).where(Vote.day.between(*clock.quarter_days(year, quarter)))
            assert session().scalar(kept) == 0
        fewest = select(VoteTally.n1 + VoteTally.n2 + VoteTally.n3 + VoteTally.n4).where(
            VoteTally.officer_id.is_not(None)
        )
        assert all(count >= LEAST for count in session().scalars(fewest))
