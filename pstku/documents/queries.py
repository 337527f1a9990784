"""Reads of the papers: the office's words, the register, the copies that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import undefer

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.documents.models import Document, DocumentText, SignedCopy
from pstku.documents.rules.kinds import Kind
from pstku.documents.rules.texts import COLUMNS_KEY, TEXTS, columns_of, filled
from pstku.offices.queries import Configuration


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the office's papers: `texts` by key as they were typed, `columns` of the list of candidates."""

    texts: Mapping[str, str]
    columns: tuple[str, ...]
    changed: frozenset[str]  # the keys that differ from the default
    profile: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """A text with the office's profile in it."""
        return filled(self.texts[key], self.profile)

    def lines(self, key: str) -> list[str]:
        """The lines of a long text that hold something."""
        return [line for line in (each.strip() for each in self[key].splitlines()) if line]


def words_of(office: Configuration, typed: Mapping[str, str] | None = None) -> Words:
    """The words of an office over the defaults; `typed` ones go before what is kept, for looking at them first."""
    stored = {
        row.key: row.words for row in session().scalars(select(DocumentText).where(DocumentText.office_id == office.id))
    } | dict(typed or {})
    return Words(
        {text.key: stored.get(text.key, text.default) for text in TEXTS},
        tuple(columns_of(stored.get(COLUMNS_KEY))),
        frozenset(stored),
        {
            "kantor": office.name,
            "unit": office.unit_name,
            "alamat": " · ".join(part for part in (office.address, office.website, office.email) if part),
            "kota": office.city,
            "kepala": office.head_title,
            "kode": office.code,
        },
    )


def get_document(office_id: int, document_id: int, *, with_content: bool = False) -> Document:
    """A paper of the office; raises NotFound."""
    options = [undefer(Document.content)] if with_content else []
    document = session().get(Document, document_id, options=options, populate_existing=True)
    if document is None or document.office_id != office_id:
        raise NotFound(N_("Naskah ini tidak ditemukan."))
    return document


def newest(office_id: int, kind: Kind, period_id: int | None) -> Document | None:
    """The paper of this kind that counts: the last edition for the period, or for the office."""
    mine = (Document.office_id == office_id) & (Document.kind == kind)
    about = Document.period_id.is_(None) if period_id is None else Document.period_id == period_id
    return session().scalar(select(Document).where(mine, about).order_by(Document.edition.desc()).limit(1))


class Entry(NamedTuple):
    """One line of the register."""

    document: Document
    issuer: str
    copies: int


@dataclass(frozen=True, slots=True)
class YearOfPapers:
    """The papers of one year, the newest first, and the year before it that has any."""

    year: int
    entries: list[Entry]
    older: int | None


def papers_of_year(office_id: int, until: int | None = None) -> YearOfPapers | None:
    """One page of the register: the year `until`, or the last before it that has a paper; None without any."""
    mine = Document.office_id == office_id
    years = select(func.max(Document.year)).where(mine)
    year = session().scalar(years if until is None else years.where(Document.year <= until))
    if year is None:
        return None
    older = session().scalar(years.where(Document.year < year))
    return YearOfPapers(year, _entries(mine & (Document.year == year)), older)


def papers_of_period(office_id: int, period_id: int) -> list[Entry]:
    """Every paper that was issued for a period, the newest first."""
    return _entries((Document.office_id == office_id) & (Document.period_id == period_id))


def _entries(which: ColumnElement[bool]) -> list[Entry]:
    copies = select(func.count()).where(SignedCopy.document_id == Document.id).scalar_subquery()
    query = select(Document, Person.name, copies).join(Person, Person.id == Document.issued_by_id).where(which)
    rows = session().execute(query.order_by(Document.issued_at.desc(), Document.id.desc()))
    return [Entry(*row) for row in rows]


class Copy(NamedTuple):
    """A copy that came back and who filed it."""

    row: SignedCopy
    receiver: str


def copies_of(document_id: int) -> list[Copy]:
    """The copies that came back for a paper, the newest first."""
    query = select(SignedCopy, Person.name).join(Person, Person.id == SignedCopy.received_by_id)
    query = query.where(SignedCopy.document_id == document_id).order_by(SignedCopy.id.desc())
    return [Copy(*row) for row in session().execute(query)]


def get_copy(document: Document, copy_id: int) -> SignedCopy:
    """A copy of this paper with its file; raises NotFound."""
    copy = session().get(SignedCopy, copy_id, options=[undefer(SignedCopy.content)], populate_existing=True)
    if copy is None or copy.document_id != document.id:
        raise NotFound(N_("Salinan ini tidak ditemukan."))
    return copy
