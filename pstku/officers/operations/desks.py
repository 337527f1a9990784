"""Desks: the places where guests are served."""

import re
from collections.abc import Iterable

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.officers.models import Desk
from pstku.officers.queries.desks import get_desk
from pstku.offices.operations import changed

LONGEST = 40
_NUMBERED = re.compile(r"Loket (\w+)")


def add_desks(office_id: int, names: Iterable[str]) -> None:
    """The desks an office starts with, in this order."""
    with atomic() as s:
        s.add_all(
            Desk(office_id=office_id, name=name, name_en=_in_english(name), position=place)
            for place, name in enumerate(names)
        )


def add_desk(actor: Actor, name: str) -> None:
    """Add a desk; raises InvalidInput("name") when another has that name."""
    actor.need(Role.ADMIN)
    name = _checked(name)
    with atomic() as s:
        last = s.scalar(select(func.max(Desk.position)).where(Desk.office_id == actor.office_id))
        place = (last if last is not None else -1) + 1
        desk = Desk(office_id=actor.office_id, name=name, name_en=_in_english(name), position=place)
        s.add(desk)
        _flush()
        _note(actor, "add_desk", desk.id)


def edit_desk(actor: Actor, desk_id: int, name: str, is_active: bool) -> None:
    """Rename a desk, or take it out of use; visits served there keep it. One desk always stays in use."""
    actor.need(Role.ADMIN)
    name = _checked(name)
    with atomic() as s:
        desk = get_desk(actor.office_id, desk_id)
        others = select(Desk.id).where(Desk.office_id == actor.office_id, Desk.is_active, Desk.id != desk_id)
        if not is_active and s.scalar(others.limit(1)) is None:
            raise Conflict(N_("Paling sedikit satu loket harus tetap dipakai."))
        try:
            english = desk.name_en if desk.name == name else _in_english(name)
            said = {"name": name, "name_en": english, "is_active": is_active}
            s.execute(update(Desk).where(Desk.id == desk.id).values(said))
        except IntegrityError as error:
            raise _taken() from error
        _note(actor, "edit_desk", desk_id)


def name_desk_in_english(actor: Actor, desk_id: int, words: str) -> None:
    """Write what guests read in English of a desk's name; empty words make it a gap again."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        desk = get_desk(actor.office_id, desk_id)
        s.execute(update(Desk).where(Desk.id == desk.id).values(name_en=fitting("words", words, LONGEST)))
        _note(actor, "write_english", desk_id)


def _in_english(name: str) -> str:
    """Desks are mostly numbered, and need nobody to translate them."""
    found = _NUMBERED.fullmatch(name)
    return f"Counter {found[1]}" if found else ""


def _checked(name: str) -> str:
    name = fitting("name", name, LONGEST)
    if not name:
        raise InvalidInput("name", N_("Nama loket belum terisi."))
    return name


def _flush() -> None:
    try:
        session().flush()
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> InvalidInput:
    return InvalidInput("name", N_("Loket lain sudah bernama begitu."))


def _note(actor: Actor, action: str, desk_id: int) -> None:
    changed(actor.office_id)
    record(actor.office_id, action, "desk", desk_id, actor_id=actor.person_id)
