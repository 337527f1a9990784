"""When the counter is open."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from pstku.core.actor import Actor, Role
from pstku.core.clock import WEEKDAYS
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_
from pstku.offices.models import Holiday, OpeningHours
from pstku.offices.operations.changing import filled, note_change
from pstku.offices.queries import Hours, english_of_day

LONGEST_DAYS = 62  # two months: what is longer is mostly a slip of the year


def set_opening_hours(actor: Actor, week: Sequence[Hours]) -> None:
    """The week's hours; a weekday that is absent is closed.

    Raises InvalidInput(f"day_{weekday}") for times out of order.
    """
    actor.need(Role.ADMIN)
    for hours in week:
        check_hours(hours)
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


def check_hours(hours: Hours) -> None:
    """Raises InvalidInput(f"day_{weekday}") for times out of order."""
    field, day = f"day_{hours.weekday}", WEEKDAYS[hours.weekday]
    if hours.opens >= hours.closes:
        raise InvalidInput(field, N_("%(day)s: jam tutup harus sesudah jam buka."), day=day)
    if (hours.break_from is None) != (hours.break_to is None):
        raise InvalidInput(field, N_("%(day)s: isi awal dan akhir istirahat, atau kosongkan keduanya."), day=day)
    if hours.break_from and hours.break_to and not hours.opens < hours.break_from < hours.break_to < hours.closes:
        raise InvalidInput(field, N_("%(day)s: istirahat harus di antara jam buka dan jam tutup."), day=day)


def day_from(text: str) -> date:
    """The day a URL names (2026-11-23); raises NotFound when it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(N_("Hari libur ini tidak ada di daftar.")) from None


def add_holiday(actor: Actor, first: date, name: str, last: date | None = None, *, is_open: bool = False) -> None:
    """Days `first` to `last` without service, or with `is_open` served although they are national ones.

    An entry overrides the national calendar and replaces an earlier entry for the same day. Raises InvalidInput("last").
    """
    actor.need(Role.ADMIN)
    name, days = filled("name", name, 80), _days(first, last or first)
    with atomic() as s:
        row = {"office_id": actor.office_id, "name": name, "name_en": english_of_day(actor.office_id, name)}
        s.execute(delete(Holiday).where(Holiday.office_id == actor.office_id, Holiday.on.in_(days)))
        s.add_all(Holiday(**row, on=day, is_open=is_open) for day in days)
        note_change(actor, "keep_open" if is_open else "add_holiday", "holiday", first.isoformat(), days=len(days))


def remove_holiday(actor: Actor, first: date, last: date | None = None) -> None:
    """Delete the admin's entries for these days, so that the national calendar counts again; raises NotFound for none."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        mine = (Holiday.office_id == actor.office_id, Holiday.on.in_(_days(first, last or first)))
        found = s.scalars(select(Holiday.on).where(*mine)).all()
        if not found:
            raise NotFound(N_("Hari libur ini tidak ada di daftar."))
        s.execute(delete(Holiday).where(*mine))
        note_change(actor, "remove_holiday", "holiday", first.isoformat(), days=len(found))


def _days(first: date, last: date) -> list[date]:
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_DAYS:
        sentence = N_("Hari terakhir harus sesudah hari pertama, paling lama %(n)s hari.")
        raise InvalidInput("last", sentence, n=LONGEST_DAYS)
    return [first + timedelta(days=n) for n in range(count)]
