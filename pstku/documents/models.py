"""Tables of the papers: the office's words, the counters of numbers, what was issued, and what came back signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model, one_of
from pstku.documents.rules.copies import Finding
from pstku.documents.rules.kinds import Kind


class DocumentText(Model):
    """A text that differs from its default in `documents.rules.texts`."""

    __tablename__ = "document_texts"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]


class DocumentSeries(Model):
    """The last number of a kind in a year; whoever issues a paper moves it in the same act."""

    __tablename__ = "document_series"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Document(Model):
    """A paper that was issued: its words are frozen, and a reprint is the same bytes with the same number."""

    __tablename__ = "documents"
    __table_args__ = (
        one_of("kind", Kind),
        UniqueConstraint("office_id", "kind", "year", "sequence"),
        UniqueConstraint("office_id", "number"),
        UniqueConstraint("period_id", "kind", "edition"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[str]
    period_id: Mapped[int | None] = mapped_column(ForeignKey("award_periods.id"))  # none: the SOP
    edition: Mapped[int]  # 1, and one more each time its words had to change
    year: Mapped[int]
    sequence: Mapped[int | None]  # none: it bears a number of the office's own
    number: Mapped[str | None]
    title: Mapped[str]
    wording: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the PDF; none until it was printed
    sha256: Mapped[str | None]  # of it


class SignedCopy(Model):
    """A file that came back for a paper, kept as it came, with what could be found out about it."""

    __tablename__ = "signed_copies"
    __table_args__ = (one_of("finding", Finding), UniqueConstraint("document_id", "sha256"), IDS_USED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    finding: Mapped[str]
    signers: Mapped[list[Any]]  # names as the certificates give them
    received_at: Mapped[datetime]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
