"""Table of what was set aside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model, one_of
from pstku.setaside.rules import Decision


class AsideItem(Model):
    """What the server refused and the tablet therefore set aside: it waits for an admin, however old it gets.

    `item_id`: the tablet's own id of it, with which the envelope is sealed. `sent_at`: the tablet's clock when it was sent here.
    The envelope and the reason go with the decision.
    """

    __tablename__ = "aside_items"
    __table_args__ = (UniqueConstraint("office_id", "item_id"), one_of("decision", Decision))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"))
    item_id: Mapped[str]
    kind: Mapped[str]  # as the tablet names it: visit, vote
    envelope: Mapped[bytes | None] = mapped_column(LargeBinary)
    digest: Mapped[str]  # of the envelope: another one under the same id is another item
    reason: Mapped[str]  # the server's sentence
    sent_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime]
    decision: Mapped[str | None]  # a Decision
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id")
    )  # None when it was taken after all by itself
    number: Mapped[str] = mapped_column(default="")  # of the visit it became
