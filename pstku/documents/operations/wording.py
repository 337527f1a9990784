"""Changing the words of papers; what was issued keeps its own."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete

from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, clean_line, clean_text
from pstku.documents.models import DocumentText
from pstku.documents.rules.numbering import check_pattern
from pstku.documents.rules.texts import BY_KEY, CODES, COLUMNS, COLUMNS_KEY, Text


def checked_texts(typed: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """Every text as it would be kept, by key; raises InvalidInput with the key of one that will not do."""
    found = {text.key: _checked(text, typed.get(text.key, "")) for text in BY_KEY.values()}
    check_pattern(found["pattern"])
    codes = [found[key] for key in CODES.values()]
    for key in CODES.values():
        if codes.count(found[key]) > 1:
            raise InvalidInput(key, N_("Kode ini dipakai jenis naskah lain. Beri kode yang berbeda."))
    chosen = set(columns)
    if not chosen or not chosen <= set(COLUMNS):
        raise InvalidInput(COLUMNS_KEY, N_("Pilih paling sedikit satu kolom."))
    return found | {COLUMNS_KEY: " ".join(key for key in COLUMNS if key in chosen)}


def save_texts(actor: Actor, typed: Mapping[str, str], columns: Iterable[str]) -> None:
    """Keep the words of the office's papers; one that equals its default is not kept."""
    actor.need(Role.ADMIN)
    defaults = {text.key: text.default for text in BY_KEY.values()} | {COLUMNS_KEY: " ".join(COLUMNS)}
    with atomic() as s:
        before = {row.key: row for row in s.query(DocumentText).filter_by(office_id=actor.office_id)}
        changed = []
        for key, words in checked_texts(typed, columns).items():
            if words == (before[key].words if key in before else defaults[key]):
                continue
            changed.append(key)
            if words == defaults[key]:
                s.delete(before[key])
            else:
                s.merge(DocumentText(office_id=actor.office_id, key=key, words=words))
        if changed:
            _record(actor, changed)


def restore_text(actor: Actor, key: str) -> None:
    """Kembalikan ke bawaan: the default of one text, or of the columns, counts again."""
    actor.need(Role.ADMIN)
    if key != COLUMNS_KEY and key not in BY_KEY:
        raise NotFound(N_("Kalimat ini tidak ada."))
    with atomic():
        mine = (DocumentText.office_id == actor.office_id) & (DocumentText.key == key)
        if session().execute(delete(DocumentText).where(mine).returning(DocumentText.key)).all():
            _record(actor, [key])


def _record(actor: Actor, keys: list[str]) -> None:
    fields = " ".join(sorted(keys))
    record(actor.office_id, "change_document_texts", "office", actor.office_id, actor_id=actor.person_id, fields=fields)


def _checked(text: Text, typed: str) -> str:
    words = fitting(text.key, typed, text.longest, clean_text if text.is_long else clean_line)
    if not words and not text.may_be_empty and text.default:
        raise InvalidInput(text.key, N_("Tulis sesuatu di sini, atau kembalikan ke bawaan."))
    return words
