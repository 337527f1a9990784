"""Words of the idle screen: the hours of today, when it opens again, who serves."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from kiosk.build import tablet_build
from pstku.core import clock
from pstku.core.text import N_
from pstku.guestbook.queries.kiosk import IdleFacts, OnDuty, idle_facts
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening, opening

OPEN, BREAK, CLOSED = N_("Sekarang buka"), N_("Sedang istirahat"), N_("Sekarang tutup")


@dataclass(frozen=True, slots=True)
class Idle:
    """Everything that stands on the idle screen."""

    opening: Opening
    date: str
    clock: str
    hours: str
    standing: str
    opens_again: tuple[str, str]
    facts: IdleFacts

    @property
    def mark(self) -> str:
        """Changes whenever the idle screen should look or work differently; the clock alone does not change it."""
        shown = (self.opening.is_open, self.date, self.hours, self.standing, self.opens_again, self.facts)
        return hashlib.sha256(repr((tablet_build(), shown)).encode()).hexdigest()[:12]


def idle_screen(office: Configuration) -> Idle:
    """The idle screen of this moment."""
    now = clock.now().astimezone(office.tz)
    state = opening(now, office.calendar)
    standing = OPEN if state.is_open else BREAK if state.is_break else CLOSED
    return Idle(
        opening=state,
        date=clock.weekday_date(now.date()),
        clock=clock.clock_time(now, office.tz),
        hours=_hours(state, now),
        standing=gettext(standing),
        opens_again=_opens_again(state, now),
        facts=idle_facts(office),
    )


def who_comes(office: Configuration, desk_id: int | None) -> OnDuty | None:
    """Who on today's roster will meet a guest of this desk's tablet."""
    officers = idle_facts(office).officers
    return next((officer for officer in officers if officer.desk_id == desk_id), officers[0] if officers else None)


def _hours(state: Opening, now: datetime) -> str:
    if state.opens is None or state.closes is None:
        return state.holiday or gettext("Tidak ada layanan hari ini")
    ends = clock.clock_time(datetime.combine(now.date(), state.closes, now.tzinfo), now.tzinfo)  # type: ignore[arg-type]
    return f"{state.opens:%H.%M}–{ends}"


def _opens_again(state: Opening, now: datetime) -> tuple[str, str]:
    """Two short lines: the day, then the hour; both empty while it is open or nothing is known."""
    begin = state.next_opening
    if begin is None:
        return "", ""
    is_today = begin.date() == now.date()
    day = gettext("Buka lagi hari ini") if is_today else f"{gettext('Buka lagi')} {clock.weekday_date(begin.date())}"
    return day, f"{gettext('pukul')} {clock.clock_time(begin, begin.tzinfo)}"  # type: ignore[arg-type]
