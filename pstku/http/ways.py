"""Outside addresses: to guests only what somebody of the office has checked; to staff all, with the state that counts now."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from pstku.core import clock
from pstku.core.text import N_
from pstku.http.access import current_office
from pstku.http.formats import short_date
from pstku.http.rows import RowWords, row_words
from pstku.http.text import gettext
from pstku.offices.queries import ToldAddress
from pstku.offices.rules.addresses import DTSEN_SERVICE, STATES, AddressState, link_of, spoken

CHECKED, UNCHECKED = N_("Diperiksa %(day)s."), N_("Belum diperiksa kantor ini. Tanyakan kepada petugas.")


@dataclass(frozen=True, slots=True)
class Way:
    """Where a guest can go. Unchecked, it is named without its address."""

    name: RowWords
    guidance: RowWords
    address: str
    link: str  # empty for a street
    note: str  # when the office looked at it, or that nobody has


@dataclass(frozen=True, slots=True)
class StaffWay:
    """An address with all that staff may know."""

    row: ToldAddress
    state: AddressState
    state_words: str  # a marked msgid
    said: str
    link: str  # empty for a street


def init_app(app: Flask) -> None:
    """What templates ask for."""
    app.jinja_env.globals.update(told_ways=told_ways, staff_ways=staff_ways, DTSEN=DTSEN_SERVICE)


def told_ways(topic: str) -> list[Way]:
    """The ways of a topic in the office's order, without those that are not valid any more."""
    now = clock.now()
    told = [(one, one.state_at(now)) for one in current_office().addresses if one.topic == topic]
    return [
        Way(
            name=row_words(one.name, one.name_en),
            guidance=row_words(one.guidance, one.guidance_en),
            address=spoken(one.address) if state == AddressState.VALID else "",
            link=link_of(one.address) if state == AddressState.VALID else "",
            note=_note(one.checked_at if state == AddressState.VALID else None),
        )
        for one, state in told
        if state != AddressState.ENDED
    ]


def _note(checked_at: datetime | None) -> str:
    if checked_at is None:
        return gettext(UNCHECKED)
    return gettext(CHECKED, day=short_date(clock.local_day(checked_at, current_office().tz)))


def staff_ways(topic: str | None = None) -> list[StaffWay]:
    """The office's addresses, of one topic or all."""
    now = clock.now()
    told = [(one, one.state_at(now)) for one in current_office().addresses if topic in (None, one.topic)]
    return [StaffWay(one, state, STATES[state], spoken(one.address), link_of(one.address)) for one, state in told]


def named_ways(topic: str) -> str:
    """The same within a sentence: LAPOR (www.lapor.go.id); empty when there is none."""
    return ", ".join(f"{way.name} ({way.address})" if way.address else str(way.name) for way in told_ways(topic))
