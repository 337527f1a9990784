"""Questionnaire, first week and baseline as files of a pack."""

from typing import Any

from sqlalchemy import select

from pstku.core.db import session
from pstku.learning.queries.export import as_yaml
from pstku.practice.guide_packs import BASELINE, BASELINE_GUIDE, FIRST_WEEK, FIRST_WEEK_GUIDE, ITEMS
from pstku.practice.models import PackGuide
from pstku.practice.queries.competence import items_of

DEFINITIONS, VALUES = "definitions", "values"


def guide_files(office_id: int, kind: str) -> dict[str, bytes]:
    """Name -> content: items and first week with the definitions, the office's own baseline with its figures."""
    mine = select(PackGuide.name, PackGuide.content).where(PackGuide.office_id == office_id)
    guides: dict[str, dict[str, Any]] = {row[0]: row[1] for row in session().execute(mine)}
    if kind == VALUES:
        return {BASELINE: as_yaml(guides[BASELINE_GUIDE])} if BASELINE_GUIDE in guides else {}
    files = {FIRST_WEEK: as_yaml(guides[FIRST_WEEK_GUIDE])} if FIRST_WEEK_GUIDE in guides else {}
    items = [{"id": i.key, "indicator": i.indicator, "text": i.text} for i in items_of(office_id) if i.is_active]
    return files | ({ITEMS: as_yaml({"items": items})} if items else {})
