"""The configuration of an office: its profile and everything an admin configured, in one bundle."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from pstku.core.db import database_name, session
from pstku.core.errors import NotFound
from pstku.core.statements import Prepared
from pstku.core.text import N_
from pstku.offices.models import (
    CodeItem,
    Holiday,
    NationalDay,
    Office,
    OpeningHours,
    OutsideAddress,
    ServiceType,
    Setting,
    SpecialDay,
    SpecialHours,
)
from pstku.offices.rules.addresses import AddressState, AddressWords, state_at
from pstku.offices.rules.calendar import Calendar, DayOff, HoursPeriod, is_working_day
from pstku.offices.rules.services import ServiceWords
from pstku.offices.settings import Settings, settings_from


@dataclass(frozen=True, slots=True)
class Service(ServiceWords):
    """A service type as guests and reports see it."""

    id: int
    code: str
    guest_label_en: str  # empty where nobody has written it
    guest_hint_en: str
    standard_text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAddress(AddressWords):
    """An outside address with what was said of it last."""

    id: int
    state: str
    checked_at: datetime | None
    checked_by_id: int | None

    def state_at(self, now: datetime) -> AddressState:
        """The state that counts now."""
        return state_at(self.state, self.checked_at, now)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a code list."""

    code: str
    label: str
    is_active: bool
    label_en: str = ""  # empty where nobody has written it


@dataclass(frozen=True, slots=True)
class Hours:
    """Service hours of a weekday (0 = Monday)."""

    weekday: int
    opens: time
    closes: time
    break_from: time | None
    break_to: time | None


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything about one office that only an admin changes. Immutable; a change makes a new version."""

    id: int
    version: int
    code: str
    name: str
    unit_name: str
    region_name: str
    province_code: str
    province_name: str
    city: str
    timezone: str
    address: str
    email: str
    whatsapp: str
    website: str
    head_title: str
    settings: Settings
    services: tuple[Service, ...]
    lists: dict[str, tuple[Choice, ...]]
    hours: tuple[Hours, ...]
    holidays: dict[date, str]
    hours_periods: tuple[HoursPeriod, ...] = ()
    addresses: tuple[ToldAddress, ...] = ()
    english_of_days: Mapping[str, str] = field(default_factory=dict)  # name of a holiday -> the English of it

    @property
    def calendar(self) -> Calendar:
        """The working days and service hours that every calculation uses."""
        return Calendar(self.hours, self.holidays, self.hours_periods)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def level_word(self) -> str:
        """kota, kabupaten or provinsi: the word for the level of the office's own region."""
        if self.code == self.province_code:
            return "provinsi"
        return "kabupaten" if self.region_name.lower().startswith("kab") else "kota"

    @property
    def other_level_word(self) -> str:
        """The level the office's own region is not: kabupaten for a kota, kota for a kabupaten, either for a provinsi."""
        return {"kabupaten": "kota", "provinsi": "kabupaten atau kota"}.get(self.level_word, "kabupaten")

    def works_on(self, day: date) -> bool:
        """Is it one of the office's service days, and no holiday?"""
        return is_working_day(day, self.calendar)

    def active_services(self) -> list[Service]:
        """Services a guest can choose, in the office's order."""
        return [service for service in self.services if service.is_active]

    def service(self, service_id: int) -> Service:
        """A service by id, active or not; raises NotFound."""
        for service in self.services:
            if service.id == service_id:
                return service
        raise NotFound(N_("Layanan ini tidak ada lagi. Pilih layanan lain."))

    def choices(self, list_code: str) -> list[tuple[str, str]]:
        """(code, label) of a list's active values."""
        return [(item.code, item.label) for item in self.lists.get(list_code, ()) if item.is_active]

    def label(self, list_code: str, code: str | None) -> str:
        """The label of a stored code, even when it is no longer offered; empty for None."""
        return next((item.label for item in self.lists.get(list_code, ()) if item.code == code), "")


VERSION = Prepared(select(Office.config_version).where(Office.id == bindparam("office_id")))


