"""Code lists: the answers guests can tap. Codes stay for ever, words may change."""

from sqlalchemy import select, update

from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.text import N_, fold
from pstku.offices.models import CodeItem
from pstku.offices.operations.changing import filled, free_code, move, note_change, owned

NOT_FOUND = N_("Pilihan ini tidak ditemukan. Buka lagi daftar kodenya.")


def add_code_item(actor: Actor, list_code: str, label: str) -> None:
    """Add a value at the end of its list; raises NotFound for an unknown list, InvalidInput("label") for a repeat."""
    actor.need(Role.ADMIN)
    label = filled("label", label, 60)
    with atomic() as s:
        items = _items(actor.office_id, list_code)
        if not items:
            raise NotFound(N_("Daftar ini tidak ada."))
        _refuse_repeat(items, label)
        row = CodeItem(
            office_id=actor.office_id,
            list_code=list_code,
            code=free_code(label, {item.code for item in items}),
            label=label,
            is_active=True,
            position=items[-1].position + 1,
        )
        s.add(row)
        s.flush()
        note_change(actor, "add_code_item", "code_item", row.id, list=list_code)


def _items(office_id: int, list_code: str) -> list[CodeItem]:
    query = select(CodeItem).where(CodeItem.office_id == office_id, CodeItem.list_code == list_code)
    return list(session().scalars(query.order_by(CodeItem.position, CodeItem.id)))


def _refuse_repeat(items: list[CodeItem], label: str) -> None:
    if any(fold(item.label) == fold(label) for item in items):
        raise InvalidInput("label", N_("Pilihan ini sudah ada di daftar."))


def rename_code_item(actor: Actor, item_id: int, label: str) -> None:
    """Change the label of a code, in old reports too."""
    actor.need(Role.ADMIN)
    label = filled("label", label, 60)
    with atomic() as s:
        row = owned(actor, CodeItem, item_id, NOT_FOUND)
        _refuse_repeat([i for i in _items(actor.office_id, row.list_code) if i.id != row.id], label)
        english = row.label_en if row.label == label else ""  # of the former words
        s.execute(update(CodeItem).where(CodeItem.id == row.id).values(label=label, label_en=english))
        note_change(actor, "rename_code_item", "code_item", row.id)


def set_code_item_active(actor: Actor, item_id: int, is_active: bool) -> None:
    """Retire a value, or offer it again. It is never deleted: visits may carry its code."""
    actor.need(Role.ADMIN)
    with atomic() as s:
        row = owned(actor, CodeItem, item_id, NOT_FOUND)
        offered = [item for item in _items(actor.office_id, row.list_code) if item.is_active and item.id != row.id]
        if not is_active and not offered:
            raise Conflict(N_("Paling sedikit satu pilihan harus tetap ditawarkan."))
        s.execute(update(CodeItem).where(CodeItem.id == row.id).values(is_active=is_active))
        note_change(actor, "offer_code_item" if is_active else "retire_code_item", "code_item", row.id)


def move_code_item(actor: Actor, item_id: int, up: bool) -> None:
    """Move a value one place up or down in its list; at the end of the list nothing changes."""
    actor.need(Role.ADMIN)
    with atomic():
        moved = owned(actor, CodeItem, item_id, NOT_FOUND)
        move(_items(actor.office_id, moved.list_code), moved, up)
        note_change(actor, "move_code_item", "code_item", moved.id)
