"""What must stand after a night, computed from the book of the office and the calendar alone."""

import tempfile
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from pstku.accounts.models import SignIn
from pstku.audit.exports import export_faults
from pstku.audit.operations import verify_chain
from pstku.backups.operations.restoring import restore
from pstku.backups.place import place_of
from pstku.backups.queries import backup_files
from pstku.backups.rules.retention import FULL, MONTHLY
from pstku.core import clock
from pstku.core.attempts import Attempt
from pstku.core.connections import database_at
from pstku.core.db import session
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.queries.days import counted_days
from pstku.guestbook.rules.days import total
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, Vote, VoteTally
from pstku.ratings.queries import office_figures
from tests.backups import empty_place
from tests.proof.nights.office import Office, Quarter
from tests.proof.nights.plan import Plan

VOTING_DAYS, REPEATS_DAYS, ESTABLISH_DAYS = 7, 14, 180
DAILY, WEEKLY, MONTHS = 7, 5, 12
LINKED = timedelta(weeks=5)
WHOLE = 7  # every so many nights the trail and all figures are gone through


class Morning:
    """`look` compares; what only a believed night may do is remembered in between."""

    def __init__(self, app: Flask, office: Office, plan: Plan, secret: str) -> None:
        self.app, self.office, self.plan, self.secret = app, office, plan, secret
        self.id = office.cast.office_id
        self.backups: list[datetime] = []  # every full one ever made
        self.monthly: list[datetime] = []
        self.trusted = plan.first  # the last night that was allowed to delete
        self.nights = 0

    def look(self, day: date, at: datetime, *, believed: bool) -> None:
        """The morning after the night of `day`, which began at `at` by the computer's clock."""
        session().rollback()
        self.nights += 1
        with clock.at(at):
            if believed:
                self.trusted = day
            self._backups(at, believed)
            self._guests()
            self._votes(at, believed)
            self._rest(at, believed)
            assert export_faults(self.id, Path(self.app.config["DATA"])) == []
            if self.nights % WHOLE == 0 or not believed:
                assert verify_chain(self.id) == []
                self._figures(day)
        session().rollback()

    def told(self) -> str:
        """Where the office stands, for whoever watches."""
        found = backup_files(place_of(self.app.config).backups)
        kinds = [file.kind for file in found]
        guests = session().scalar(select(func.count()).where(Guest.anonymised_at.is_not(None)))
        votes = session().scalar(select(func.count(Vote.id)))
        session().rollback()
        return (
            f"{len(self.office.book.guests)} guests came, {guests} are forgotten, {votes} votes, "
            f"{kinds.count(FULL)} full backups, {kinds.count(MONTHLY)} monthly"
        )

    # Backups

    def _backups(self, at: datetime, believed: bool) -> None:
        tz = configuration(self.id).tz
        self.backups.append(at)
        months = {(made.astimezone(tz).year, made.astimezone(tz).month) for made in self.monthly if made <= at}
        now = at.astimezone(tz)
        if (now.year, now.month) not in months:
            self.monthly.append(at)
            self._holds_no_vote(at)
        found = backup_files(place_of(self.app.config).backups)
        made = {kind: {file.made_at for file in found if file.kind == kind} for kind in (FULL, MONTHLY)}
        if believed:
            self.backups, self.monthly = _kept(self.backups, at, tz), _kept_months(self.monthly, at)
        assert made[FULL] == set(self.backups), _difference(made[FULL], self.backups)
        assert made[MONTHLY] == set(self.monthly), _difference(made[MONTHLY], self.monthly)
        left = [path.name for path in Path(self.app.config["DATA"]).glob(".backup-*")]
        assert left == [] and not list(place_of(self.app.config).backups.glob(".*"))

    def _holds_no_vote(self, at: datetime) -> None:
        place = place_of(self.app.config)
        file = next(f for f in backup_files(place.backups) if f.kind == MONTHLY and f.made_at == at)
        session().rollback()
        with tempfile.TemporaryDirectory() as folder, empty_place(place, Path(folder), self.server) as empty:
            restore(place.backups / file.name, self.secret, empty)
            with database_at(empty.database_url, empty.data):
                assert session().scalar(select(func.count(Vote.id))) == 0
                assert session().scalar(select(func.count()).where(Visit.rated_at.is_not(None))) == 0
                assert session().scalar(select(func.count(Visit.id))) == len(self.office.book.guests)
                session().rollback()

    @property
    def server(self) -> str | None:
        url: str = self.app.config["SQLALCHEMY_DATABASE_URI"]
        return None if url.startswith("sqlite") else url

    # Retention

    def _guests(self) -> None:
        oldest = months_back(self.trusted, self.plan.identity_months)
        rows = session().execute(select(Visit.id, Guest.anonymised_at).join(Guest, Guest.id == Visit.guest_id))
        forgotten = {visit for visit, gone in rows if gone is not None}
        assert forgotten == {visit for visit, came in self.office.book.guests.items() if came < oldest}

    def _votes(self, at: datetime, believed: bool) -> None:
        day = self.trusted
        for quarter, scores in self.office.book.scores.items():
            first, last = clock.quarter_days(*quarter)
            figures = office_figures(self.id, "desk", first, last)
            assert (figures.votes, figures.score_sum) == (len(scores), sum(scores)), quarter
            mine = (Vote.office_id == self.id, Vote.day.between(first, last))
            kept = session().scalar(select(func.count(Vote.id)).where(*mine))
            assert kept == (0 if self._is_cut(quarter) else len(scores)), quarter
            counted = select(func.sum(VoteTally.n1 + VoteTally.n2 + VoteTally.n3 + VoteTally.n4))
            tallied = session().scalar(counted.where(VoteTally.year == quarter[0], VoteTally.quarter == quarter[1]))
            assert (tallied or 0) == (len(scores) if self._is_cut(quarter) else 0), quarter
            known = session().scalar(select(func.count(Vote.id)).where(*mine, Vote.client_key.is_not(None)))
            is_forgotten = last + timedelta(days=REPEATS_DAYS) < day
            assert known == (0 if is_forgotten or self._is_cut(quarter) else len(scores)), quarter
        if believed:
            until = at - timedelta(days=VOTING_DAYS)
            codes = select(func.count(Visit.id)).where(Visit.code.is_not(None), Visit.closed_at < until)
            assert session().scalar(codes) == 0

    def _is_cut(self, quarter: Quarter) -> bool:
        """An award that was settled, or 180 days that have passed."""
        if (self.trusted - clock.quarter_days(*quarter)[1]).days > ESTABLISH_DAYS:
            return True
        begun = next((day for day, each in self.plan.settled.items() if each == quarter), None)
        waits = any(waiting == quarter for _, waiting in self.office.book.establish.values())
        return begun is not None and begun < self.trusted and not waits

    def _rest(self, at: datetime, believed: bool) -> None:
        for quarter, said in self.office.book.said.items():
            mine = (Comment.office_id == self.id, Comment.year == quarter[0], Comment.quarter == quarter[1])
            age = _number(clock.quarter_of(self.trusted)) - _number(quarter)
            assert session().scalar(select(func.count(Comment.id)).where(*mine)) == (said if age <= 4 else 0), quarter
        if believed:
            before = at - timedelta(hours=1)  # a night that was killed had done this an hour ago
            assert session().scalar(select(func.count(SignIn.id)).where(SignIn.expires_at <= before)) == 0
            assert session().scalar(select(func.count()).where(Attempt.expires_at < before)) == 0

    def _figures(self, day: date) -> None:
        """What is kept of past days is what their visits tell."""
        office = configuration(self.id)
        first = self.plan.first.replace(day=1)
        kept, since = figures_by_span(office, first, day - timedelta(days=1))
        if since is None:
            return
        told = counted_days(office, [since + timedelta(days=n) for n in range((day - since).days)])
        assert total(kept.values()).visits == total(one.figures for one in told.values()).visits


