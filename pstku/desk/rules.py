"""The periods a list of visits is shown for. Pure."""

from datetime import date, timedelta

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

LONGEST_PERIOD = timedelta(days=366)
TODAY, YESTERDAY, THIS_WEEK, LAST_WEEK, THIS_MONTH, CHOSEN = (
    *("today", "yesterday", "this_week", "last_week", "this_month"),
    "chosen",
)


def period_of(name: str, today: date) -> tuple[date, date]:
    """First and last day of a named period; of an unknown name this week's."""
    monday = today - timedelta(days=today.weekday())
    periods = {
        TODAY: (today, today),
        YESTERDAY: (today - timedelta(days=1), today - timedelta(days=1)),
        LAST_WEEK: (monday - timedelta(days=7), monday - timedelta(days=1)),
        THIS_MONTH: (today.replace(day=1), today),
    }
    return periods.get(name, (monday, today))


def check_period(first: date, last: date) -> None:
    """A chosen period ends after it began and is no longer than a year. Raises InvalidInput("sampai")."""
    if last < first:
        raise InvalidInput("sampai", N_("Tanggal akhir lebih awal daripada tanggal mulai. Periksa keduanya."))
    if last - first > LONGEST_PERIOD:
        raise InvalidInput("sampai", N_("Pilih masa paling lama satu tahun."))
