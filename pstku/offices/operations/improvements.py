""" "Kami dengar, kami perbaiki": what guests asked for and what the office did."""

from sqlalchemy import delete, update

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.text import N_
from pstku.offices.models import Improvement
from pstku.offices.operations.changing import filled, note_change, owned

LONGEST = 140
NOT_FOUND = N_("Kabar ini tidak ditemukan.")


def add_improvement(actor: Actor, text: str) -> None:
    """Add an improvement and show it on the tablets from now on."""
    actor.need(Role.ADMIN, Role.HEAD)
    text = filled("text", text, LONGEST)
    with atomic() as s:
        row = Improvement(office_id=actor.office_id, text=text, published_at=clock.now())
        s.add(row)
        s.flush()
        note_change(actor, "add_improvement", "improvement", row.id)


def set_improvement_shown(actor: Actor, improvement_id: int, shown: bool) -> None:
    """Hide an improvement from the tablets, or show it again as the newest."""
    actor.need(Role.ADMIN, Role.HEAD)
    with atomic() as s:
        row = owned(actor, Improvement, improvement_id, NOT_FOUND)
        at = clock.now() if shown else None
        s.execute(update(Improvement).where(Improvement.id == row.id).values(published_at=at))
        note_change(actor, "show_improvement" if shown else "hide_improvement", "improvement", row.id)


def remove_improvement(actor: Actor, improvement_id: int) -> None:
    """Delete an improvement."""
    actor.need(Role.ADMIN, Role.HEAD)
    with atomic() as s:
        row = owned(actor, Improvement, improvement_id, NOT_FOUND)
        s.execute(delete(Improvement).where(Improvement.id == row.id))
        note_change(actor, "remove_improvement", "improvement", row.id)
