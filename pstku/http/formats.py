"""Dates and hours as the reader writes them: Indonesian in the office's own words, any other language by Babel."""

from datetime import date, datetime, time, tzinfo

from babel.dates import format_date, get_month_names

from pstku.core import clock
from pstku.core.languages import INDONESIAN
from pstku.http.text import language


def long_date(day: date) -> str:
    """23 November 2026"""
    return clock.long_date(day) if language() == INDONESIAN else _said(day, "d MMMM y")


def short_date(day: date) -> str:
    """12 Nov 2026"""
    return clock.short_date(day) if language() == INDONESIAN else _said(day, "d MMM y")


def weekday_date(day: date) -> str:
    """Senin, 23 November 2026"""
    return clock.weekday_date(day) if language() == INDONESIAN else _said(day, "EEEE, d MMMM y")


def long_month(day: date) -> str:
    """November 2026"""
    return f"{clock.MONTHS[day.month - 1]} {day.year}" if language() == INDONESIAN else _said(day, "MMMM y")


def short_month(month: int) -> str:
    """Nov: the month of a chart's bar, 1 for January."""
    if language() == INDONESIAN:
        return clock.SHORT_MONTHS[month - 1]
    return str(get_month_names("abbreviated", "stand-alone", locale=language())[month])


def clock_time(moment: datetime, tz: tzinfo) -> str:
    """09.41 WITA; with a colon where the reader's language has one."""
    text = clock.clock_time(moment, tz)
    return text if language() == INDONESIAN else text.replace(".", ":", 1)


def hours(day: date, opens: time, closes: time, tz: tzinfo) -> str:
    """08.00–15.30 WITA: a stretch of one day, its zone said once."""
    begins, ends = (clock_time(datetime.combine(day, moment, tz), tz) for moment in (opens, closes))
    return f"{begins.split()[0]}–{ends}"


def _said(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=language())
