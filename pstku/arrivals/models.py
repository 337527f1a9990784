"""Tables of the guest book on the guest's own phone: the office's printed QR, and the entries no officer has seen yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model


class GuestBookQr(Model):
    """The QR at the counter that opens the guest book on a phone; at most one of an office has not ended."""

    __tablename__ = "guest_book_qrs"
    __table_args__ = (
        Index(
            "uq_guest_book_qrs_current",
            "office_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    token: Mapped[bytes] = mapped_column(LargeBinary)  # sealed, so that it can be printed again
    token_hash: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Arrival(Model):
    """An entry sent from a phone that waits for an officer. It is no visit, and no report, list or ring knows of it.

    It becomes one with the same id, or is deleted: by an officer, or when the counter closes. No backup holds it.
    """

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("office_id", "sign"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)  # the form's own key, and later the visit's
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    entry_sealed: Mapped[bytes] = mapped_column(LargeBinary)  # everything that was typed
    fingerprint: Mapped[str]  # a keyed hash of it, to know a repeat
    sign: Mapped[str]  # Kelinci 27: on the phone and on the desk
    language: Mapped[str]  # in which the guest read
    sent_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # when the counter closes