def configuration(office_id: int) -> Configuration:
    """The office's configuration; one statement while nothing changed, none when this request has asked before."""
    version = None if session().is_in_act else session().seen.get((Configuration, office_id))
    if version is None:
        found = VERSION.first({"office_id": office_id})
        if found is None:
            raise NotFound(N_("Kantor ini belum disiapkan."))
        version = found.config_version
        note_version(office_id, version)
    return _configuration(database_name(), office_id, version)


def note_version(office_id: int, version: int) -> None:
    """The configuration's version, read beside something else: `configuration` need not ask for it."""
    session().seen[Configuration, office_id] = version


@lru_cache(maxsize=64)
def _configuration(_database: str, office_id: int, version: int) -> Configuration:
    s = session()
    office = s.get_one(Office, office_id)
    services = select(ServiceType).where(ServiceType.office_id == office_id).order_by(ServiceType.position)
    items = select(CodeItem).where(CodeItem.office_id == office_id).order_by(CodeItem.position)
    lists: dict[str, list[Choice]] = {}
    for item in s.scalars(items):
        lists.setdefault(item.list_code, []).append(Choice(item.code, item.label, item.is_active, item.label_en))
    stored = s.execute(select(Setting.key, Setting.value).where(Setting.office_id == office_id))
    hours = select(OpeningHours).where(OpeningHours.office_id == office_id).order_by(OpeningHours.weekday)
    profile = {name: getattr(office, name) for name in PROFILE}
    closed = [day for day in days_off(office_id) if not day.is_open]
    return Configuration(
        id=office_id,
        version=version,
        **profile,
        settings=settings_from(dict(stored.all())),
        services=tuple(_service(row) for row in s.scalars(services)),
        lists={code: tuple(values) for code, values in lists.items()},
        hours=tuple(_hours(row) for row in s.scalars(hours)),
        holidays={day.on: day.name for day in closed},
        hours_periods=_hours_periods(office_id),
        addresses=_addresses(office_id),
        english_of_days={day.name: day.name_en for day in closed},
    )


PROFILE = (
    "code",
    "name",
    "unit_name",
    "region_name",
    "province_code",
    "province_name",
    "city",
    "timezone",
    "address",
    "email",
    "whatsapp",
    "website",
    "head_title",
)


def _hours(row: OpeningHours | SpecialDay) -> Hours:
    return Hours(row.weekday, row.opens, row.closes, row.break_from, row.break_to)


def _hours_periods(office_id: int) -> tuple[HoursPeriod, ...]:
    weeks: dict[date, list[Hours]] = defaultdict(list)
    days = select(SpecialDay).where(SpecialDay.office_id == office_id).order_by(SpecialDay.weekday)
    for day in session().scalars(days):
        weeks[day.first_on].append(_hours(day))
    stretches = select(SpecialHours).where(SpecialHours.office_id == office_id).order_by(SpecialHours.first_on)
    return tuple(
        HoursPeriod(row.first_on, row.last_on, row.name, tuple(weeks[row.first_on]))
        for row in session().scalars(stretches)
    )


def national_days(office_id: int) -> list[DayOff]:
    """Libur nasional and cuti bersama from the definition pack, earliest first."""
    query = select(NationalDay).where(NationalDay.office_id == office_id).order_by(NationalDay.on)
    return [
        DayOff(row.on, row.name, row.kind, row.decree, row.is_estimate, name_en=row.name_en)
        for row in session().scalars(query)
    ]


def days_off(office_id: int) -> list[DayOff]:
    """The national days and the admin's entries, which override them, earliest first."""
    found = {day.on: day for day in national_days(office_id)}
    for row in session().scalars(select(Holiday).where(Holiday.office_id == office_id)):
        found[row.on] = DayOff(row.on, row.name, is_own=True, is_open=row.is_open, name_en=row.name_en)
    return [found[day] for day in sorted(found)]


def _addresses(office_id: int) -> tuple[ToldAddress, ...]:
    rows = select(OutsideAddress).where(OutsideAddress.office_id == office_id)
    names = [field.name for field in fields(ToldAddress)]
    ordered = session().scalars(rows.order_by(OutsideAddress.position, OutsideAddress.id))
    return tuple(ToldAddress(**{name: getattr(row, name) for name in names}) for row in ordered)


def _service(row: ServiceType) -> Service:
    return Service(**{field.name: getattr(row, field.name) for field in fields(Service)})
