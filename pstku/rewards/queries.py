"""Reads of the award."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from pstku.accounts.models import Person
from pstku.accounts.queries import password_resets_of, people
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.quarters import quarter_before, quarter_name
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.ratings.rules.publication import PublicationSettings, frozen_limits, limits_of
from pstku.rewards.models import AwardPeriod, Certificate, Decision, Objection
from pstku.rewards.rules.lapsing import days_until_lapse, is_reminded, is_settled, is_urgent
from pstku.rewards.rules.states import FINISHED, SHOWN

WITHOUT_EVIDENCE = defer(AwardPeriod.snapshot, raiseload=True)  # hundreds of kilobytes, and no list shows it


def get_period(office_id: int, period_id: int, *, lock: bool = False) -> AwardPeriod:
    """A period of the office; raises NotFound. `lock` waits for others who change it (PostgreSQL)."""
    period = session().get(AwardPeriod, period_id, populate_existing=True, with_for_update=lock or None)
    if period is None or period.office_id != office_id:
        raise NotFound(N_("Masa penghargaan ini tidak ditemukan."))
    return period


def find_period(office_id: int, year: int, quarter: int, line: str) -> AwardPeriod | None:
    """The period of a quarter and line, or None."""
    mine = (AwardPeriod.office_id == office_id) & (AwardPeriod.line == line)
    return session().scalar(select(AwardPeriod).where(mine, AwardPeriod.year == year, AwardPeriod.quarter == quarter))


def publication_limits(office: Configuration, line: str, first: date, last: date) -> PublicationSettings:
    """Who may see figures of these days: as frozen when an award period of exactly these days opened, else as set today."""
    mine = (AwardPeriod.office_id == office.id) & (AwardPeriod.line == line)
    query = select(AwardPeriod.parameters).where(mine, AwardPeriod.starts_on == first, AwardPeriod.ends_on == last)
    frozen = session().scalar(query)
    return frozen_limits(frozen) if frozen else limits_of(office.settings)


YEARS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class YearsOfPeriods:
    """The periods of some years, the newest first, and the last year before them that has any."""

    periods: list[AwardPeriod]
    older: int | None


def periods_of_years(office_id: int, until: int | None = None) -> YearsOfPeriods:
    """One page of the periods: of four years, the last of them `until`, or the newest that has any."""
    mine = AwardPeriod.office_id == office_id
    years = select(func.max(AwardPeriod.year)).where(mine)
    last = session().scalar(years if until is None else years.where(AwardPeriod.year <= until))
    if last is None:
        return YearsOfPeriods([], None)
    first = last - YEARS_A_PAGE + 1
    newest = (AwardPeriod.year.desc(), AwardPeriod.quarter.desc(), AwardPeriod.line)
    query = select(AwardPeriod).where(mine, AwardPeriod.year.between(first, last)).options(WITHOUT_EVIDENCE)
    query = query.order_by(*newest)
    return YearsOfPeriods(list(session().scalars(query)), session().scalar(years.where(AwardPeriod.year < first)))


def latest_with_evidence(office_id: int) -> AwardPeriod | None:
    """The last period of the office whose data were locked; None without any."""
    mine = (AwardPeriod.office_id == office_id) & AwardPeriod.locked_at.is_not(None)
    return session().scalar(select(AwardPeriod).where(mine).order_by(AwardPeriod.locked_at.desc()).limit(1))


def decision_of(period_id: int) -> Decision | None:
    """The standing decision of a period."""
    return session().scalar(select(Decision).where(Decision.period_id == period_id))


def objections_of(period_id: int) -> list[Objection]:
    """Objections to a proposal, the oldest first."""
    query = select(Objection).where(Objection.period_id == period_id)
    return list(session().scalars(query.order_by(Objection.created_at)))


def objections_by(office_id: int, person_id: int) -> list[Objection]:
    """What somebody objected to any proposal of the office, with the answers, the oldest first."""
    query = select(Objection).where(Objection.office_id == office_id, Objection.person_id == person_id)
    return list(session().scalars(query.order_by(Objection.created_at)))


def certificate_of(period_id: int) -> Certificate | None:
    """The certificate of a period, also a revoked one."""
    return session().scalar(select(Certificate).where(Certificate.period_id == period_id))


def find_certificate(code: str) -> Certificate | None:
    """A certificate by the code printed on it, however it was typed."""
    typed = "".join(code.split()).upper()
    return session().scalar(select(Certificate).where(Certificate.code == typed))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What staff may see of an award: the winner or that nobody was chosen, never the others."""

    period: AwardPeriod
    winner: str | None
    reason: str


