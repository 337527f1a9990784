"""When the counter is open."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from pstku.core.actor import Actor, Role
from pstku.core.clock import WEEKDAYS
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.models import Holiday, OpeningHours
from pstku.offices.operations.changing import filled, note_change
from pstku.offices.queries import Hours


def set_opening_hours(actor: Actor, week: Sequence[Hours]) -> None:
    """The week's hours; a weekday that is absent is closed.

    Raises InvalidInput(f"day_{weekday}") for times out of order.
    """
    actor.need(Role.ADMIN)
    for hours in week:
        _check(hours)
    with atomic() as s:
        s.execute(delete(OpeningHours).where(OpeningHours.office_id == actor.office_id))
        s.add_all(
            OpeningHours(
                office_id=actor.office_id,
                weekday=hours.weekday,
                opens=hours.opens,
                closes=hours.closes,
                break_from=hours.break_from,
                break_to=hours.break_to,
            )
            for hours in week
        )
        note_change(actor, "set_opening_hours", "office", actor.office_id, days=[h.weekday for h in week])


def _check(hours: Hours) -> None:
    field, day = f"day_{hours.weekday}", WEEKDAYS[hours.weekday]
    if hours.opens >= hours.closes:
        raise InvalidInput(field, N_("%(day)s: jam tutup harus sesudah jam buka."), day=day)
    if (hours.break_from is None) != (hours.break_to is None):
        raise InvalidInput(field, N_("%(day)s: isi awal dan akhir istirahat, atau kosongkan keduanya."), day=day)
    if hours.break_from and hours.break_to and not hours.opens < hours.break_from < hours.break_to < hours.closes:
        raise InvalidInput(field, N_("%(day)s: istirahat harus di antara jam buka dan jam tutup."), day=day)


def day_from(text: str) -> date:
    """A day from an address; raises NotFound for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(N_("Hari libur ini tidak ada di daftar.")) from None


def add_holiday(actor: Actor, on: date, name: str) -> None:
    """A day without service; naming it again renames it."""
    actor.need(Role.ADMIN)
    name = filled("name", name, 80)
    with atomic() as s:
        s.execute(delete(Holiday).where(Holiday.office_id == actor.office_id, Holiday.on == on))
        s.add(Holiday(office_id=actor.office_id, on=on, name=name))
        note_change(actor, "add_holiday", "holiday", on.isoformat())


def remove_holiday(actor: Actor, on: date) -> None:
    """The counter is open that day after all; raises NotFound when it was no holiday."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        mine = (Holiday.office_id == actor.office_id, Holiday.on == on)
        if s.scalar(select(Holiday.on).where(*mine)) is None:
            raise NotFound(N_("Hari libur ini tidak ada di daftar."))
        s.execute(delete(Holiday).where(*mine))
        note_change(actor, "remove_holiday", "holiday", on.isoformat())
