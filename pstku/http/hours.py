"""The hours of today in the reader's words: open or closed, from when to when, when again."""

from datetime import datetime, tzinfo

from pstku.core.text import N_
from pstku.http.formats import clock_time, hours, weekday_date
from pstku.http.rows import row_words
from pstku.http.text import gettext
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening

OPEN, BREAK, CLOSED = N_("Sekarang buka"), N_("Sedang istirahat"), N_("Sekarang tutup")


def standing_words(state: Opening) -> str:
    """Sekarang buka"""
    return gettext(OPEN if state.is_open else BREAK if state.is_break else CLOSED)


def hours_words(office: Configuration, state: Opening, now: datetime) -> str:
    """08.00–15.30 WITA, or why there is no service today."""
    if state.opens is None or state.closes is None:
        name = row_words(state.holiday, office.english_of_days.get(state.holiday, ""))
        return name or gettext("Tidak ada layanan hari ini")
    return hours(now.date(), state.opens, state.closes, office.tz)


def opens_again(state: Opening, now: datetime, tz: tzinfo) -> str:
    """Empty while it is open or nothing is known."""
    begin = state.next_opening
    if begin is None:
        return ""
    if begin.date() == now.date():
        return gettext("Buka lagi hari ini pukul %(time)s.", time=clock_time(begin, tz))
    return gettext("Buka lagi %(day)s pukul %(time)s.", day=weekday_date(begin.date()), time=clock_time(begin, tz))
