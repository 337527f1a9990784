"""Whether the office serves on a day: the day, weekday or year that a question asks about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pstku.answers.rules.asked_times import DAY, is_year
from pstku.answers.rules.question_words import DAYS_OFF, FROM_TODAY, MONTHS, OPEN, TODAY, WEEKDAYS

SAYINGS = {
    "off": "{day}: libur, {name}{estimate}.",
    "closed": "{day}: bukan hari libur, tetapi kantor tutup.",
    "open": "{day}: bukan hari libur, kantor buka {hours}.",
    "untold_closed": "{day}: kantor tutup; hari libur {year} belum dimasukkan.",
    "untold_open": "{day}: hari libur {year} belum dimasukkan. Bila bukan hari libur, kantor buka {hours}.",
    "break": " (istirahat {hours})",
    "weekday_closed": "Hari {weekday} kantor tutup.",
    "weekday_open": "Hari {weekday} kantor buka {hours}, kecuali hari libur.",
    "year": "Hari libur {year}: {days}.",
    "no_year": "Hari libur {year} belum dimasukkan.",
    "estimate": " (perkiraan)",
}


@dataclass(frozen=True, slots=True)
class AskedDay:
    """One day, else a weekday (0: Monday), else all days off of a year."""

    on: date | None = None
    weekday: int | None = None
    year: int | None = None


def asked_day(tokens: Sequence[str], today: date) -> AskedDay | None:
    """The day, weekday or year whose opening or days off the question asks about; None when it asks about neither."""
    words = set(tokens)
    weekday = next((WEEKDAYS[token] for token in tokens if token in WEEKDAYS), None)
    pairs = list(pairwise(["", *tokens]))
    is_today = TODAY in pairs
    is_dated = any(token in MONTHS and DAY.fullmatch(before) for before, token in pairs)
    is_one_day = weekday is not None or is_dated or is_today or words & FROM_TODAY.keys()
    if not words & DAYS_OFF and not (words & OPEN and is_one_day):
        return None
    years = [int(token) for token in tokens if is_year(token)]
    for before, token in pairs:
        if token in MONTHS and DAY.fullmatch(before):
            return _on(int(before), MONTHS[token], years, today)
        if token in FROM_TODAY:
            return AskedDay(on=today + timedelta(days=FROM_TODAY[token]))
    if is_today:
        return AskedDay(on=today)
    if weekday is not None:
        return AskedDay(weekday=weekday)
    return AskedDay(year=years[0] if years else today.year)


def _on(day: int, month: int, years: Sequence[int], today: date) -> AskedDay | None:
    """The date in the year named, else the next such date; None for a date no calendar has, such as 31 February."""
    year = years[0] if years else today.year + ((month, day) < (today.month, today.day))
    try:
        return AskedDay(on=date(year, month, day))
    except ValueError:
        return None
