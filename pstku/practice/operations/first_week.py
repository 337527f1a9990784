"""The first week: beginning it, and ticking a step."""

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, insert_into
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.practice.models import FirstWeekStep
from pstku.practice.queries.first_week import my_week
from pstku.practice.rules.first_week import HIDDEN, START, TICKED_BY_HAND


def start_week(actor: Actor) -> None:
    """Begin the first week; repeating it changes nothing."""
    _tick(actor, START)


def put_invitation_away(actor: Actor) -> None:
    """Stop inviting this person to the first week; it stays under Latihan."""
    _tick(actor, HIDDEN)


def take_step(office: Configuration, actor: Actor, step: str) -> None:
    """Tick a page as read or a task as tried; quizzes and cards tick themselves. Raises NotFound for an unknown step."""
    week = my_week(office.id, actor.person_id)
    if step not in {item.key for day in week.days for item in day.steps if item.kind in TICKED_BY_HAND}:
        raise NotFound(N_("Langkah ini tidak ada lagi. Muat ulang halaman."))
    _tick(actor, START)
    _tick(actor, step)


def _tick(actor: Actor, step: str) -> None:
    row = {"person_id": actor.person_id, "step": step, "office_id": actor.office_id, "done_at": clock.now()}
    with atomic() as s:
        s.execute(insert_into(FirstWeekStep).values(row).on_conflict_do_nothing())
