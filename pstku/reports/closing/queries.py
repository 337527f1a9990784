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
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.queries.desk import lacks_details
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.completeness import DETAILS, missing_details
from pstku.guestbook.rules.days import total
from pstku.guestbook.rules.states import DONE, OPEN
from pstku.offices.queries import Configuration
from pstku.reports.closing.models import MonthClosing
from pstku.reports.closing.rules import Carried, Change, changes_between, reported
from pstku.reports.monthly.tables import Report, report_of
from pstku.reports.overview.period import month_days

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


def report_of_month(office: Configuration, month: date) -> Report:
    """The month as its visits tell it now."""
    days = figures_by_span(office, month, month_days(month.year, month.month)[1])[0]
    return report_of(total(days.values()).parts, office.services)


def changes_since(office: Configuration, made: Sequence[MonthClosing], month: date) -> tuple[Change, ...]:
    """What differs now from what was reported of a month so far; nothing while it is open."""
    told = reported([one.content for one in made], month)
    return changes_between(told[0], report_of_month(office, month), told[1]) if told else ()


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


def proposed_month(office: Configuration, today: date) -> date | None:
    """The month that waits to be closed: from the 5th on the one before, while it is open and had an office."""
    months = months_to_close(office, today)
    if today.day < PROPOSED_ON or not months or last_closing(office.id, months[0]):
        return None
    return months[0]


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
