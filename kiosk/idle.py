"""Words of the idle screen: the hours of today, when it opens again, who serves; or that an admin has closed the tablet."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kiosk.build import tablet_build
from pstku.core import clock
from pstku.core.languages import LANGUAGES
from pstku.guestbook.queries.kiosk import IdleFacts, OnDuty, idle_facts
from pstku.http.access import current_device
from pstku.http.formats import clock_time, long_date, weekday_date
from pstku.http.hours import hours_words, opens_again, standing_words
from pstku.http.rows import row_words
from pstku.http.text import gettext, reading
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening, opening
from pstku.remote.queries import orders_of
from pstku.remote.rules import Closing, Orders

NOTHING_ASKED = Orders()


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
    orders: Orders = NOTHING_ASKED
    is_known: bool = True

    @property
    def mark(self) -> str:
        """A fingerprint of the idle screen, the same in every language; it changes with what the screen shows, except its clock."""
        content = (self.opening, self.day, self.facts, self.version, self.orders.mark)
        return hashlib.sha256(repr((tablet_build(), content)).encode()).hexdigest()[:12]


def idle_screen(office: Configuration, device_id: UUID | None = None) -> Idle:
    """The idle screen of this moment, of one tablet where it is named: it may be closed."""
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
        orders=orders_of(device_id, now) if device_id else NOTHING_ASKED,
    )


def is_closed_here() -> bool:
    """Has an admin closed this tablet for now? Who is in the middle of something may end it all the same."""
    device = current_device()
    return device is not None and orders_of(device.id, clock.now()).closing is not None


def unknown_screen() -> Idle:
    """The idle screen of a tablet that starts while nobody answers: neither day nor officer, and the book is open."""
    unknown = gettext("Belum diketahui")
    standing = gettext("Server belum menjawab.")
    always = Opening(is_open=True, is_break=False, opens=None, closes=None, next_opening=None, holiday="")
    return Idle(always, None, "", "", unknown, standing, "", IdleFacts((), None), is_known=False)


def closed_facts(office: Configuration, closing: Closing) -> dict[str, Any]:
    """What a closed tablet says in each language, also when it starts without a server: the admin's sentence with the
    language it is in, until when in words, and the end in milliseconds of Unix time, None for none."""
    words = {}
    for code in LANGUAGES:
        with reading(code):
            said = row_words(closing.sentence, closing.sentence_en)
            words[code] = {"sentence": said, "lang": said.lang or code, "until": _until(office, closing.ends_at)}
    return {"words": words, "ends": round(closing.ends_at.timestamp() * 1000) if closing.ends_at else None}


def _until(office: Configuration, ends_at: datetime | None) -> str:
    if ends_at is None:
        return ""
    day, time = long_date(ends_at.astimezone(office.tz).date()), clock_time(ends_at, office.tz)
    return gettext("Dibuka lagi %(day)s, %(time)s.", day=day, time=time)


def who_comes(office: Configuration, desk_id: int | None) -> OnDuty | None:
    """Who on today's roster will meet a guest of this desk's tablet."""
    officers = idle_facts(office).officers
    return next((officer for officer in officers if officer.desk_id == desk_id), officers[0] if officers else None)
