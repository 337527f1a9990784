"""Column templates are read, written and deleted; what is shipped is a template too and cannot be changed."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, run, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line
from pstku.returns.columns.known import EMPTY, KINDS, Head, column_names, shipped
from pstku.returns.columns.models import ColumnTemplate

NAME_LONGEST, HEAD_LONGEST, MOST_COLUMNS = 60, 80, 80
NOT_FOUND = N_("Susunan kolom ini tidak ada lagi.")


def templates(office_id: int, kind: str | None = None) -> Sequence[ColumnTemplate]:
    """The office's own templates by kind and name."""
    query = select(ColumnTemplate).where(ColumnTemplate.office_id == office_id)
    if kind:
        query = query.where(ColumnTemplate.kind == kind)
    return session().scalars(query.order_by(ColumnTemplate.kind, ColumnTemplate.name)).all()


def get_template(office_id: int, template_id: int) -> ColumnTemplate:
    """A template of the office; raises NotFound."""
    row = session().get(ColumnTemplate, template_id, populate_existing=True)
    if row is None or row.office_id != office_id:
        raise NotFound(NOT_FOUND)
    return row


def heads_of(template: ColumnTemplate) -> list[Head]:
    """Its columns in their order; one that no longer exists stays as an empty column."""
    return [Head(key, title) for key, title in template.columns]


def chosen_heads(office_id: int, kind: str, template_id: int | None) -> Sequence[Head]:
    """The columns of a template of this kind, or those that are shipped; raises NotFound, InvalidInput for another kind."""
    if template_id is None:
        return shipped(kind)
    template = get_template(office_id, template_id)
    if template.kind != kind:
        raise InvalidInput("kolom", N_("Susunan ini untuk berkas lain. Pilih yang sesuai bentuknya."))
    return heads_of(template)


def add_template(actor: Actor, kind: str, name: str) -> ColumnTemplate:
    """A template that begins as what is shipped; raises InvalidInput, Taken for a name that is used."""
    actor.need(Role.ADMIN)
    if kind not in KINDS:
        raise InvalidInput("kind", N_("Pilihan ini tidak ada. Pilih yang lain."))
    row = ColumnTemplate(
        office_id=actor.office_id,
        kind=kind,
        name=_name(name),
        columns=[[head.key, head.title] for head in shipped(kind)],
        changed_at=clock.now(),
        changed_by_id=actor.person_id,
    )
    with atomic() as s:
        s.add(row)
        s.flush()
        record(actor.office_id, "add_column_template", "column_template", row.id, actor_id=actor.person_id)
    return row


def change_template(actor: Actor, template_id: int, name: str, heads: Sequence[Head]) -> None:
    """Name and columns in their new order. Raises InvalidInput for none, too many, an unknown key or a head without words."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        kind = get_template(actor.office_id, template_id).kind
        values = {"name": _name(name), "columns": [[head.key, head.title] for head in _checked(kind, heads)]}
        moved = {"changed_at": clock.now(), "changed_by_id": actor.person_id}
        if run(update(ColumnTemplate).where(ColumnTemplate.id == template_id).values(values | moved)).rowcount == 0:
            raise NotFound(NOT_FOUND)
        s.expire_all()
        record(actor.office_id, "change_column_template", "column_template", template_id, actor_id=actor.person_id)


def delete_template(actor: Actor, template_id: int) -> None:
    """Files are then made with another one. Raises NotFound."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        mine = (ColumnTemplate.id == template_id, ColumnTemplate.office_id == actor.office_id)
        if run(delete(ColumnTemplate).where(*mine)).rowcount == 0:
            raise NotFound(NOT_FOUND)
        s.expire_all()
        record(actor.office_id, "delete_column_template", "column_template", template_id, actor_id=actor.person_id)


def _name(name: str) -> str:
    words = fitting("name", name, NAME_LONGEST, words_line)
    if not words:
        raise InvalidInput("name", N_("Beri nama susunan kolomnya."))
    return words


def _checked(kind: str, heads: Sequence[Head]) -> list[Head]:
    known, seen = column_names(kind), set[str]()
    if not heads:
        raise InvalidInput("columns", N_("Sisakan paling sedikit satu kolom."))
    if len(heads) > MOST_COLUMNS:
        raise InvalidInput("columns", N_("Paling banyak %(n)s kolom."), n=MOST_COLUMNS)
    checked = []
    for head in heads:
        title = fitting("columns", head.title, HEAD_LONGEST, words_line)
        if head.key not in known:
            raise InvalidInput("columns", N_("Isi kolom ini tidak dikenal. Pilih dari daftar."))
        if head.key in seen and head.key not in EMPTY:
            raise InvalidInput(
                "columns", N_("Kolom “%(name)s” dipilih dua kali. Hapus salah satunya."), name=known[head.key]
            )
        if not title:
            raise InvalidInput("columns", N_("Beri judul kolom “%(name)s”."), name=known[head.key])
        seen.add(head.key)
        checked.append(Head(head.key, title))
    return checked
