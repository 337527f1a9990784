"""Tables of those who serve: desks, duty roster, readiness, the personal QR."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Model


class Desk(Model):
    """Loket: a place where guests are served."""

    __tablename__ = "desks"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="", server_default="")  # for guests; empty: nobody wrote it
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class Duty(Model):
    """Jadwal piket: one person on one day, on duty or as backup."""

    __tablename__ = "duties"
    __table_args__ = (UniqueConstraint("office_id", "on", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))
    is_backup: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)


class Readiness(Model):
    """ "Siap melayani": who can be rung now, and at which desk; absent means not ready."""

    __tablename__ = "readiness"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("desks.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]  # end of the service day


class OfficerQr(Model):
    """The secret behind an officer's rotating QR; renewing it ends every older code at once."""

    __tablename__ = "officer_qrs"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    ref: Mapped[str] = mapped_column(unique=True)  # short public reference inside the token
    secret: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    renewed_at: Mapped[datetime]


class Badge(Model):
    """A printed badge: a static token, marked so, revocable."""

    __tablename__ = "badges"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)  # printed under the QR, e.g. 7Q2K-9MWC
    token: Mapped[bytes] = mapped_column(LargeBinary)  # sealed, so that it can be printed again
    token_hash: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
