"""What every change of the office's configuration has in common."""

from itertools import count
from typing import Any, TypeVar

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core.actor import Actor
from pstku.core.db import Model, atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, fold
from pstku.offices.models import Office

Row = TypeVar("Row", bound=Model)


def changed(office_id: int) -> None:
    """Move the version of the configuration, so that all workers read it again."""
    with atomic() as s:
        s.execute(update(Office).where(Office.id == office_id).values(config_version=Office.config_version + 1))


def note_change(actor: Actor, action: str, entity: str, entity_id: object, **detail: Any) -> None:
    """Record an admin's change and move the configuration's version, in the caller's transaction."""
    changed(actor.office_id)
    record(actor.office_id, action, entity, entity_id, actor_id=actor.person_id, **detail)


def owned(actor: Actor, model: type[Row], row_id: int, message: str) -> Row:
    """A row of the actor's office, read anew inside the transaction; raises NotFound with `message`."""
    row = session().get(model, row_id, populate_existing=True)
    if row is None or row.office_id != actor.office_id:  # type: ignore[attr-defined]
        raise NotFound(message)
    return row


def filled(field: str, text: str | None, longest: int) -> str:
    """The text as one clean line of at most `longest` characters; raises InvalidInput(field) when it is empty or longer."""
    line = fitting(field, text, longest)
    if not line:
        raise InvalidInput(field, N_("Bagian ini wajib diisi."))
    return line


def free_code(words: str, taken: set[str]) -> str:
    """A code made from words that is not `taken`; it never changes afterwards, so reports stay comparable."""
    stem = (fold(words).replace(" ", "_") or "lain")[:40]
    return stem if stem not in taken else next(code for n in count(2) if (code := f"{stem}_{n}") not in taken)


def move(rows: list[Any], row: Any, up: bool) -> None:
    """Swap `row` with the row before or after it; at the end of the list nothing changes. Rows have a `position`."""
    place = rows.index(row)
    rows.insert(max(place - 1, 0) if up else place + 1, rows.pop(place))
    for position, moved in enumerate(rows):
        moved.position = position
