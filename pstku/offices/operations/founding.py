"""Founding an office from a file."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from pstku.audit.operations import record
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.models import CodeItem, Holiday, Office, OpeningHours, ServiceType
from pstku.offices.operations.addresses import new_address
from pstku.offices.queries import PROFILE, office_by_code
from pstku.offices.rules.addresses import FIRST

CodeLists = dict[str, list[tuple[str, str]]]
English = Mapping[str, Mapping[str, str]]  # list -> code -> label


def found_office(definition: dict[str, Any], code_lists: CodeLists, english: English | None = None) -> Office:
    """Make an office from its definition file: profile, hours, holidays, services, code lists.

    `code_lists` are the lists every office starts with, `english` what their guests read in English; raises InvalidInput for a field that is missing or cannot be
    read, and Conflict when the office exists.
    """
    if not isinstance(definition, dict):
        raise InvalidInput(
            "code", N_("Berkas kantor bukan daftar isian. Salin content/offices/7571.yaml lalu ubah isinya.")
        )
    missing = [name for name in PROFILE if not definition.get(name)]
    if missing:
        raise InvalidInput(missing[0], N_("Berkas kantor belum lengkap: %(fields)s."), fields=", ".join(missing))
    _check_profile(definition)
    if office_by_code(str(definition["code"])):
        raise Conflict(N_("Kantor %(code)s sudah ada."), code=definition["code"])
    with atomic() as s:
        office = Office(**{name: str(definition[name]) for name in PROFILE}, config_version=1)
        s.add(office)
        s.flush()
        for part, rows in PARTS.items():
            s.add_all(_read(part, rows, office.id, definition.get(part)))
        s.add_all(_lists(office.id, code_lists, english or {}))
        s.add_all(new_address(office.id, place, asdict(words)) for place, words in enumerate(FIRST))
        record(office.id, "found_office", "office", office.id)
    return office


def _check_profile(definition: dict[str, Any]) -> None:
    for name in ("code", "province_code"):
        code = str(definition[name])
        if not (code.isascii() and code.isdigit() and len(code) == 4):
            raise InvalidInput(name, N_("%(name)s harus kode BPS empat angka di antara tanda kutip."), name=name)
    try:
        ZoneInfo(str(definition["timezone"]))
    except (KeyError, ValueError, OSError) as error:
        sentence = N_("timezone tidak dikenal. Pilih Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura.")
        raise InvalidInput("timezone", sentence) from error


def _read(part: str, rows: Callable[[int, Any], list[Any]], office_id: int, written: Any) -> list[Any]:
    try:
        return rows(office_id, written) if written else []
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        sentence = N_(
            "Bagian %(part)s berkas kantor tidak terbaca. Ikuti bentuk di content/offices/7571.yaml; jam dan kode di "
            "antara tanda kutip."
        )
        raise InvalidInput(part, sentence, part=part) from error


def _hours(office_id: int, hours: dict[Any, dict[str, str]]) -> list[OpeningHours]:
    return [
        OpeningHours(
            office_id=office_id,
            weekday=int(weekday),
            opens=time.fromisoformat(item["opens"]),
            closes=time.fromisoformat(item["closes"]),
            break_from=time.fromisoformat(item["break_from"]) if item.get("break_from") else None,
            break_to=time.fromisoformat(item["break_to"]) if item.get("break_to") else None,
        )
        for weekday, item in hours.items()
    ]


def _holidays(office_id: int, holidays: dict[Any, str]) -> list[Holiday]:
    return [Holiday(office_id=office_id, on=_day(on), name=str(name)) for on, name in holidays.items()]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _services(office_id: int, services: list[dict[str, Any]]) -> list[ServiceType]:
    return [
        ServiceType(
            office_id=office_id,
            code=item["code"],
            name=item["name"],
            guest_label=item.get("guest_label") or item["name"],
            guest_hint=item.get("guest_hint") or "",
            guest_label_en=item.get("guest_label_en") or "",
            guest_hint_en=item.get("guest_hint_en") or "",
            standard_text_en=item.get("standard_text_en") or "",
            icon=item.get("icon") or "grid",
            queue_letter=item.get("queue_letter") or "A",
            destination=item.get("destination") or "",
            standard_minutes=item.get("standard_minutes"),
            standard_text=item.get("standard_text") or "",
            fee=item.get("fee") or "",
            counts_as=item.get("counts_as") or "pst",
            seeks_data=bool(item.get("seeks_data", item.get("counts_as", "pst") == "pst")),
            is_complaint=bool(item.get("is_complaint")),
            is_example=bool(item.get("is_example", True)),
            is_active=True,
            position=position,
        )
        for position, item in enumerate(services)
    ]


PARTS: dict[str, Callable[[int, Any], list[Any]]] = {"hours": _hours, "holidays": _holidays, "services": _services}


def _lists(office_id: int, code_lists: CodeLists, english: English) -> list[CodeItem]:
    return [
        CodeItem(
            office_id=office_id,
            list_code=list_code,
            code=code,
            label=label,
            label_en=english.get(list_code, {}).get(code, ""),
            is_active=True,
            position=position,
        )
        for list_code, items in code_lists.items()
        for position, (code, label) in enumerate(items)
    ]
