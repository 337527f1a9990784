"""An office by day: guests who are served, rate and say something, colleagues who sign in, an award. And its own book."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from pstku.accounts.operations.signing_in import sign_in
from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import close_visit, start_service
from pstku.offices.queries import configuration
from pstku.ratings.ballots import TABLET, Ballot, Words
from pstku.ratings.operations.voting import cast_vote
from pstku.rewards.operations.deciding import award_to_nobody
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, establish
from pstku.rewards.weighing import strong_signals
from tests.conftest import Cast
from tests.people import PASSWORD

GUESTS_A_DAY = 2
Quarter = tuple[int, int]


@dataclass
class Book:
    """What happened, in plain lists."""

    guests: dict[UUID, date] = field(default_factory=dict)  # visits by the day they came
    scores: dict[Quarter, list[int]] = field(default_factory=dict)
    said: Counter[Quarter] = field(default_factory=Counter)  # comments
    establish: dict[date, tuple[int, Quarter]] = field(default_factory=dict)  # award periods whose objections end


class Office:
    """Acts of one day; each takes its moment from the day."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.book, self.chance = cast, Book(), random.Random(71)
        self.service = next(one for one in configuration(cast.office_id).active_services() if not one.is_complaint)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A local time of a day."""
        return datetime.combine(day, time(hour, minute), configuration(self.cast.office_id).tz).astimezone(UTC)

    def open(self, day: date) -> None:
        """A working day: guests by the hour, a colleague, somebody who mistypes the password."""
        if not configuration(self.cast.office_id).works_on(day):
            return
        for number in range(GUESTS_A_DAY):
            self._guest(day, self.moment(day, 9 + number, self.chance.randrange(50)))
        with clock.at(self.moment(day, 14)):
            sign_in(self.cast.office_id, "officer", PASSWORD, address="10.7.5.71")
            with suppress(InvalidInput):
                sign_in(self.cast.office_id, "officer2", "salah ketik", address=f"10.7.5.{day.day}")

    def _guest(self, day: date, at: datetime) -> None:
        officer = self.chance.choice((self.cast.officer, self.cast.officer2))
        with clock.at(at):
            entry = Entry(name="Rahmawati", service_id=self.service.id, phone=f"0812{self.chance.randrange(10**7):07}")
            visit_id = uuid7()
            register_visit(self.cast.office_id, visit_id, entry, Origin("tablet"))
        self.book.guests[visit_id] = day
        with clock.at(at + timedelta(minutes=3)):
            start_service(officer, visit_id)
        with clock.at(at + timedelta(minutes=9)):
            close_visit(officer, visit_id)
        if self.chance.random() < 0.8:
            self._vote(day, visit_id, at + timedelta(minutes=10))

    def _vote(self, day: date, visit_id: UUID, at: datetime) -> None:
        score, comment = self.chance.choice((4, 4, 4, 3, 2)), self.chance.choice(("", "", "Jelas dan cepat."))
        told: dict[str, Any] = {"score": score, "revision": 1, "first_at": at, "at": at, "given_on": TABLET}
        with clock.at(at):
            ballot = Ballot(id=uuid7(), visit_id=visit_id, words=Words(comment=comment), **told)
            assert cast_vote(self.cast.office_id, ballot).counted
        quarter = clock.quarter_of(day)
        self.book.scores.setdefault(quarter, []).append(score)
        self.book.said[quarter] += bool(comment)

    def open_award(self, day: date, quarter: Quarter) -> None:
        with clock.at(self.moment(day, 15)):
            open_period(self.cast.admin, *quarter, "desk")

    def settle_award(self, day: date, quarter: Quarter) -> None:
        """As far as the announcement; `establish_awards` does the rest once objections are over."""
        with clock.at(self.moment(day, 15)):
            period = lock_period(self.cast.admin, open_period(self.cast.admin, *quarter, "desk").id)
            sentences = {item.key: "Sudah ditanyakan kepada petugas." for item in strong_signals(period)}
            check_period(self.cast.admin2, period.id, "Data dan pengaduan sudah diperiksa.", sentences)
            award_to_nobody(self.cast.head, period.id, "Belum ada yang memenuhi syarat.")
            until = announce(self.cast.admin, period.id).objections_until
        assert until is not None
        self.book.establish[until + timedelta(days=1)] = (period.id, quarter)

    def establish_awards(self, day: date) -> None:
        if due := self.book.establish.pop(day, None):
            with clock.at(self.moment(day, 15)):
                establish(self.cast.admin, due[0], "7/SK/2028", day - timedelta(days=1))
