"""To whom a guest can be handed over: every officer, and how each stands today. Three statements."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from pstku.accounts.models import Person
from pstku.accounts.queries import people
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import CALLED, SERVING
from pstku.officers.queries.desks import desks_in_use
from pstku.officers.queries.readiness import Stations, stations
from pstku.officers.rules import SERVERS
from pstku.offices.queries import Configuration


class Standing(StrEnum):
    """How a colleague stands today, the most likely to come first."""

    READY = "ready"
    ON_DUTY = "on_duty"
    BACKUP = "backup"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take a guest over."""

    id: int
    name: str
    standing: Standing
    desk: str  # its name, or empty
    guests: int  # whom they serve or have called now


def colleagues(office: Configuration, actor: Actor) -> list[Colleague]:
    """Everybody but the actor who may serve: who is ready and free first."""
    today, busy = stations(office), _guests_by_officer(office.id)
    desks = desks_in_use(office)
    found = [
        Colleague(
            id=person.id,
            name=person.name,
            standing=_standing(today, person.id),
            desk=desks.get(today.desk_of(person.id) or 0, ""),
            guests=busy.get(person.id, 0),
        )
        for person in _others_who_serve(actor)
    ]
    return sorted(found, key=lambda one: (list(Standing).index(one.standing), one.guests, one.name))


def is_alone(actor: Actor) -> bool:
    """Is there nobody but the actor who may serve, and so nobody who could send what the actor must not?"""
    return not _others_who_serve(actor)


def _others_who_serve(actor: Actor) -> list[Person]:
    everybody = people(actor.office_id)
    return [one for one in everybody if one.id != actor.person_id and not one.role_codes.isdisjoint(SERVERS)]


def _standing(today: Stations, person_id: int) -> Standing:
    circles = {Standing.READY: today.ready, Standing.ON_DUTY: today.on_duty, Standing.BACKUP: today.backup}
    return next((standing for standing, circle in circles.items() if person_id in circle), Standing.AWAY)


def _guests_by_officer(office_id: int) -> dict[int, int]:
    open_now = select(Visit.officer_id, func.count()).where(
        Visit.office_id == office_id, Visit.state.in_((CALLED, SERVING)), Visit.officer_id.is_not(None)
    )
    rows = session().execute(open_now.group_by(Visit.officer_id))
    return {officer_id or 0: count for officer_id, count in rows}
