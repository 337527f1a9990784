"""Who may read and handle a complaint."""

from collections.abc import Collection, Mapping
from typing import Protocol

from pstku.core.actor import Actor, Role

FINDINGS = ("upheld", "not_upheld")
OVERSEERS = (Role.ADMIN, Role.HEAD)


class Concerned(Protocol):
    """What of a complaint decides who may see it."""

    about_person_id: int | None
    handler_id: int | None


def may_read(actor: Actor, complaint: Concerned, named: Collection[int] = ()) -> bool:
    """Admins, the head and its handler; never the person it is about, whatever their role.

    Nor anybody its words name (`named`), until somebody else has said that they are not meant.
    """
    if complaint.about_person_id == actor.person_id or actor.person_id in named:
        return False
    return actor.has(*OVERSEERS) or complaint.handler_id == actor.person_id


def handlers_for(roles: Mapping[int, frozenset[str]], concerned: Collection[int]) -> set[int]:
    """Who may handle a complaint, of the office's active people and their roles: never the people it concerns.

    One that concerns an admin or the head is for another admin or the head alone; empty when there is nobody.
    """
    others = {person_id: held for person_id, held in roles.items() if person_id not in concerned}
    if any(_oversees(roles.get(person_id, frozenset())) for person_id in concerned):
        return {person_id for person_id, held in others.items() if _oversees(held)}
    return set(others)


def nameable_by(actor_id: int, handlers: set[int]) -> set[int]:
    """The people somebody may name as handler: not themselves, unless nobody else is left."""
    return handlers - {actor_id} or handlers


def has_reader(roles: Mapping[int, frozenset[str]], concerned: Collection[int]) -> bool:
    """Is there an admin or a head who is not among the people concerned and finds the complaint in their list?"""
    return any(_oversees(held) and person_id not in concerned for person_id, held in roles.items())


def _oversees(held: frozenset[str]) -> bool:
    return bool(held.intersection(OVERSEERS))
