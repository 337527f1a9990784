"""The figures of days and months: stored ones, and those counted from their visits.

A stored row never changes: one that is counted anew has another stamp. So what a worker has read and decoded it need not
read again as long as the stamps are the same (docs/decisions/0016).
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.vault import blind_index
from pstku.guestbook.models import DataNeed, DtsenVisit, Visit, VisitSum
from pstku.guestbook.rules.days import (
    COUNTS,
    DayFigures,
    Part,
    VisitFacts,
    basis_of,
    figures_of,
    grounds,
    last_day_of,
)
from pstku.guestbook.rules.needs import NeedFacts, Sought, Topic, Unmet, UnmetNeeds, UnmetTopic, by_topic, unmet_of
from pstku.guestbook.rules.states import PartKey, way_of
from pstku.offices.models import Office
from pstku.offices.queries import Configuration

Span = tuple[date, date]  # a day, or the first and last of a month
STAMP_BITS = 63


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures of a day or month, and the last day whose opening hours they depend on; `unmet` for days only."""

    figures: DayFigures
    until: date
    unmet: UnmetNeeds | None = None


@dataclass(frozen=True, slots=True)
class KeptSums:
    """The stored sums that are still valid; `since`: the day of the very first visit."""

    sums: dict[Span, Kept]
    since: date | None


def kept_sums(
    office: Configuration, first: date, last: date, days_from: date, days_before: date = date.min
) -> KeptSums:
    """The stored months among these days; from `days_from` on and before `days_before` also the single days. One statement.

    Leaves out sums counted with other hours or standards than the present ones.
    """
    since = select(func.min(Visit.day)).where(Visit.office_id == office.id).scalar_subquery()
    columns = (VisitSum.first_day, VisitSum.last_day, VisitSum.until, VisitSum.grounds, VisitSum.stamp)
    mine = (VisitSum.office_id == Office.id) & (VisitSum.first_day >= first) & (VisitSum.last_day <= last)
    single = (VisitSum.first_day >= days_from) | (VisitSum.first_day < days_before)
    mine &= (VisitSum.last_day > VisitSum.first_day) | single
    query = select(since, *columns).select_from(Office).outerjoin(VisitSum, mine).where(Office.id == office.id)
    rows = session().execute(query).all()
    basis, calendar = _basis(office), office.calendar
    valid = [row for row in rows if row.stamp and row.grounds == grounds(basis, row.first_day, row.until, calendar)]
    figures = _figures_of(office.id, first, last, tuple(row.stamp for row in valid))
    found = {
        (row.first_day, row.last_day): Kept(figures[row.stamp], row.until) for row in valid if row.stamp in figures
    }
    return KeptSums(found, rows[0][0])


@lru_cache(maxsize=4)
def _figures_of(office_id: int, first: date, last: date, stamps: tuple[int, ...]) -> Mapping[int, DayFigures]:
    """By the stamps of their rows; a row that went meanwhile is absent."""
    mine = (VisitSum.office_id == office_id, VisitSum.first_day >= first, VisitSum.last_day <= last)
    rows = session().execute(select(*TOLD_OF_SUMS).where(*mine, VisitSum.stamp.in_(stamps))) if stamps else ()
    return {row.stamp: _figures(row) for row in rows}


TOLD_OF_SUMS = (
    *(VisitSum.stamp, VisitSum.parts, VisitSum.alone_microseconds),
    *(VisitSum.consultations, VisitSum.sought),
)


def _basis(office: Configuration) -> str:
    return basis_of(office.tz, patience_of(office), _standards(office))


def _standards(office: Configuration) -> dict[int, int | None]:
    return {service.id: service.standard_minutes for service in office.services}


def patience_of(office: Configuration) -> timedelta:
    """How long a guest waits before the time counts as "no officer at the desk"."""
    return timedelta(minutes=office.settings.ring_minutes)


