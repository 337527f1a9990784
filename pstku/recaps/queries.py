"""Reads of recaps: one's own quarter from the tables, and what was released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.quarters import quarter_before
from pstku.core.text import N_
from pstku.editing.models import PageRevision
from pstku.editing.rules.states import RevisionState
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE, way_of
from pstku.library.models import IndicatorValue
from pstku.offices.queries import Configuration
from pstku.practice.models import CompetenceRound, PracticeAnswer, QuizAttempt
from pstku.practice.queries.competence import rounds_of
from pstku.practice.queries.competence_results import my_results
from pstku.ratings.models import PublishedScore
from pstku.ratings.queries import published_scores
from pstku.ratings.rules.publication import is_shown_to_managers
from pstku.recaps.models import ServiceRecap
from pstku.recaps.rules import Rated, Recap, Served, settles_on
from pstku.rewards.queries import publication_limits

QUARTERS = 8  # that one's own page goes back
PUBLISHED = (RevisionState.PUBLISHED, RevisionState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter on one's own page; `standing` is the release that others see."""

    year: int
    quarter: int
    settles_on: date
    is_settled: bool
    standing: ServiceRecap | None


@dataclass(frozen=True, slots=True)
class Released:
    """A release that stands, with the name of its owner, who may be a demo person."""

    recap: ServiceRecap
    name: str
    is_demo: bool


def own_quarters(actor: Actor, office: Configuration, today: date) -> list[Quarter]:
    """One's last eight quarters, the running one first."""
    quarters = [clock.quarter_of(today)]
    while len(quarters) < QUARTERS:
        quarters.append(quarter_before(*quarters[-1]))
    query = select(ServiceRecap).where(ServiceRecap.person_id == actor.person_id, ServiceRecap.withdrawn_at.is_(None))
    standing = {(row.year, row.quarter): row for row in session().scalars(query)}
    return [_quarter(office, today, *key, standing.get(key)) for key in quarters]


def own_quarter(actor: Actor, office: Configuration, today: date, year: int, quarter: int) -> Quarter:
    """One of one's quarters that has begun; raises NotFound."""
    if not (1 <= quarter <= 4 and 2000 <= year <= today.year) or clock.quarter_days(year, quarter)[0] > today:
        raise NotFound(N_("Triwulan ini tidak ada."))
    return _quarter(office, today, year, quarter, find_standing(actor.person_id, year, quarter))


def _quarter(office: Configuration, today: date, year: int, quarter: int, standing: ServiceRecap | None) -> Quarter:
    settles = settles_on(clock.quarter_days(year, quarter)[1], office.settings.voting_days)
    return Quarter(year, quarter, settles, today >= settles, standing)


def find_standing(person_id: int, year: int, quarter: int) -> ServiceRecap | None:
    """The release of a quarter that was not withdrawn, or None."""
    mine = (ServiceRecap.person_id == person_id) & (ServiceRecap.year == year) & (ServiceRecap.quarter == quarter)
    return session().scalar(select(ServiceRecap).where(mine, ServiceRecap.withdrawn_at.is_(None)))


def withdrawn(actor: Actor, year: int, quarter: int) -> list[ServiceRecap]:
    """One's withdrawn releases of a quarter, the first one first."""
    mine = (ServiceRecap.person_id == actor.person_id) & (ServiceRecap.year == year)
    query = select(ServiceRecap).where(mine, ServiceRecap.quarter == quarter, ServiceRecap.withdrawn_at.is_not(None))
    return list(session().scalars(query.order_by(ServiceRecap.release)))


def released(actor: Actor, year: int) -> list[Released]:
    """What stands released of a year, by quarter and name; nothing tells who released nothing."""
    actor.need(Role.HEAD)
    query = (
        select(ServiceRecap, Person.name, Person.is_demo)
        .join(Person, Person.id == ServiceRecap.person_id)
        .where(ServiceRecap.office_id == actor.office_id, ServiceRecap.year == year)
        .where(ServiceRecap.withdrawn_at.is_(None))
        .order_by(ServiceRecap.quarter.desc(), Person.name)
    )
    return [Released(*row) for row in session().execute(query)]


def released_years(actor: Actor) -> list[int]:
    """The years of which something stands released, the newest first."""
    actor.need(Role.HEAD)
    mine = (ServiceRecap.office_id == actor.office_id) & ServiceRecap.withdrawn_at.is_(None)
    return list(session().scalars(select(ServiceRecap.year).where(mine).distinct().order_by(ServiceRecap.year.desc())))


def get_released(actor: Actor, recap_id: int) -> Released:
    """One that stands released; raises NotFound, also for one that was withdrawn."""
    actor.need(Role.HEAD)
    query = select(ServiceRecap, Person.name, Person.is_demo).join(Person, Person.id == ServiceRecap.person_id)
    mine = (ServiceRecap.id == recap_id) & (ServiceRecap.office_id == actor.office_id)
    row = session().execute(query.where(mine, ServiceRecap.withdrawn_at.is_(None))).first()
    if row is None:
        raise NotFound(N_("Rekap ini tidak ada, atau sudah ditarik pemiliknya."))
    return Released(*row)


