"""The data needs behind a figure, one row each: what was sought, and whether it was obtained. Nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.guestbook.models import DataNeed, Visit
from pstku.guestbook.rules.codes import queue_label
from pstku.library.models import Page
from pstku.offices.queries import Configuration
from pstku.returns.columns.known import years_in_words
from pstku.returns.register.rows import PAGE_SIZE, Chosen

LISTS = ("level", "frequency", "source_kind", "obtained")
ORDER = (Visit.day, Visit.created_at, DataNeed.id)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which needs: of these visits, with this result, about this indicator or in the words of this need."""

    chosen: Chosen
    obtained: str = ""
    indicator: str = ""
    like: UUID | None = None


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need in words; `what` is empty where the guest was erased."""

    id: UUID
    visit_id: UUID
    day: date
    number: str
    service: str
    what: str
    region: str
    years: str
    lists: tuple[str, ...]  # in the order of LISTS

    @property
    def obtained(self) -> str:
        return self.lists[-1]


def sought_of(
    office: Configuration, chosen: Chosen, obtained: str = "", indicator: str = "", like: UUID | None = None
) -> Sought:
    """What is asked for; raises InvalidInput for a result that there is not."""
    if obtained and obtained not in {item.code for item in office.lists["obtained"]}:
        raise InvalidInput("perolehan", N_("Pilihan ini tidak ada. Pilih yang lain."))
    return Sought(chosen, obtained, indicator, like)


def count_needs(office: Configuration, sought: Sought) -> int:
    """How many needs these are."""
    query = select(func.count()).select_from(DataNeed).join(Visit, Visit.id == DataNeed.visit_id)
    return session().scalar(_narrow(office, query, sought)) or 0


def page_of_needs(office: Configuration, sought: Sought, after: UUID | None = None) -> list[NeedRow]:
    """One page; one row more than `PAGE_SIZE` when others follow. `after`: the last need before."""
    names = ("id", "what", "region", "year_from", "year_to", "indicator_key", *LISTS)
    visit = ("day", "letter", "number", "tablet_number", "service_type_id")
    columns = [*(getattr(DataNeed, name) for name in names), *(getattr(Visit, name) for name in visit)]
    title = func.coalesce(Page.short, Page.title).label("title")
    query: Select[Any] = select(*columns, Visit.id.label("visit_id"), title).join(Visit, Visit.id == DataNeed.visit_id)
    query = query.outerjoin(Page, (Page.office_id == office.id) & (Page.key == DataNeed.indicator_key))
    query = _narrow(office, query, sought)
    if place := _place(office, after):
        query = query.where(tuple_(*ORDER) > tuple_(*place))
    rows = session().execute(query.order_by(*ORDER).limit(PAGE_SIZE + 1)).mappings()
    return [_row(office, row) for row in rows]


def _place(office: Configuration, after: UUID | None) -> tuple[Any, ...]:
    if after is None:
        return ()
    query = select(*ORDER).join(Visit, Visit.id == DataNeed.visit_id)
    found = session().execute(query.where(DataNeed.id == after, DataNeed.office_id == office.id)).first()
    return tuple(found) if found else ()


def _narrow(office: Configuration, query: Select[Any], sought: Sought) -> Select[Any]:
    return sought.chosen.narrow(office, query).where(*_conditions(office, sought))


def _conditions(office: Configuration, sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.obtained:
        found.append(DataNeed.obtained == sought.obtained)
    if sought.indicator:
        found.append(DataNeed.indicator_key == sought.indicator)
    if sought.like:
        mine = (DataNeed.id == sought.like, DataNeed.office_id == office.id)
        for said in (DataNeed.what, func.coalesce(DataNeed.indicator_key, "")):  # both make a topic
            found.append(said == select(said).where(*mine).correlate(None).scalar_subquery())
    return found


def _row(office: Configuration, row: Mapping[Any, Any]) -> NeedRow:
    return NeedRow(
        id=row["id"],
        visit_id=row["visit_id"],
        day=row["day"],
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        service=office.service(row["service_type_id"]).name,
        what=row["what"] or row["title"] or "",
        region=row["region"],
        years=years_in_words(row["year_from"], row["year_to"]),
        lists=tuple(office.label(name, row[name]) for name in LISTS),
    )
