"""What rings now, and for whom: two statements a poll, one while nobody waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import literal, select, union_all

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.guestbook.models import HelpCall, Visit
from pstku.guestbook.queries.visits import IS_WALK_IN
from pstku.guestbook.rules.ringing import CALL_LIFE, Chain, next_step, rung_for
from pstku.guestbook.rules.states import WAITING
from pstku.officers.queries.readiness import stations
from pstku.offices.queries import Configuration

CALL, VISIT = "call", "visit"


@dataclass(frozen=True, slots=True)
class Ring:
    """What rings for one person: how many, and the newest; after `until` it may change although nothing happened."""

    until: datetime
    count: int = 0
    newest: str = ""
    is_call: bool = False  # somebody at the tablet asks for a person


def open_help_calls(office_id: int) -> list[HelpCall]:
    """Unanswered calls for a person, oldest first; old ones are left out, because that guest has left."""
    query = select(HelpCall).where(
        HelpCall.office_id == office_id,
        HelpCall.answered_at.is_(None),
        HelpCall.created_at > clock.now() - CALL_LIFE,
    )
    return list(session().scalars(query.order_by(HelpCall.created_at)))


def ring_for(office: Configuration, actor: Actor) -> Ring:
    """Guests of today whom nobody has taken, and open calls, as far as they ring for this person by now."""
    now = clock.now()
    waits, step = _waits(office, now), timedelta(minutes=office.settings.ring_minutes)
    ends = [clock.day_range(clock.local_day(now, office.tz), office.tz)[1]]
    ends += [now + next_step(waited, step) for _key, waited in waits if step]
    ends += [now + CALL_LIFE - waited for key, waited in waits if key.startswith(CALL)]
    silence = Ring(min(ends))
    if not waits:
        return silence
    today = stations(office)
    chain = Chain(*(frozenset(circle) for circle in (today.on_duty, today.backup, today.ready)))
    if not chain.links and not actor.has(Role.OFFICER):
        return silence  # nobody is planned: it rings for officers, not for every admin
    mine = rung_for(actor.person_id, waits, step, chain)
    return Ring(silence.until, len(mine), mine[-1][0], mine[-1][0].startswith(CALL)) if mine else silence


def call_ends(call: HelpCall) -> datetime:
    """When an unanswered call ends, because its guest will have left."""
    return call.created_at + CALL_LIFE


def _waits(office: Configuration, now: datetime) -> list[tuple[str, timedelta]]:
    guests = select(literal(VISIT).label("kind"), Visit.id, Visit.created_at).where(
        Visit.office_id == office.id,
        Visit.state == WAITING,
        Visit.day == clock.local_day(now, office.tz),
        IS_WALK_IN,
    )
    calls = select(literal(CALL), HelpCall.id, HelpCall.created_at).where(
        HelpCall.office_id == office.id,
        HelpCall.answered_at.is_(None),
        HelpCall.created_at > now - CALL_LIFE,
    )
    rows = session().execute(union_all(guests, calls).order_by("created_at")).all()
    return [(_key(kind, key), now - at) for kind, key, at in rows]


def _key(kind: str, key: UUID) -> str:
    return f"{kind}-{key}"
