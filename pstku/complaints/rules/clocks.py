"""By when a complaint gets a first word and its answer, by its kind. Pure.

The numbers are settings; their defaults follow the practice of LAPOR!. The answer never comes later than the calendar
days of the law (Perpres 76/2013: sixty), however many working days a kind has.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from pstku.offices.rules.calendar import Calendar
from pstku.offices.rules.due import Due, due_on_day, working_day_after
from pstku.offices.settings import Settings


class Kind(StrEnum):
    """What a complaint asks of the office; it decides how long the answer may take."""

    PLAIN = "plain"  # a question, a wish, or a complaint that needs no inquiry
    BREACH = "breach"  # somebody may have broken a rule; papers and talks are enough
    FIELD = "field"  # the same, and somebody has to go and look


class Clocked(Protocol):
    """What of a complaint its clocks are read from."""

    @property
    def first_due_on(self) -> date | None: ...
    @property
    def due_on(self) -> date: ...
    @property
    def is_greeted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Running:
    """The clock of a complaint that runs out next."""

    is_first_word: bool
    due: Due


def first_due(received: date, settings: Settings, calendar: Calendar) -> date:
    """The last day for the first word."""
    return working_day_after(received, settings.complaint_first_days, calendar)


def answer_due(received: date, kind: str | None, settings: Settings, calendar: Calendar) -> date:
    """The last day for the answer; without a kind, which nobody has said yet, that of the longest."""
    days = {
        Kind.PLAIN: settings.complaint_plain_days,
        Kind.BREACH: settings.complaint_breach_days,
        Kind.FIELD: settings.complaint_field_days,
    }[Kind(kind or Kind.FIELD)]
    by_law = received + timedelta(days=settings.complaint_days)
    return min(working_day_after(received, days, calendar), by_law)


def likely_kind(about_person_id: int | None) -> Kind:
    """The kind offered before anybody has chosen: about a person it may be a breach."""
    return Kind.BREACH if about_person_id else Kind.PLAIN


def running(complaint: Clocked, today: date, calendar: Calendar) -> Running:
    """The clock of an unanswered complaint that its handler looks at: the first word until it is said, then the answer."""
    if not complaint.is_greeted and complaint.first_due_on:
        return Running(True, due_on_day(min(complaint.first_due_on, complaint.due_on), today, calendar))
    return Running(False, due_on_day(complaint.due_on, today, calendar))
