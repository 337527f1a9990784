"""Who may read and handle a complaint."""

from typing import Protocol

from pstku.core.actor import Actor, Role

FINDINGS = ("upheld", "not_upheld")
OVERSEERS = (Role.ADMIN, Role.HEAD)


class Concerned(Protocol):
    """What of a complaint decides who may see it."""

    about_person_id: int | None
    handler_id: int | None


def may_read(actor: Actor, complaint: Concerned) -> bool:
    """Admins, the head and its handler; never the person it is about, whatever their role."""
    if complaint.about_person_id == actor.person_id:
        return False
    return actor.has(*OVERSEERS) or complaint.handler_id == actor.person_id
