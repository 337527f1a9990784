"""Images of pages."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class PageImage(Model):
    """A picture that pages show, re-encoded on arrival; its key is a hash of what was uploaded."""

    __tablename__ = "page_images"
    __table_args__ = (UniqueConstraint("office_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    key: Mapped[str]  # 32 hex digits
    content: Mapped[bytes] = mapped_column(LargeBinary)  # WebP
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[datetime]