def _figures(row: Any) -> DayFigures:
    parts = {(way, service_id): _part(*told) for way, service_id, *told in row.parts}
    sought = {(key, mark): Sought(example, *counts) for key, mark, example, *counts in row.sought}
    consultations = Counter({(*key,): count for *key, count in row.consultations})
    return DayFigures(parts, timedelta(microseconds=row.alone_microseconds), sought, consultations)


def _part(counts: Sequence[int], waits: Sequence[int], services: Sequence[int]) -> Part:
    part = Part()
    for name, count in zip(COUNTS, counts, strict=True):
        setattr(part, name, count)
    part.waits.update(dict(zip(waits[::2], waits[1::2], strict=True)))
    part.services.update(dict(zip(services[::2], services[1::2], strict=True)))
    return part


def counted_days(office: Configuration, days: Collection[date]) -> dict[date, Kept]:
    """The figures of these days from their visits; one statement."""
    if not days:
        return {}
    visits, needs = _facts(office, days)
    calendar, patience, now = office.calendar, patience_of(office), clock.now()
    return {
        day: Kept(
            figures_of(visits[day], needs[day], patience, now, calendar, office.tz),
            last_day_of(visits[day], day, office.tz),
            unmet_of(needs[day]),
        )
        for day in days
    }


def _facts(
    office: Configuration, days: Collection[date]
) -> tuple[Mapping[date, list[VisitFacts]], Mapping[date, list[NeedFacts]]]:
    needed = (DataNeed.id, DataNeed.indicator_key, DataNeed.what, DataNeed.obtained, DataNeed.created_at)
    told = (getattr(Visit, name) for name in TOLD)
    query = (
        select(Visit.id, Visit.service_type_id, Visit.rated_at, DtsenVisit.kind, DtsenVisit.result, *needed, *told)
        .outerjoin(DataNeed, DataNeed.visit_id == Visit.id)
        .outerjoin(DtsenVisit, DtsenVisit.visit_id == Visit.id)
        .where(Visit.office_id == office.id, Visit.day.in_(days))
    )
    standards = _standards(office)
    visits: dict[date, list[VisitFacts]] = defaultdict(list)
    needs: dict[date, list[NeedFacts]] = defaultdict(list)
    seen: set[UUID] = set()
    for visit_id, service_id, rated_at, kind, result, *values in session().execute(query):
        (need_id, *need), values = values[: len(needed)], values[len(needed) :]
        day = values[0]
        facts = dict(zip(TOLD, values, strict=True), service_type_id=service_id, noted=(kind, result) if kind else None)
        if visit_id not in seen:  # a visit with two needs comes twice
            seen.add(visit_id)
            visits[day].append(
                VisitFacts(**facts, is_rated=rated_at is not None, standard_minutes=standards[service_id])
            )
        if need_id is not None:
            part = way_of(facts["channel"], facts["follow_up"]), service_id
            needs[day].append(_need(office.id, part, need_id, *need))
    return visits, needs


TOLD = (
    *("day", "channel", "follow_up", "state", "created_at", "started_at", "closed_at"),
    *("sex", "party_size", "party_male", "party_female"),
)


def _need(
    office_id: int, part: PartKey, need_id: UUID, key: str | None, what: str, obtained: str, created_at: datetime
) -> NeedFacts:
    return NeedFacts(need_id, part, _topic(office_id, key, what), obtained, created_at)


def _topic(office_id: int, key: str | None, what: str) -> Topic:
    """The words are stored as a keyed hash only: they must not survive in the sums when the guest is erased."""
    return key or "", blind_index(office_id, what)[:16] if what else ""


