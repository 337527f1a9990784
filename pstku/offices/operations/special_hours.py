"""Masa jam lain: a stretch of days with a week of its own, such as Ramadan."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from pstku.core.actor import Actor, Role
from pstku.core.clock import long_date
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.models import SpecialDay, SpecialHours
from pstku.offices.operations.changing import filled, note_change
from pstku.offices.operations.hours import check_hours
from pstku.offices.queries import Hours


def set_special_hours(
    actor: Actor, first: date, last: date, name: str, week: Sequence[Hours], *, instead_of: date | None = None
) -> None:
    """Days `first` to `last` are served by this week; `instead_of`: the first day of the stretch it replaces.

    Raises InvalidInput("last") for days out of order and for days of another stretch, and f"day_{weekday}" for times.
    """
    actor.need(Role.ADMIN)
    name = filled("name", name, 80)
    if last < first:
        raise InvalidInput("last", N_("Hari terakhir harus sama dengan atau sesudah hari pertama."))
    for hours in week:
        check_hours(hours)
    with atomic() as s:
        if instead_of:
            _delete(actor.office_id, instead_of)
        _refuse_overlap(actor.office_id, first, last)
        s.add(SpecialHours(office_id=actor.office_id, first_on=first, last_on=last, name=name))
        s.flush()
        s.add_all(
            SpecialDay(
                office_id=actor.office_id,
                first_on=first,
                weekday=hours.weekday,
                opens=hours.opens,
                closes=hours.closes,
                break_from=hours.break_from,
                break_to=hours.break_to,
            )
            for hours in week
        )
        note_change(actor, "set_special_hours", "special_hours", first.isoformat(), until=last.isoformat())


def remove_special_hours(actor: Actor, first: date) -> None:
    """Return to the usual week; raises NotFound when no stretch of special hours begins on this day."""
    actor.need(Role.ADMIN)
    with atomic():
        _delete(actor.office_id, first)
        note_change(actor, "remove_special_hours", "special_hours", first.isoformat())


def _delete(office_id: int, first: date) -> None:
    s = session()
    s.execute(delete(SpecialDay).where(SpecialDay.office_id == office_id, SpecialDay.first_on == first))
    stretch = delete(SpecialHours).where(SpecialHours.office_id == office_id, SpecialHours.first_on == first)
    if not s.execute(stretch).rowcount:  # type: ignore[attr-defined]
        raise NotFound(N_("Masa ini tidak ada di daftar. Buka lagi dari Jam layanan."))


def _refuse_overlap(office_id: int, first: date, last: date) -> None:
    mine = select(SpecialHours).where(SpecialHours.office_id == office_id)
    other = session().scalar(mine.where(SpecialHours.first_on <= last, SpecialHours.last_on >= first).limit(1))
    if other:
        sentence = N_("Bertindihan dengan %(name)s, %(first)s sampai %(last)s. Ubah tanggalnya.")
        when = {"first": long_date(other.first_on), "last": long_date(other.last_on)}
        raise InvalidInput("last", sentence, name=other.name, **when)
