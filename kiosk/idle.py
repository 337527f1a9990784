"""Words of the idle screen: the hours of today, when it opens again, who serves."""

import hashlib
from dataclasses import dataclass
from datetime import date

from kiosk.build import tablet_build
from pstku.core import clock
from pstku.guestbook.queries.kiosk import IdleFacts, OnDuty, idle_facts
from pstku.http.formats import clock_time, weekday_date
from pstku.http.hours import hours_words, opens_again, standing_words
from pstku.http.text import gettext
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening, opening


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
    return Idle(
        opening=state,
        day=now.date(),
        date=weekday_date(now.date()),
        clock=clock_time(now, office.tz),
        hours=hours_words(office, state, now),
        standing=standing_words(state),
        opens_again=opens_again(state, now, office.tz),
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