def provisional_lines(office: Configuration, person_id: int, year: int, quarter: int) -> list[PublishedScore]:
    """Figures that the officer alone may see: too few votes for anybody else."""
    mine = [row for row in published_scores(office.id, person_id) if (row.year, row.quarter) == (year, quarter)]
    return [row for row in mine if not _may_be_released(office, row)]


def recap_of(office: Configuration, person_id: int, year: int, quarter: int) -> Recap:
    """What can be released of a quarter, from the tables as they are now.

    A score stands only from the number of votes at which managers may see it. The questionnaire is told as target reached or
    not: with the exact index of all but one colleague, the office's mean would tell that one's.
    """
    first, last = clock.quarter_days(year, quarter)
    start, end = clock.days_range(first, last, office.tz)
    competence_round, competence = _competence(office, person_id, start, end)
    return Recap(
        visits=_visits(office.id, person_id, first, last),
        scores=[
            _rated(row)
            for row in reversed(published_scores(office.id, person_id))
            if (row.year, row.quarter) == (year, quarter) and _may_be_released(office, row)
        ],
        practice=_practice(office, person_id, start, end),
        competence=competence,
        competence_round=competence_round,
        contributions=_contributions(office.id, person_id, start, end),
    )


def _visits(office_id: int, person_id: int, first: date, last: date) -> list[Served]:
    query = (
        select(Visit.channel, Visit.follow_up, func.count(), func.sum(Visit.party_size))
        .where(Visit.office_id == office_id, Visit.officer_id == person_id, Visit.state == DONE)
        .where(Visit.day.between(first, last))
        .group_by(Visit.channel, Visit.follow_up)
    )
    found: dict[str, Served] = {}
    for channel, follow_up, visits, persons in session().execute(query):
        way = way_of(channel, follow_up)
        before = found.get(way, Served(way, 0, 0))
        found[way] = Served(way, before.visits + visits, before.persons + int(persons))
    return [found[way] for way in sorted(found)]


def _may_be_released(office: Configuration, row: PublishedScore) -> bool:
    limits = publication_limits(office, row.line, *clock.quarter_days(row.year, row.quarter))
    return is_shown_to_managers(row.vote_count, limits) and not row.figures.get("is_provisional", False)


def _rated(row: PublishedScore) -> Rated:
    figures = {name: row.figures[name] for name in ("score", "low", "high")}
    return Rated(row.line, row.vote_count, row.served_count, row.rated_count, **figures)


def _practice(office: Configuration, person_id: int, start: datetime, end: datetime) -> dict[str, int]:
    drill = (PracticeAnswer.person_id == person_id) & PracticeAnswer.attempt_id.is_(None)
    query = select(PracticeAnswer.answered_at).where(drill, *_within(PracticeAnswer.answered_at, start, end))
    moments = list(session().scalars(query))
    finished = (QuizAttempt.person_id == person_id, *_within(QuizAttempt.finished_at, start, end))
    quizzes = session().scalar(select(func.count()).where(*finished)) or 0
    counts = {
        "answers": len(moments),
        "days": len({clock.local_day(moment, office.tz) for moment in moments}),
        "quizzes": quizzes,
    }
    return counts if any(counts.values()) else {}


def _competence(office: Configuration, person_id: int, start: datetime, end: datetime) -> tuple[str, dict[str, bool]]:
    """The newest round that closed in the quarter and was handed in: its title, and who reached the target in what."""
    rounds = rounds_of(office.id)
    for asked, scores in my_results(person_id, rounds):
        if _closed_within(asked, start, end):
            return asked.title, {each.indicator: each.index >= each.target for each in scores if each.index is not None}
    return "", {}


def _closed_within(asked: CompetenceRound, start: datetime, end: datetime) -> bool:
    return asked.closed_at is not None and start <= asked.closed_at < end


def _contributions(office_id: int, person_id: int, start: datetime, end: datetime) -> dict[str, int]:
    decided = _within(PageRevision.decided_at, start, end)
    entered = (*_within(IndicatorValue.entered_at, start, end), IndicatorValue.withdrawn_at.is_(None))
    checked = (*_within(IndicatorValue.checked_at, start, end), IndicatorValue.withdrawn_at.is_(None))
    conditions: dict[str, Sequence[ColumnElement[bool]]] = {
        "pages_written": (PageRevision.author_id == person_id, PageRevision.state.in_(PUBLISHED), *decided),
        "pages_checked": (PageRevision.reviewer_id == person_id, *decided),
        "values_entered": (IndicatorValue.entered_by_id == person_id, *entered),
        "values_checked": (IndicatorValue.checked_by_id == person_id, *checked),
    }
    counts = {}
    for name, mine in conditions.items():
        table = PageRevision if name.startswith("pages") else IndicatorValue
        counts[name] = session().scalar(select(func.count(table.id)).where(table.office_id == office_id, *mine)) or 0
    return counts if any(counts.values()) else {}


def _within(column: Any, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column >= start, column < end