def row_of(office: Configuration, span: Span, stored: Kept) -> dict[str, Any]:
    """The figures as a row of the database."""
    figures = stored.figures
    return {
        "office_id": office.id,
        "first_day": span[0],
        "last_day": span[1],
        "grounds": grounds(_basis(office), span[0], stored.until, office.calendar),
        "until": stored.until,
        "stamp": secrets.randbits(STAMP_BITS),
        "parts": [[*key, *_told_of_part(part)] for key, part in sorted(figures.parts.items())],
        "alone_microseconds": figures.alone // timedelta(microseconds=1),
        "sought": [
            [key, mark, one.example, one.count, one.fitting, one.not_fitting]
            for (key, mark), one in figures.sought.items()
        ],
        "consultations": sorted(
            ([*key, count] for key, count in figures.consultations.items()),
            key=lambda one: [each or "" for each in one],
        ),
        "unmet": None if stored.unmet is None else [_told(topic, one) for topic, one in stored.unmet.items()],
    }


def _told_of_part(part: Part) -> list[list[int]]:
    histograms = [[number for pair in sorted(one.items()) for number in pair] for one in (part.waits, part.services)]
    return [[getattr(part, name) for name in COUNTS], *histograms]


def _told(topic: Topic, one: Unmet) -> list[Any]:
    return [*topic, one.example, one.count, one.first, one.last]


@dataclass(frozen=True, slots=True)
class KeptUnmet:
    """What was sought and not obtained, by stored day and again by topic."""

    days: Mapping[date, UnmetNeeds]
    topics: Mapping[Topic, UnmetTopic]


def kept_unmet(office_id: int, first: date, last: date) -> tuple[KeptUnmet, date | None]:
    """What the stored days say was not obtained, and the day of the very first visit; one statement when nothing changed."""
    since = select(func.min(Visit.day)).where(Visit.office_id == office_id).scalar_subquery()
    query = select(since, VisitSum.stamp).select_from(Office).outerjoin(VisitSum, _tells_unmet(first, last))
    rows = session().execute(query.where(Office.id == office_id).order_by(VisitSum.first_day)).all()
    return _unmet_of(office_id, first, last, tuple(stamp for _, stamp in rows if stamp)), rows[0][0]


def _tells_unmet(first: date, last: date) -> ColumnElement[bool]:
    of_days = (VisitSum.last_day == VisitSum.first_day) & VisitSum.unmet.is_not(None)
    return (VisitSum.office_id == Office.id) & VisitSum.first_day.between(first, last) & of_days


@lru_cache(maxsize=2)
def _unmet_of(office_id: int, first: date, last: date, stamps: tuple[int, ...]) -> KeptUnmet:
    """The days of these rows; one that went meanwhile is absent."""
    told = select(VisitSum.first_day, VisitSum.unmet).join(Office, _tells_unmet(first, last))
    told = told.where(Office.id == office_id, VisitSum.stamp.in_(stamps)).order_by(VisitSum.first_day)
    rows = session().execute(told) if stamps else ()
    days = {day: {(key, mark): Unmet(*rest) for key, mark, *rest in unmet} for day, unmet in rows}
    return KeptUnmet(days, by_topic(days))


def unmet_on(office_id: int, day: date) -> UnmetNeeds:
    """What was sought and not obtained on this day, from its needs themselves."""
    needed = (DataNeed.id, DataNeed.indicator_key, DataNeed.what, DataNeed.obtained, DataNeed.created_at)
    query = select(Visit.channel, Visit.follow_up, Visit.service_type_id, *needed)
    query = query.join(Visit, Visit.id == DataNeed.visit_id).where(Visit.office_id == office_id, Visit.day == day)
    rows = session().execute(query)
    return unmet_of(
        _need(office_id, (way_of(row.channel, row.follow_up), row.service_type_id), *row[3:]) for row in rows
    )


def words_of(needs: Collection[str]) -> dict[str, str]:
    """The words of these needs, as long as they are kept."""
    if not needs:
        return {}
    query = select(DataNeed.id, DataNeed.what).where(DataNeed.id.in_(map(UUID, needs)))
    return {str(row.id): row.what for row in session().execute(query)}
