"""Rows of the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model

# What guests do is most of the trail, and nobody looks for it by person: their acts pay for one index, not for three.
BY_A_PERSON: dict[str, Any] = {
    "sqlite_where": text("actor_id IS NOT NULL"),
    "postgresql_where": text("actor_id IS NOT NULL"),
}


class AuditEntry(Model):
    """Who did what to which row, when. Holds ids and field names, never personal values or a vote's value."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("office_id", "seq"),
        Index("ix_audit_entries_office_id_action_seq", "office_id", "action", "seq"),
        Index("ix_audit_entries_office_id_actor_id_seq", "office_id", "actor_id", "seq", **BY_A_PERSON),
        Index(
            "ix_audit_entries_office_id_actor_id_action_seq", "office_id", "actor_id", "action", "seq", **BY_A_PERSON
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]  # no foreign key: the trail outlives the person
    actor_kind: Mapped[str]  # person, device, guest, system
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous_mac: Mapped[str]
    mac: Mapped[str]


class AuditHead(Model):
    """The end of an office's chain; its row lock makes the chain a line."""

    __tablename__ = "audit_heads"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    seq: Mapped[int]
    mac: Mapped[str]
    seal: Mapped[str]  # a MAC of the three: without the key nobody moves the end back
