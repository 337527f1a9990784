"""The visits behind a figure, in the order in which they came; names only where they are asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, text, tuple_

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.guestbook.models import Agency, Guest, Visit
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.days import people_of_sex
from pstku.guestbook.rules.states import VisitState, way_of
from pstku.offices.models import ServiceType
from pstku.offices.queries import Configuration
from pstku.returns.columns.known import STATES
from pstku.returns.measures.groups import FIXED, WAYS, Group, of_service

PAGE_SIZE = 50
AT_ONCE = 2_000  # rows that are in memory at the same time
LISTS = ("age_group", "sex", "education", "occupation", "agency_category", "purpose")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One visit in words and numbers; `name` and `agency` are empty unless they were asked for."""

    id: UUID
    day: date
    came_at: datetime
    number: str
    service: str
    way: str
    state: str
    officer: str
    started_at: datetime | None
    closed_at: datetime | None
    persons: int
    male: int  # as the report counts them, by `people_of_sex`
    female: int
    lists: tuple[str, ...]  # in the order of LISTS
    name: str = ""
    agency: str = ""


def group_named(office: Configuration, key: str) -> Group:
    """A group by its key, services included; raises InvalidInput for one that there is not."""
    groups = {group.key: group for group in (*FIXED, *map(of_service, office.services))}
    if key not in groups:
        raise InvalidInput("kelompok", N_("Kelompok ini tidak ada."))
    return groups[key]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which visits: of these days and in every one of these groups."""

    first: date
    last: date
    groups: tuple[Group, ...] = ()
    officer_id: int | None = None
    is_finished: bool = False  # only visits that were served and closed

    def narrow(self, office: Configuration, query: Select[Any]) -> Select[Any]:
        """The query for these visits of the office alone."""
        query = query.join(ServiceType, ServiceType.id == Visit.service_type_id)
        query = query.where(Visit.office_id == office.id, Visit.day.between(self.first, self.last))
        if self.officer_id is not None:
            query = query.where(Visit.officer_id == self.officer_id)
        if self.is_finished:
            query = query.where(Visit.state == VisitState.DONE)
        return query.where(*(text(f"({group.sql})") for group in self.groups))


def count_rows(office: Configuration, chosen: Chosen) -> int:
    """How many visits these are."""
    return session().scalar(chosen.narrow(office, select(func.count()).select_from(Visit))) or 0


def page_of_rows(office: Configuration, chosen: Chosen, after: UUID | None = None) -> list[RegisterRow]:
    """One page without names; one row more than `PAGE_SIZE` when others follow. `after`: the last row before."""
    query = _rows(office, chosen, with_names=False).limit(PAGE_SIZE + 1)
    last = session().get(Visit, after) if after else None
    if last is not None and last.office_id == office.id:
        query = query.where(_behind(last))
    return [_row(office, row) for row in session().execute(query).mappings()]


def _behind(last: Visit) -> ColumnElement[bool]:
    return tuple_(Visit.day, Visit.created_at, Visit.id) > tuple_(last.day, last.created_at, last.id)


def stream_rows(office: Configuration, chosen: Chosen, *, with_names: bool) -> Iterator[RegisterRow]:
    """All rows for the paper, read `AT_ONCE` at a time."""
    query = _rows(office, chosen, with_names=with_names).execution_options(yield_per=AT_ONCE)
    for row in session().execute(query).mappings():
        yield _row(office, row)


_COLUMNS = (
    *(
        "id",
        "day",
        "created_at",
        "letter",
        "number",
        "tablet_number",
        "service_type_id",
        "channel",
        "follow_up",
        "state",
    ),
    *("started_at", "closed_at", "party_size", "party_male", "party_female", *LISTS),
)


def _rows(office: Configuration, chosen: Chosen, *, with_names: bool) -> Select[Any]:
    columns: list[Any] = [getattr(Visit, name) for name in _COLUMNS]
    query = select(*columns, Person.name.label("officer")).outerjoin(Person, Person.id == Visit.officer_id)
    if with_names:
        query = query.add_columns(Guest.name, Guest.salutation, Agency.name.label("agency"))
        query = query.join(Guest, Guest.id == Visit.guest_id).outerjoin(Agency, Agency.id == Visit.agency_id)
    return chosen.narrow(office, query).order_by(Visit.day, Visit.created_at, Visit.id)


def _row(office: Configuration, row: Mapping[Any, Any]) -> RegisterRow:
    return RegisterRow(
        id=row["id"],
        day=row["day"],
        came_at=row["created_at"],
        number=queue_label(row["letter"], row["number"], row["tablet_number"]),
        service=office.service(row["service_type_id"]).name,
        way=WAYS[way_of(row["channel"], row["follow_up"])][0],
        state=STATES[row["state"]],
        officer=row["officer"] or "",
        started_at=row["started_at"],
        closed_at=row["closed_at"],
        persons=row["party_size"],
        male=_of_sex("male", row),
        female=_of_sex("female", row),
        lists=tuple(office.label(name, row[name]) for name in LISTS),
        name=" ".join(word for word in (row.get("salutation"), row.get("name")) if word),
        agency=row.get("agency") or "",
    )


def _of_sex(sex: str, row: Mapping[Any, Any]) -> int:
    return people_of_sex(sex, row["sex"], row["party_male"], row["party_female"])
