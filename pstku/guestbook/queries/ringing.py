"""What rings now, and for whom: two statements a poll, one while nobody waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, null, select, union_all

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.guestbook.models import HelpCall, Visit, VisitEvent
from pstku.guestbook.queries.visits import IS_UNANSWERED_HANDING, IS_WALK_IN
from pstku.guestbook.rules.ringing import CALL_LIFE, Chain, is_still_here, next_step, rung_for
from pstku.guestbook.rules.states import CALLED, KEPT_ON_TABLET, SERVING, WAITING
from pstku.officers.queries.readiness import stations
from pstku.offices.queries import Configuration

CALL, VISIT, HANDED = "call", "visit", "handed"


@dataclass(frozen=True, slots=True)
class Ring:
    """What rings for one person: how many, and the newest; after `until` it may change although nothing happened."""

    until: datetime
    count: int = 0
    newest: str = ""
    handed: int = 0  # of them, guests whom a colleague handed over

    @property
    def is_call(self) -> bool:
        """Does the newest come from somebody at the tablet who asks for a person?"""
        return self.newest.startswith(CALL)

    @property
    def is_handed(self) -> bool:
        """Is the newest a guest whom a colleague handed over?"""
        return self.newest.startswith(HANDED)


def open_help_calls(office_id: int) -> list[HelpCall]:
    """Unanswered calls for a person, oldest first; old ones are left out, because that guest has left."""
    query = select(HelpCall).where(
        HelpCall.office_id == office_id,
        HelpCall.answered_at.is_(None),
        HelpCall.created_at > clock.now() - CALL_LIFE,
    )
    return list(session().scalars(query.order_by(HelpCall.created_at)))


def ring_for(office: Configuration, actor: Actor) -> Ring:
    """Guests of today whom nobody has taken, and open calls, as far as they ring for this person by now.

    A guest whose entry a tablet kept for longer than a ring makes sense waits at the desk's list without a sound. A guest whom a colleague handed over rings for the person who received them alone, until they answer.
    """
    now = clock.now()
    found, step = _waits(office, actor, now), timedelta(minutes=office.settings.ring_minutes)
    waits = [wait for wait in found if not wait[0].startswith(HANDED)]
    ends = [clock.day_range(clock.local_day(now, office.tz), office.tz)[1]]
    ends += [now + next_step(waited, step) for _key, waited in waits if step]
    ends += [now + CALL_LIFE - waited for key, waited in waits if key.startswith(CALL)]
    mine = _rung(office, actor, waits, step) if waits else []
    rings = [wait for wait in found if wait in mine or wait[0].startswith(HANDED)]
    return Ring(min(ends), len(rings), rings[-1][0] if rings else "", len(found) - len(waits))


def _rung(
    office: Configuration, actor: Actor, waits: list[tuple[str, timedelta]], step: timedelta
) -> list[tuple[str, timedelta]]:
    """Those of the waits whose circle has reached this person."""
    today = stations(office)
    chain = Chain(*(frozenset(circle) for circle in (today.on_duty, today.backup, today.ready)))
    if not chain.links and not actor.has(Role.OFFICER):
        return []  # nobody is planned: it rings for officers, not for every admin
    return rung_for(actor.person_id, waits, step, chain)


def call_ends(call: HelpCall) -> datetime:
    """When an unanswered call ends, because its guest will have left."""
    return call.created_at + CALL_LIFE


def _waits(office: Configuration, actor: Actor, now: datetime) -> list[tuple[str, timedelta]]:
    arrived = (
        select(func.min(VisitEvent.at))
        .where(VisitEvent.visit_id == Visit.id, VisitEvent.kind == "flagged", VisitEvent.note == KEPT_ON_TABLET)
        .scalar_subquery()
    )
    guests = select(literal(VISIT).label("kind"), Visit.id, Visit.created_at, arrived.label("arrived_at")).where(
        Visit.office_id == office.id,
        Visit.state == WAITING,
        Visit.day == clock.local_day(now, office.tz),
        IS_WALK_IN,
    )
    calls = select(literal(CALL), HelpCall.id, HelpCall.created_at, null()).where(
        HelpCall.office_id == office.id,
        HelpCall.answered_at.is_(None),
        HelpCall.created_at > now - CALL_LIFE,
    )
    # No bare column: by its index stands all they ever served.
    is_theirs = func.coalesce(Visit.officer_id, 0) == actor.person_id
    handed = (
        select(literal(HANDED), Visit.id, func.max(VisitEvent.at), null())
        .join(VisitEvent, IS_UNANSWERED_HANDING)
        .where(Visit.office_id == office.id, Visit.state.in_((CALLED, SERVING)), is_theirs)
        .group_by(Visit.id)
    )
    rows: Sequence[Any] = session().execute(union_all(guests, calls, handed).order_by("created_at")).all()
    return [(_key(kind, key), now - at) for kind, key, at, arrived_at in rows if is_still_here(at, arrived_at)]


def _key(kind: str, key: UUID) -> str:
    return f"{kind}-{key}"
