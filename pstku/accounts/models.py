"""Tables of the people: who they are, what they may do, where they are signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pstku.core.db import IDS_USED_ONCE, Model


class Person(Model):
    """Pegawai: somebody who works at the office."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("office_id", "username"),
        Index("ix_people_office_id_phone_index", "office_id", "phone_index"),
        IDS_USED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    username: Mapped[str]
    name: Mapped[str]  # with title, as on a certificate
    call_name: Mapped[str]  # what guests hear
    salutation: Mapped[str]  # Bapak, Ibu or empty
    function: Mapped[str]  # sosial, produksi, distribusi, nerwilis, ipds, umum or empty
    phone_index: Mapped[str | None]  # blind index, only to flag a staff number given as a guest's
    photo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # re-encoded JPEG, square
    has_photo: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    under_sanction: Mapped[bool] = mapped_column(default=False)  # a running sanction bars from the award
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    roles: Mapped[list["PersonRole"]] = relationship(lazy="selectin", order_by="PersonRole.role")

    @property
    def role_codes(self) -> frozenset[str]:
        return frozenset(item.role for item in self.roles)


class PersonRole(Model):
    """One role of one person; a person may have several."""

    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class SignIn(Model):
    """An open sign-in; the browser holds the token, the database its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # password given again, for decisions and exports
    own_phone: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime]
    awaits_second_factor: Mapped[bool] = mapped_column(default=False)  # the password was right; opens nothing yet
    second_factor_due_at: Mapped[datetime | None]  # until then the person may put off choosing a second factor


class SecondFactor(Model):
    """What a person proves themselves with besides the password; the paper codes stand in `RecoveryCode`."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    asked_at: Mapped[datetime]  # when they were first asked to choose one
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # the app's secret
    last_step: Mapped[int | None]  # of the newest code that was taken: each one opens once


class Passkey(Model):
    """A key in a person's phone, computer or stick, unlocked there by finger, face or PIN; we keep its public half."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]  # rises with each use where the key counts; a lower one is a copy
    label: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """One of ten codes on a printed sheet; opens once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_index: Mapped[str]  # keyed hash; the key stands outside the database
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
