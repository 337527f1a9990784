"""Tables of the office: profile, hours, services, code lists, settings, improvements."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import IDS_USED_ONCE, Json, Model, one_of
from pstku.offices.rules.addresses import AddressState, Topic


class Office(Model):
    """A satker of BPS."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)  # BPS domain, e.g. 7571
    name: Mapped[str]  # BPS Kota Gorontalo
    unit_name: Mapped[str]  # Pelayanan Statistik Terpadu
    region_name: Mapped[str]  # Kota Gorontalo
    province_code: Mapped[str]
    province_name: Mapped[str]
    city: Mapped[str]  # place named above a signature
    timezone: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    whatsapp: Mapped[str]
    website: Mapped[str]
    head_title: Mapped[str]  # Kepala BPS Kota Gorontalo
    config_version: Mapped[int] = mapped_column(default=1)  # moves with every change an admin makes


class Setting(Model):
    """A value that differs from its default in `offices.settings`."""

    __tablename__ = "settings"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


class OpeningHours(Model):
    """Service hours of one weekday (0 = Monday); a missing weekday is closed."""

    __tablename__ = "opening_hours"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[time]
    closes: Mapped[time]
    break_from: Mapped[time | None]
    break_to: Mapped[time | None]


class NationalDay(Model):
    """Libur nasional or cuti bersama, as the definition pack brings it; what an admin says of the day goes before it."""

    __tablename__ = "national_days"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="", server_default="")  # for guests; empty: nobody wrote it
    kind: Mapped[str]  # libur nasional or cuti bersama
    decree: Mapped[str]
    is_estimate: Mapped[bool]


class Holiday(Model):
    """A day that an admin closed, or kept open although it is a national one."""

    __tablename__ = "holidays"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="", server_default="")
    is_open: Mapped[bool] = mapped_column(default=False)


class SpecialHours(Model):
    """A stretch of days with a week of its own, such as Ramadan; stretches of an office never overlap."""

    __tablename__ = "special_hours"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    last_on: Mapped[date]
    name: Mapped[str]


class SpecialDay(Model):
    """Service hours of one weekday (0 = Monday) in such a stretch; a missing weekday is closed."""

    __tablename__ = "special_days"
    __table_args__ = (
        ForeignKeyConstraint(
            ["office_id", "first_on"],
            ["special_hours.office_id", "special_hours.first_on"],
            name="fk_special_days_office_id_special_hours",
        ),
    )

    office_id: Mapped[int] = mapped_column(primary_key=True)
    first_on: Mapped[date] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[time]
    closes: Mapped[time]
    break_from: Mapped[time | None]
    break_to: Mapped[time | None]


class ServiceType(Model):
    """A service of the counter, in the office's and in the guests' words, with its standard."""

    __tablename__ = "service_types"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    code: Mapped[str]
    name: Mapped[str]  # official
    guest_label: Mapped[str]  # "Cari data"
    guest_hint: Mapped[str]
    guest_label_en: Mapped[str] = mapped_column(default="", server_default="")
    guest_hint_en: Mapped[str] = mapped_column(default="", server_default="")
    standard_text_en: Mapped[str] = mapped_column(default="", server_default="")
    icon: Mapped[str]
    queue_letter: Mapped[str]
    destination: Mapped[str]
    standard_minutes: Mapped[int | None]  # to first service
    standard_text: Mapped[str]
    fee: Mapped[str]
    counts_as: Mapped[str]  # pst or kantor
    seeks_data: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_complaint: Mapped[bool]
    is_example: Mapped[bool]
    is_active: Mapped[bool]
    position: Mapped[int]


class CodeItem(Model):
    """One value of a code list (education, occupation, ...), kept by code so that reports stay comparable."""

    __tablename__ = "code_items"
    __table_args__ = (UniqueConstraint("office_id", "list_code", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    list_code: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="", server_default="")
    is_active: Mapped[bool]
    position: Mapped[int]


class Improvement(Model):
    """ "Kami dengar, kami perbaiki": what guests asked for and what the office did."""

    __tablename__ = "improvements"
    __table_args__ = IDS_USED_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="", server_default="")
    published_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class OutsideAddress(Model):
    """Where guests are sent beside this office, and what an editor said of it last."""

    __tablename__ = "outside_addresses"
    __table_args__ = (one_of("topic", Topic), one_of("state", AddressState), IDS_USED_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    topic: Mapped[str]  # a Topic
    name: Mapped[str]
    name_en: Mapped[str]
    guidance: Mapped[str]
    guidance_en: Mapped[str]
    address: Mapped[str]  # https://…, a street, a telephone, or empty
    state: Mapped[str]  # an AddressState
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    position: Mapped[int]
