"""The closed months of an office, what became of them since, and what still lacks something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from pstku.core.db import session
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.guestbook.models import Visit, VisitSum
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.queries.desk import lacks_details
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.completeness import DETAILS, missing_details
from pstku.guestbook.rules.days import total
from pstku.guestbook.rules.states import DONE, OPEN
from pstku.offices.queries import Configuration, Service
from pstku.returns.closing.grounds import changed_rules, comparable, services_then
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.rules import Carried, Change, changes_between, grounds_in, report_in, reported
from pstku.returns.monthly.tables import Report, Value, report_of
from pstku.returns.overview.period import month_days

PROPOSED_ON = 5  # day of the month after
MOST_LISTED = 50


def closings(office_id: int) -> list[MonthClosing]:
    """Every closing and revision, in the order in which they were made."""
    query = select(MonthClosing).where(MonthClosing.office_id == office_id).order_by(MonthClosing.id)
    return list(session().scalars(query))


def last_closing(office_id: int, month: date) -> MonthClosing | None:
    """How a month stands: its last revision, or None while it is open."""
    query = select(MonthClosing).where(MonthClosing.office_id == office_id, MonthClosing.month == month)
    return session().scalar(query.order_by(MonthClosing.revision.desc()).limit(1))


def closed_months(office_id: int, first: date = date.min, last: date = date.max) -> set[date]:
    """The closed ones among the months that begin within these days."""
    query = select(MonthClosing.month).where(
        MonthClosing.office_id == office_id, MonthClosing.month.between(first, last)
    )
    return set(session().scalars(query))


def closed_values(office_id: int, key: str) -> dict[date, Value]:
    """A measure of the whole office in each closed month, as its last revision tells it; None where it told nothing."""
    return {one.month: report_in(one.content).values.get(("total", key)) for one in closings(office_id)}


def report_of_month(office: Configuration, month: date, services: Sequence[Service] | None = None) -> Report:
    """The month as its visits tell it now, with the office's services or with these."""
    days = figures_by_span(office, month, month_days(month.year, month.month)[1])[0]
    return report_of(total(days.values()).parts, office.services if services is None else services)


def hours_until(office_id: int, month: date) -> date:
    """The last day whose hours a past month's figures depend on: of the last visit that ended in a later month, or its own."""
    end = month_days(month.year, month.month)[1]
    mine = (VisitSum.office_id == office_id, VisitSum.first_day >= month, VisitSum.last_day <= end)
    return max(end, session().scalar(select(func.max(VisitSum.until)).where(*mine)) or end)


def is_as_closed(office: Configuration, closing: MonthClosing) -> bool:
    """Whether the visits of a closed month still tell the figures it was closed with."""
    kept = report_in(closing.content)
    return not changes_between(kept.values, report_of_month(office, closing.month), kept.names)


def changes_since(office: Configuration, made: Sequence[MonthClosing], month: date) -> tuple[Change, ...]:
    """Susulan: what visits changed in what was reported of a month so far; nothing while it is open.

    Counted by the rules of its closing as far as they can still be followed; what a changed rule touches is left out.
    """
    contents = [one.content for one in made]
    told, then = reported(contents, month), grounds_in(contents, month)
    if told is None:
        return ()
    now = report_of_month(office, month, services_then(then, office.services))
    return comparable(changes_between(told[0], now, told[1]), changed_rules(then, office, month))


def carried_to(office: Configuration, made: Sequence[MonthClosing], month: date) -> list[Carried]:
    """Susulan of the closed months before `month`, which nobody has reported yet."""
    closed = sorted({one.month for one in made if one.month < month})
    found = [Carried(each, changes_since(office, made, each)) for each in closed]
    return [one for one in found if one.changes]


def months_to_close(office: Configuration, today: date) -> list[date]:
    """The first days of all past months since the very first visit, the newest first."""
    since = session().scalar(select(func.min(Visit.day)).where(Visit.office_id == office.id))
    month, found = (today.replace(day=1) - timedelta(days=1)).replace(day=1), []
    while since and month >= since.replace(day=1):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def waiting_months(office: Configuration, today: date) -> list[date]:
    """The open past months, the oldest first: all since the first that was closed, or since the first visit while none was.

    The last month is among them from the 5th on.
    """
    closed, past = closed_months(office.id), months_to_close(office, today)
    begun, ready = min(closed, default=date.min), past if today.day >= PROPOSED_ON else past[1:]
    return [month for month in reversed(ready) if month >= begun and month not in closed]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A visit that is not complete: what is missing, or that it is still open. No name."""

    id: UUID
    day: date
    number: str
    service: str
    is_open: bool
    missing: tuple[str, ...]


def lacking(office: Configuration, month: date) -> tuple[int, list[Lacking]]:
    """How many visits of a month are not complete, and the first of them."""
    mine = _lacking(office, month)
    columns = (Visit.id, Visit.day, Visit.letter, Visit.number, Visit.tablet_number, Visit.service_type_id, Visit.state)
    details = [getattr(Visit, name) for name in ("completed_at", *DETAILS)]
    query = select(*columns, *details).where(mine).order_by(Visit.day, Visit.created_at, Visit.id).limit(MOST_LISTED)
    rows = session().execute(query).mappings().all()
    count = session().scalar(select(func.count()).select_from(Visit).where(mine)) or 0
    return count, [_lacking_of(office, row) for row in rows]


def _lacking_of(office: Configuration, row: Mapping[Any, Any]) -> Lacking:
    service = office.service(row["service_type_id"])
    return Lacking(
        id=row["id"],
        day=row["day"],
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        service=service.name,
        is_open=row["state"] in OPEN,
        missing=missing_details(row, seeks_data=service.seeks_data) if row["state"] == DONE else (),
    )


def _lacking(office: Configuration, month: date) -> ColumnElement[bool]:
    days = Visit.day.between(month, month_days(month.year, month.month)[1])
    return and_(Visit.office_id == office.id, days, or_(lacks_details(office), Visit.state.in_(OPEN)))


def check_over(month: date, today: date) -> None:
    """Raise Conflict unless the month is over."""
    if month_days(month.year, month.month)[1] >= today:
        raise Conflict(N_("Bulan ini belum selesai. Tutup sesudah hari terakhirnya."))
