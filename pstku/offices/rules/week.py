"""Jam layanan in words: days with the same hours stand together."""

from collections.abc import Sequence
from itertools import groupby

from pstku.core.clock import WEEKDAYS
from pstku.offices.rules.calendar import DayHours


def week_in_words(hours: Sequence[DayHours]) -> list[tuple[str, str, str]]:
    """(days, hours, break) of the open days: ("Senin–Kamis", "08.00–15.30", "")."""
    ordered = sorted(hours, key=lambda item: item.weekday)
    numbered = list(enumerate(ordered))
    groups = groupby(numbered, key=lambda pair: (pair[1].weekday - pair[0], _span(pair[1]), _break(pair[1])))
    return [(_days([item for _, item in group]), key[1], key[2]) for key, group in groups]


def _days(group: list[DayHours]) -> str:
    first, last = WEEKDAYS[group[0].weekday], WEEKDAYS[group[-1].weekday]
    return first if len(group) == 1 else f"{first}–{last}"


def _span(item: DayHours) -> str:
    return f"{item.opens:%H.%M}–{item.closes:%H.%M}"


def _break(item: DayHours) -> str:
    return f"{item.break_from:%H.%M}–{item.break_to:%H.%M}" if item.break_from and item.break_to else ""
