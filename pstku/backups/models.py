"""Tables of the backups."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class RecoveryKey(Model):
    """The public half of a key whose secret half stands on paper only; backups are encrypted to it until it is retired."""

    __tablename__ = "recovery_keys"
    __table_args__ = (UniqueConstraint("office_id", "public_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    kept_at: Mapped[str]  # where the paper lies, in the admin's words
    public_key: Mapped[str]
    checks: Mapped[list[Any]]  # [{places, hash}]: slow hashes of three groups each, to test the paper without the key
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    tested_at: Mapped[datetime | None]
    test_count: Mapped[int] = mapped_column(default=0)  # says which three groups are asked next
    retired_at: Mapped[datetime | None]
