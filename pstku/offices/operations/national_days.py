"""Libur nasional and cuti bersama, a year at a time, as the definition pack brings them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import delete

from pstku.audit.operations import record
from pstku.core.db import atomic
from pstku.offices.models import NationalDay
from pstku.offices.operations.changing import changed
from pstku.offices.queries import english_of_day, national_days
from pstku.offices.rules.calendar import DayOff

SAID = ("on", "name", "name_en", "kind", "decree", "is_estimate")


def set_national_days(office_id: int, year: int, days: Sequence[DayOff], pack_key: str) -> bool:
    """Replace the national days of a year; True when anything changed.

    An admin's entries for single days stay, and override these. A name the pack has no English of keeps the English it had.
    """
    with atomic() as s:
        days = [day if day.name_en else replace(day, name_en=english_of_day(office_id, day.name)) for day in days]
        listed = [day for day in national_days(office_id) if day.on.year == year]
        if listed == sorted(days, key=lambda day: day.on):
            return False
        in_year = NationalDay.on.between(date(year, 1, 1), date(year, 12, 31))
        s.execute(delete(NationalDay).where(NationalDay.office_id == office_id, in_year))
        s.add_all(NationalDay(office_id=office_id, **{name: getattr(day, name) for name in SAID}) for day in days)
        changed(office_id)
        record(office_id, "set_national_days", "calendar", year, count=len(days), pack=pack_key)
    return True
