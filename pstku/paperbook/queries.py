"""Reads of the paper book: what is in the guest book already, the sheets so far, and how many guests a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from pstku.accounts.models import Person
from pstku.accounts.queries import people
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_, fold
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.rules.states import DONE
from pstku.officers.rules import SERVERS
from pstku.offices.queries import Configuration
from pstku.paperbook.models import PaperSheet, PaperVisit
from pstku.paperbook.rules.rows import Faults, PaperGuest, Typed, read_row

MOST_SHEETS = 50
A_YEAR = timedelta(days=365)


def servers(office_id: int) -> list[Person]:
    """The people who may have served a guest."""
    return [person for person in people(office_id) if person.is_active and not person.role_codes.isdisjoint(SERVERS)]


def read_sheet(
    office: Configuration, day: date | None, rows: Sequence[Typed]
) -> list[tuple[PaperGuest | None, Faults]]:
    """Each row as a guest, or as what is wrong with it."""
    now = clock.now().astimezone(office.tz)
    latest = now.time() if day == now.date() else time.max
    officer_ids = [person.id for person in servers(office.id)]
    return [read_row(office, officer_ids, typed, latest) for typed in rows]


def repeated(office: Configuration, day: date, guests: Sequence[PaperGuest]) -> set[int]:
    """The places of guests who are in the book already, or twice on this sheet: same minute, name and service."""
    known = _keys_of(office, day)
    found = set()
    for place, guest in enumerate(guests):
        if guest.key in known:
            found.add(place)
        known.add(guest.key)
    return found


def _keys_of(office: Configuration, day: date) -> set[tuple[time, str, int]]:
    wanted = (
        select(Visit.created_at, Guest.name, Visit.service_type_id)
        .join(Guest, Guest.id == Visit.guest_id)
        .where(Visit.office_id == office.id, Visit.day == day)
    )
    return {(_minute(came, office), fold(name or ""), service) for came, name, service in session().execute(wanted)}


def _minute(came: datetime, office: Configuration) -> time:
    return came.astimezone(office.tz).time().replace(second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet as it is listed."""

    id: UUID
    day: date
    cause: str
    entered_at: datetime
    entered_by_id: int
    entered_by: str
    guests: int
    is_after_lock: bool
    withdrawn_at: datetime | None
    withdrawn_by: str | None


def get_sheet(office_id: int, sheet_id: UUID) -> PaperSheet:
    """A sheet of the office; raises NotFound for a stranger's id."""
    sheet = session().get(PaperSheet, sheet_id, populate_existing=True)
    if sheet is None or sheet.office_id != office_id:
        raise NotFound(N_("Lembar ini tidak ditemukan."))
    return sheet


def was_entered(office_id: int, sheet_id: UUID) -> bool:
    """Has this form been saved already?"""
    return session().scalar(select(PaperSheet.id).filter_by(id=sheet_id, office_id=office_id)) is not None


def sheets(office_id: int, since: date) -> list[SheetLine]:
    """The sheets about days from `since` on, the newest day first; at most fifty."""
    return [SheetLine(*row) for row in session().execute(_lines(office_id, since).limit(MOST_SHEETS))]


def late_sheets(office_id: int, first: date, last: date) -> list[SheetLine]:
    """Sheets about the days `first` to `last` that were entered after the quarter was closed; at most fifty."""
    late = _lines(office_id, first).where(PaperSheet.day <= last, PaperSheet.is_after_lock)
    return [
        SheetLine(*row) for row in session().execute(late.where(PaperSheet.withdrawn_at.is_(None)).limit(MOST_SHEETS))
    ]


def sheets_of_today(office: Configuration) -> list[SheetLine]:
    """The sheets that were entered today and not taken back: they still can be."""
    today = clock.local_day(clock.now(), office.tz)
    start, end = clock.day_range(today, office.tz)
    lately = _lines(office.id, today - timedelta(days=office.settings.paper_days))
    open_ones = (PaperSheet.entered_at >= start, PaperSheet.entered_at < end, PaperSheet.withdrawn_at.is_(None))
    return [SheetLine(*row) for row in session().execute(lately.where(*open_ones).limit(MOST_SHEETS))]


def _lines(office_id: int, since: date) -> Any:
    entered, withdrew = aliased(Person), aliased(Person)
    columns = {name: getattr(PaperSheet, name) for name in SheetLine.__slots__ if hasattr(PaperSheet, name)}
    columns |= {"entered_by": entered.name, "withdrawn_by": withdrew.name}
    return (
        select(*(columns[name] for name in SheetLine.__slots__))
        .join(entered, entered.id == PaperSheet.entered_by_id)
        .outerjoin(withdrew, withdrew.id == PaperSheet.withdrawn_by_id)
        .where(PaperSheet.office_id == office_id, PaperSheet.day >= since)
        .order_by(PaperSheet.day.desc(), PaperSheet.id)
    )


@dataclass(frozen=True, slots=True)
class PaperServed:
    """Guests on paper whom one officer served, and how many of them were entered after the quarter was closed."""

    guests: int = 0
    after_lock: int = 0


def served_on_paper(office_id: int, first: date, last: date) -> dict[int, PaperServed]:
    """By officer id, of the days `first` to `last`: guests who are in no coverage, because they could not rate."""
    late = func.count(case((PaperSheet.is_after_lock, 1)))
    wanted = (
        select(Visit.officer_id, func.count(), late)
        .join(PaperVisit, PaperVisit.visit_id == Visit.id)
        .join(PaperSheet, PaperSheet.id == PaperVisit.sheet_id)
        .where(PaperSheet.office_id == office_id, PaperSheet.day.between(first, last))
        .where(Visit.officer_id.is_not(None), Visit.state == DONE)
        .group_by(Visit.officer_id)
    )
    rows: Any = session().execute(wanted)
    return {officer_id: PaperServed(*counts) for officer_id, *counts in rows}


@dataclass(frozen=True, slots=True)
class PaperMonth:
    """Guests of one month who were entered later, and how many of them after their quarter was closed."""

    month: date  # its first day
    sheets: int
    guests: int
    after_lock: int


def paper_months(office_id: int, today: date) -> list[PaperMonth]:
    """The months of the last year with such guests, the newest first; sheets taken back do not count."""
    columns = (PaperSheet.day, PaperSheet.guests, PaperSheet.is_after_lock)
    mine = (PaperSheet.office_id == office_id, PaperSheet.day >= (today - A_YEAR).replace(day=1))
    wanted = select(*columns).where(*mine, PaperSheet.withdrawn_at.is_(None)).order_by(PaperSheet.day.desc())
    rows = session().execute(wanted).all()
    return [
        _month(month, [(guests, is_after_lock) for _day, guests, is_after_lock in of_month])
        for month, of_month in groupby(rows, key=lambda row: row.day.replace(day=1))
    ]


def _month(month: date, rows: list[tuple[int, bool]]) -> PaperMonth:
    late = sum(guests for guests, is_after_lock in rows if is_after_lock)
    return PaperMonth(month, len(rows), sum(guests for guests, _late in rows), late)
