"""The library's catalogue in memory; after a change only the pages that changed are read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, select

from pstku.answers.rules.ranking import Catalogue, Entry
from pstku.answers.rules.tokens import GLUED, bare, spelled
from pstku.core.db import database_name, session
from pstku.core.statements import Prepared
from pstku.core.text import fold
from pstku.library.models import Page
from pstku.library.rules.schema import Facts
from pstku.library.rules.states import PageState

Names = dict[str, list[str]]
FEW = 500  # pages that are asked for by their ids; more are read as a whole
_COLUMNS = (Page.id, Page.key, Page.kind, Page.title, Page.short, Page.synonyms, Page.facts, Page.verified_at)
_OF_OFFICE = (Page.office_id == bindparam("of_office")) & (Page.state == PageState.PUBLISHED)
# Every column as text: to see that a page is as it was, nothing needs to be decoded.
SCAN = Prepared(select(*(cast(column, Text) for column in (*_COLUMNS, Page.verify_every_days))).where(_OF_OFFICE))
ENTRIES = select(*_COLUMNS, Page.verify_every_days).where(_OF_OFFICE).order_by(Page.id)


@dataclass
class Kept:
    """A catalogue with a fingerprint of each entry's source, so that changed pages can be found."""

    catalogue: Catalogue = field(default_factory=lambda: Catalogue(()))
    marks: dict[int, int] = field(default_factory=dict)


@lru_cache(maxsize=8)
def _kept(_database: str, _office_id: int) -> Kept:
    return Kept()


def library_catalogue(office_id: int, meant: Mapping[str, list[str]], related: Mapping[str, list[str]]) -> Catalogue:
    """The catalogue of the office's published pages as they are now.

    `meant` and `related` map a page's key to guests' words: those that mean the page, and those that come near it.
    """
    cached = _kept(database_name(), office_id)
    marks = {
        int(row[0]): hash((*row, *meant.get(row[1], ()), None, *related.get(row[1], ())))
        for row in SCAN.rows({"of_office": office_id})
    }
    removed = [page_id for page_id in cached.marks if page_id not in marks]
    other = [page_id for page_id, mark in marks.items() if cached.marks.get(page_id) != mark]
    if removed or other:
        new = [_entry(row, meant.get(row.key, []), related.get(row.key, [])) for row in _rows(office_id, other)]
        cached.catalogue = cached.catalogue.changed(removed, new) if cached.marks else Catalogue(new)
        cached.marks = marks
    return cached.catalogue


def _rows(office_id: int, page_ids: list[int]) -> list[Any]:
    query = ENTRIES.where(Page.id.in_(page_ids)) if len(page_ids) <= FEW else ENTRIES
    rows, of = session().execute(query, {"of_office": office_id}), set(page_ids)
    return [row for row in rows if row.id in of]


def _entry(row: Any, meant: list[str], related: list[str]) -> Entry:
    fact = Facts(row.facts)
    names = _names_of(row.title, row.short, row.synonyms, meant)
    return Entry(
        page_id=row.id,
        key=row.key,
        kind=row.kind,
        title=fold(row.title),
        names=names,
        near=tuple(related),
        is_headline=fact.headline,
        is_share=fact.is_percentage,
        due_on=_due_on(row.verified_at, row.verify_every_days),
        unit=fact.unit,
    )


def _names_of(title: str, short: str | None, synonyms: Sequence[str], meant: Sequence[str]) -> tuple[str, ...]:
    """Every name of a page, folded."""
    names = {fold(title), *(fold(word) for word in synonyms), *meant}
    names |= {fold(title.split("(")[0])} | ({fold(short)} if short else set())
    names |= {spelled(name) for name in names}
    names |= {bare(fold(title)), *(short for name in names if " " in (short := bare(name)))}
    names |= {glued[1] for name in names if (glued := GLUED.fullmatch(name))}  # se of se2026, as a question reads it
    return tuple(sorted(names - {""}))


def _due_on(verified_at: datetime | None, every: int) -> date | None:
    return verified_at.date() + timedelta(days=every) if verified_at else None
