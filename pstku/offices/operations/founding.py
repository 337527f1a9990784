"""Founding an office from a file."""

from datetime import date, time
from typing import Any

from pstku.audit.operations import record
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.models import CodeItem, Holiday, Office, OpeningHours, ServiceType
from pstku.offices.queries import PROFILE, office_by_code

CodeLists = dict[str, list[tuple[str, str]]]


def found_office(definition: dict[str, Any], code_lists: CodeLists) -> Office:
    """Make an office from its definition file: profile, hours, holidays, services, code lists.

    `code_lists` are the lists every office starts with; raises InvalidInput for a missing profile field and
    Conflict when the office exists.
    """
    missing = [name for name in PROFILE if not definition.get(name)]
    if missing:
        raise InvalidInput(missing[0], N_("Berkas kantor belum lengkap: %(fields)s."), fields=", ".join(missing))
    if office_by_code(str(definition["code"])):
        raise Conflict(N_("Kantor %(code)s sudah ada."), code=definition["code"])
    with atomic() as s:
        office = Office(**{name: str(definition[name]) for name in PROFILE}, config_version=1)
        s.add(office)
        s.flush()
        s.add_all(_hours(office.id, definition.get("hours") or {}))
        s.add_all(
            Holiday(office_id=office.id, on=_day(on), name=name)
            for on, name in (definition.get("holidays") or {}).items()
        )
        s.add_all(_services(office.id, definition.get("services") or []))
        s.add_all(_lists(office.id, code_lists))
        record(office.id, "found_office", "office", office.id)
    return office


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
            icon=item.get("icon") or "grid",
            queue_letter=item.get("queue_letter") or "A",
            destination=item.get("destination") or "",
            standard_minutes=item.get("standard_minutes"),
            standard_text=item.get("standard_text") or "",
            fee=item.get("fee") or "",
            counts_as=item.get("counts_as") or "pst",
            is_complaint=bool(item.get("is_complaint")),
            is_example=bool(item.get("is_example", True)),
            is_active=True,
            position=position,
        )
        for position, item in enumerate(services)
    ]


def _lists(office_id: int, code_lists: CodeLists) -> list[CodeItem]:
    return [
        CodeItem(
            office_id=office_id,
            list_code=list_code,
            code=code,
            label=label,
            is_active=True,
            position=position,
        )
        for list_code, items in code_lists.items()
        for position, (code, label) in enumerate(items)
    ]
