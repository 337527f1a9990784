"""The photo that guests see when they rate."""

from sqlalchemy import update

from pstku.accounts.models import Person
from pstku.accounts.photos import square_jpeg
from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.offices.operations.changing import changed


def set_photo(actor: Actor, person_id: int, upload: bytes) -> None:
    """Keep a person's photo, re-encoded; raises InvalidInput("photo") and NotFound."""
    _may(actor, person_id)
    _keep(actor, person_id, square_jpeg(upload), "set_photo")


def remove_photo(actor: Actor, person_id: int) -> None:
    """Delete a person's photo; the neutral drawing is shown instead."""
    _may(actor, person_id)
    _keep(actor, person_id, None, "remove_photo")


def _may(actor: Actor, person_id: int) -> None:
    if person_id != actor.person_id:
        actor.need(Role.ADMIN)


def _keep(actor: Actor, person_id: int, photo: bytes | None, action: str) -> None:
    with atomic() as s:
        get_person(actor.office_id, person_id)
        change = update(Person).where(Person.id == person_id).values(photo=photo, has_photo=photo is not None)
        s.execute(change.execution_options(synchronize_session=False))
        changed(actor.office_id)  # tablets show who is on duty
        record(actor.office_id, action, "person", person_id, actor_id=actor.person_id)
