"""Words of the idle screen: the hours of today, when it opens again, who serves."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from kiosk.build import tablet_build
from pstku.core import clock
from pstku.core.text import N_
from pstku.guestbook.queries.kiosk import IdleFacts, OnDuty, idle_facts
from pstku.http.formats import clock_time, hours, weekday_date
from pstku.http.rows import row_words
from pstku.http.text import gettext
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening, opening

OPEN, BREAK, CLOSED = N_("Sekarang buka"), N_("Sedang istirahat"), N_("Sekarang tutup")


@dataclass(frozen=True, slots=True)
class Idle:
    """Everything that stands on the idle screen."""

    opening: Opening
    day: date | None
    date: str
    clock: str
    hours: str
    standing: str
    opens_again: str
    facts: IdleFacts
    version: int = 0  # of all that an admin sets
    is_known: bool = True

    @property
    def mark(self) -> str:
        """A fingerprint of the idle screen, the same in every language; it changes with what the screen shows, except its clock."""
        content = (self.opening, self.day, self.facts, self.version)
        return hashlib.sha256(repr((tablet_build(), content)).encode()).hexdigest()[:12]


def idle_screen(office: Configuration) -> Idle:
    """The idle screen of this moment."""
    now = clock.now().astimezone(office.tz)
    state = opening(now, office.calendar)
    standing = OPEN if state.is_open else BREAK if state.is_break else CLOSED
    return Idle(
        opening=state,
        day=now.date(),
        date=weekday_date(now.date()),
        clock=clock_time(now, office.tz),
        hours=_hours(office, state, now),
        standing=gettext(standing),
        opens_again=_opens_again(state, now, office.tz),
        facts=idle_facts(office),
        version=office.version,
    )


def unknown_screen() -> Idle:
    """The idle screen of a tablet that starts while nobody answers: neither day nor officer, and the book is open."""
    unknown = gettext("Belum diketahui")
    standing = gettext("Server belum menjawab.")
    always = Opening(is_open=True, is_break=False, opens=None, closes=None, next_opening=None, holiday="")
    return Idle(always, None, "", "", unknown, standing, "", IdleFacts((), None), is_known=False)


def who_comes(office: Configuration, desk_id: int | None) -> OnDuty | None:
    """Who on today's roster will meet a guest of this desk's tablet."""
    officers = idle_facts(office).officers
    return next((officer for officer in officers if officer.desk_id == desk_id), officers[0] if officers else None)


def _hours(office: Configuration, state: Opening, now: datetime) -> str:
    if state.opens is None or state.closes is None:
        name = row_words(state.holiday, office.english_of_days.get(state.holiday, ""))
        return name or gettext("Tidak ada layanan hari ini")
    return hours(now.date(), state.opens, state.closes, office.tz)


def _opens_again(state: Opening, now: datetime, tz: tzinfo) -> str:
    """Empty while it is open or nothing is known."""
    begin = state.next_opening
    if begin is None:
        return ""
    if begin.date() == now.date():
        return gettext("Buka lagi hari ini pukul %(time)s.", time=clock_time(begin, tz))
    return gettext("Buka lagi %(day)s pukul %(time)s.", day=weekday_date(begin.date()), time=clock_time(begin, tz))
