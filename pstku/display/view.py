"""What stands on a screen, as plain values for the template."""

from dataclasses import dataclass

from pstku.core import clock
from pstku.core.languages import ENGLISH
from pstku.guestbook.queries.kiosk import OnDuty, idle_facts
from pstku.http.formats import clock_time, weekday_date
from pstku.http.hours import hours_words, opens_again, standing_words
from pstku.http.rows import RowWords, row_words
from pstku.http.text import gettext, language, reading
from pstku.offices.queries import Configuration
from pstku.offices.rules.opening import Opening, opening
from pstku.offices.settings import QUEUE, YES
from pstku.waitingroom.queries.board import Board, Called, Next, board
from pstku.waitingroom.queries.satisfaction import Satisfaction, satisfaction

MOST_NEXT, MOST_OFFICERS, MOST_STANDARDS = 3, 3, 7
MOST_CARDS = 3  # desks with a card each; more of them stand in a list
ROOMY, FULL = 6, 12  # numbers in that list, until it takes smaller letters; those served stand there up to the second


@dataclass(frozen=True, slots=True)
class Standard:
    """What a service promises."""

    service: RowWords
    promise: RowWords


@dataclass(frozen=True, slots=True)
class Screen:
    """The whole screen; a part that is switched off or not known is empty."""

    date: str
    clock: str
    zone: str
    opening: Opening
    hours: str
    standing: str
    opens_again: str
    has_queue: bool
    call: Called | None  # who is to come to a desk now
    invitations: tuple[RowWords, ...]  # the words of that call, in the reader's language, then in the guest's own
    desks: tuple[Called, ...]
    board: Board
    officers: tuple[OnDuty, ...]
    standards: tuple[Standard, ...]
    pledge: RowWords
    satisfaction: Satisfaction | None
    heard: RowWords | None

    @property
    def are_cards(self) -> bool:
        """Does each desk stand on a card of its own?"""
        return len(self.desks) <= MOST_CARDS

    @property
    def awaited(self) -> tuple[Called, ...]:
        """Who else is called and has not come: however many, each stands on the screen."""
        return tuple(one for one in self.desks if one.is_awaited)

    @property
    def served(self) -> tuple[Called, ...]:
        """Who is at a desk already, as far as there is room beside those who are to come."""
        return tuple(one for one in self.desks if not one.is_awaited)[: max(0, FULL - len(self.awaited))]

    @property
    def density(self) -> str:
        """How close the numbers of the list stand."""
        count = len(self.awaited) + len(self.served)
        return "roomy" if count <= ROOMY else "full" if count <= FULL else "crowded"

    @property
    def next(self) -> tuple[Next, ...]:
        """Who comes next, the first few."""
        return self.board.waiting[:MOST_NEXT]

    @property
    def more_words(self) -> list[str]:
        """How many wait behind the first none, one, two ... of them; empty where nobody does."""
        waiting = len(self.board.waiting)
        behind = [waiting - shown for shown in range(len(self.next) + 1)]
        return [gettext("dan %(n)s lagi", n=count) if count else "" for count in behind]


def screen_of(office: Configuration) -> Screen:
    """The screen of this moment."""
    now, shows = clock.now().astimezone(office.tz), office.settings
    state, facts = opening(now, office.calendar), idle_facts(office)
    has_queue = shows.mode == QUEUE
    today = board(office) if has_queue else Board()
    call = next((one for one in today.called if one.is_awaited), None)
    time, zone = clock_time(now, office.tz).split(" ", 1)
    return Screen(
        date=weekday_date(now.date()),
        clock=time,
        zone=zone,
        opening=state,
        hours=hours_words(office, state, now),
        standing=standing_words(state),
        opens_again=opens_again(state, now, office.tz),
        has_queue=has_queue,
        call=call,
        invitations=_invitations(call) if call else (),
        desks=tuple(one for one in today.called if one is not call),
        board=today,
        officers=facts.officers[:MOST_OFFICERS] if shows.display_officers == YES else (),
        standards=_standards(office) if shows.display_standards == YES else (),
        pledge=row_words(shows.display_pledge, shows.display_pledge_en),
        satisfaction=satisfaction(office) if shows.display_satisfaction == YES else None,
        heard=row_words(*facts.heard) if facts.heard and shows.display_heard == YES else None,
    )


def _invitations(call: Called) -> tuple[RowWords, ...]:
    here = RowWords(_invitation(call))
    if call.language != ENGLISH or language() == ENGLISH:
        return (here,)
    with reading(ENGLISH):
        return (here, RowWords(_invitation(call), ENGLISH))


def _invitation(call: Called) -> str:
    if call.desk:
        return gettext("Silakan menuju %(desk)s", desk=row_words(call.desk, call.desk_en))
    return gettext("Silakan menuju meja layanan")


def _standards(office: Configuration) -> tuple[Standard, ...]:
    told = [service for service in office.active_services() if service.standard_text]
    return tuple(
        Standard(row_words(one.guest_label, one.guest_label_en), row_words(one.standard_text, one.standard_text_en))
        for one in told[:MOST_STANDARDS]
    )