def months_back(day: date, months: int) -> date:
    """The latest day of that earlier month that is not later in its month than `day` is in its own."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _number(quarter: Quarter) -> int:
    return quarter[0] * 4 + quarter[1]


def _kept(made: list[datetime], at: datetime, tz: tzinfo) -> list[datetime]:
    """Of full backups: today's, the newest of each of seven days and of five weeks before this one, none older than five."""
    local = sorted((one.astimezone(tz) for one in made if at - LINKED < one <= at), reverse=True)
    days = list({one.date(): one for one in reversed(local)}.values())
    weeks = list({one.isocalendar()[:2]: one for one in reversed(local)}.values())
    this_week = at.astimezone(tz).isocalendar()[:2]
    past = [one for one in weeks if one.isocalendar()[:2] != this_week]
    todays = [one for one in local if one.date() == at.astimezone(tz).date()]
    return [one.astimezone(UTC) for one in {*todays, *days[-DAILY:], *past[-WEEKLY:]}]


def _kept_months(made: list[datetime], at: datetime) -> list[datetime]:
    return sorted(one for one in made if one <= at)[-MONTHS:]


def _difference(found: Iterable[datetime], wanted: Iterable[datetime]) -> str:
    return ", ".join(f"{one:%Y-%m-%d %H.%M}" for one in sorted(set(found) ^ set(wanted)))
