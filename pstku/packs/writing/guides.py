"""Questionnaire, first week, baseline and holidays as files of a pack."""

from itertools import groupby
from typing import Any

from sqlalchemy import select

from pstku.core.db import session
from pstku.offices.queries import national_days
from pstku.offices.rules.calendar import DayOff
from pstku.packs.reading.guides import BASELINE, FIRST_WEEK, HOLIDAYS, ITEMS
from pstku.packs.writing.library import as_yaml
from pstku.practice.models import BASELINE_GUIDE, FIRST_WEEK_GUIDE, PackGuide
from pstku.practice.queries.competence import items_of

DEFINITIONS, VALUES = "definitions", "values"


def guide_files(office_id: int, kind: str) -> dict[str, bytes]:
    """File name -> content: items, first week and holidays go with the definitions, the baseline with the office's figures."""
    mine = select(PackGuide.name, PackGuide.content).where(PackGuide.office_id == office_id)
    guides: dict[str, dict[str, Any]] = {row[0]: row[1] for row in session().execute(mine)}
    if kind == VALUES:
        return {BASELINE: as_yaml(guides[BASELINE_GUIDE])} if BASELINE_GUIDE in guides else {}
    files = {FIRST_WEEK: as_yaml(guides[FIRST_WEEK_GUIDE])} if FIRST_WEEK_GUIDE in guides else {}
    items = [{"id": i.key, "indicator": i.indicator, "text": i.text} for i in items_of(office_id) if i.is_active]
    if years := _holiday_years(office_id):
        files[HOLIDAYS] = as_yaml({"years": years})
    return files | ({ITEMS: as_yaml({"items": items})} if items else {})


def _holiday_years(office_id: int) -> list[dict[str, Any]]:
    by_year = groupby(national_days(office_id), key=lambda day: day.on.year)
    return [{"year": year, "days": [_holiday(day) for day in days]} for year, days in by_year]


def _holiday(day: DayOff) -> dict[str, Any]:
    entry = {"date": day.on.isoformat(), "name": day.name, "kind": day.kind, "decree": day.decree}
    entry |= {"english": day.name_en} if day.name_en else {}
    return entry | ({"estimate": True} if day.is_estimate else {})
