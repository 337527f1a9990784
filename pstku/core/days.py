"""Days as people type them."""

import re
from datetime import date

from pstku.core.clock import MONTHS, SHORT_MONTHS
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, fold

FIRST_YEAR, LAST_YEAR = 1900, 2099
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
MONTH_WORDS = {fold(name): place for names in (MONTHS, SHORT_MONTHS) for place, name in enumerate(names, 1)}
MONTH_WORDS |= {"agt": 8, "agust": 8, "sept": 9, "nop": 11, "pebruari": 2, "nopember": 11}  # as people write them


def parse_day(text: str, field: str = "day") -> date:
    """12/11/2026 (day first), 12 November 2026, 12 Nov 2026 or 2026-11-12; raises InvalidInput on anything else."""
    try:
        day = _day(text.strip())
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = N_("“%(text)s” bukan tanggal. Ketik misalnya 12/11/2026 atau 12 November 2026.")
        raise InvalidInput(field, message, text=text)
    return day


def _day(plain: str) -> date:
    if numbers := _NUMBERS.fullmatch(plain):
        return date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
    words = fold(plain).split()
    if len(words) == 3 and words[1] in MONTH_WORDS:
        return date(int(words[2]), MONTH_WORDS[words[1]], int(words[0]))
    return date.fromisoformat(plain[:10])