def proposals(office_id: int) -> list[Proposal]:
    """Announced and established awards, the newest first."""
    query = (
        select(AwardPeriod, Person.name, Decision.reason)
        .join(Decision, Decision.period_id == AwardPeriod.id)
        .outerjoin(Person, Person.id == Decision.winner_id)
        .where(AwardPeriod.office_id == office_id, AwardPeriod.state.in_(SHOWN))
        .options(WITHOUT_EVIDENCE)
        .order_by(AwardPeriod.year.desc(), AwardPeriod.quarter.desc(), AwardPeriod.line)
    )
    return [Proposal(*row) for row in session().execute(query)]


def inactive_candidates(period: AwardPeriod) -> set[int]:
    """Candidates who no longer work here; they stay in the frozen evidence."""
    people = period.evidence.officer_ids if period.evidence else set()
    mine = (Person.office_id == period.office_id) & Person.id.in_(people)
    return set(session().scalars(select(Person.id).where(mine, Person.is_active.is_(False))))


@dataclass(frozen=True, slots=True)
class Reset:
    """Somebody changed the account of a decider while a period was running."""

    name: str
    admin: str  # empty: whoever runs the server
    at: datetime
    action: str  # one of `accounts.queries.TAKEN_OVER_BY`


GRANTS = ("grant_roles", "add_person")


def decider_resets(period: AwardPeriod) -> list[Reset]:
    """What others did, since the period opened, to the account of somebody who may decide, the newest first.

    A new password, a second factor taken away, the role itself or the whole account: with one, an admin can decide in
    their name.
    """
    deciders = people(period.office_id, role=Role.DECIDER, active_only=False)
    found = [
        Reset(person.name, change.by_name, change.at, change.action)
        for person in deciders
        for change in password_resets_of(period.office_id, person.id, period.opened_at)
        if change.by_id != person.id and (change.action not in GRANTS or Role.DECIDER in change.roles)
    ]
    return sorted(found, key=lambda reset: reset.at, reverse=True)


def names_of(office_id: int, person_ids: set[int]) -> dict[int, str]:
    """Names of people by id, for showing who did what."""
    query = select(Person.id, Person.name).where(Person.office_id == office_id, Person.id.in_(person_ids))
    return {row.id: row.name for row in session().execute(query)}


QUARTERS_LOOKED_BACK = 12


def settled_quarters(office: Configuration, today: date) -> list[tuple[int, int]]:
    """Past quarters in which no award needs the way from a vote to its visit any more, each judged by itself."""
    query = select(AwardPeriod.year, AwardPeriod.quarter, AwardPeriod.state).where(AwardPeriod.office_id == office.id)
    states: dict[tuple[int, int], set[str]] = {}
    for year, quarter, state in session().execute(query):
        states.setdefault((year, quarter), set()).add(state)
    past = []
    year, quarter = clock.quarter_of(today)
    for _ in range(QUARTERS_LOOKED_BACK):
        year, quarter = quarter_before(year, quarter)
        past.append((year, quarter))
    days = office.settings.voting_days
    return [
        each
        for each in reversed(past)
        if is_settled(states.get(each, set()), clock.quarter_days(*each)[1], today, days)
    ]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that will be closed without an award when nobody establishes it in time."""

    year: int
    quarter: int
    line: str
    days_left: int
    is_urgent: bool

    @property
    def name(self) -> str:
        """Triwulan III 2026"""
        return quarter_name(self.year, self.quarter)


def near_deadlines(office_id: int, today: date) -> list[Deadline]:
    """Periods that near the day on which they are closed as "tidak ditetapkan", the nearest first."""
    unfinished = AwardPeriod.state.not_in(FINISHED)
    query = select(AwardPeriod).where(AwardPeriod.office_id == office_id, unfinished).options(WITHOUT_EVIDENCE)
    return [
        Deadline(
            period.year,
            period.quarter,
            period.line,
            days_until_lapse(period.ends_on, today),
            is_urgent(period.ends_on, today),
        )
        for period in session().scalars(query.order_by(AwardPeriod.ends_on))
        if is_reminded(period.ends_on, today)
    ]
