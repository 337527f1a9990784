"""What stands on the screens: who is called and served, and who comes next. Numbers, never names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.queries.visits import IS_WALK_IN
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.states import CALLED, OPEN, WAITING
from pstku.officers.models import Desk
from pstku.offices.queries import Configuration

_CALLED_AGAIN = select(func.max(VisitEvent.at)).where(
    VisitEvent.visit_id == Visit.id, VisitEvent.kind.in_(("called_again", "received"))
)
SHOWN = (
    Visit.id,
    Visit.letter,
    Visit.number,
    Visit.tablet_number,
    Visit.state,
    Visit.desk_id,
    Visit.called_at,
    Visit.needs_help,
    Visit.language,
    func.coalesce(Desk.name, "").label("desk"),
    func.coalesce(Desk.name_en, "").label("desk_en"),
    _CALLED_AGAIN.scalar_subquery().label("called_again_at"),
)
AT_DESK = (Desk.id == Visit.desk_id) & Desk.is_active


@dataclass(frozen=True, slots=True)
class Called:
    """A guest who is called or served, by the number on their ticket; without a desk, `desk` is empty."""

    number: str
    desk_id: int | None
    desk: str
    desk_en: str
    language: str
    state: str
    at: datetime

    @property
    def is_awaited(self) -> bool:
        """Called, and not at the desk yet."""
        return self.state == CALLED


@dataclass(frozen=True, slots=True)
class Next:
    """A number that waits; one with priority stands before those who came earlier."""

    number: str
    has_priority: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The office's day on a screen: called or served, the last call first, and who waits, in turn."""

    called: tuple[Called, ...] = ()
    waiting: tuple[Next, ...] = ()


def board(office: Configuration) -> Board:
    """Of today, from one statement."""
    today = clock.local_day(clock.now(), office.tz)
    mine = (Visit.office_id == office.id, Visit.state.in_(OPEN), Visit.day == today, IS_WALK_IN)
    in_turn = (Visit.needs_help.desc(), Visit.created_at, Visit.id)
    rows = session().execute(select(*SHOWN).outerjoin(Desk, AT_DESK).where(*mine).order_by(*in_turn)).all()
    called = [called_of(row) for row in rows if row.state != WAITING and row.called_at]
    waiting = [Next(_label(row), row.needs_help) for row in rows if row.state == WAITING]
    return Board(tuple(sorted(called, key=lambda one: one.at, reverse=True)), tuple(waiting))


def called_of(row: Any) -> Called:
    """A row of the columns SHOWN."""
    at = max(row.called_at, row.called_again_at or row.called_at)
    return Called(_label(row), row.desk_id, row.desk, row.desk_en, row.language, row.state, at)


def _label(row: Any) -> str:
    return queue_label(row.letter, row.number, row.tablet_number)
