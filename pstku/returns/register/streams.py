"""Visits as rows of a file, read two thousand at a time, so that memory does not grow with them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, exists, func, select, type_coerce

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.guestbook.models import Agency, DataNeed, Guest, Visit
from pstku.library.models import Page
from pstku.offices.queries import Configuration
from pstku.printing.sheet import MOST_ROWS, Cell, Sheet
from pstku.returns.columns.known import KINDS, NEEDS, REGISTER, RESPONDENTS, Column, Head, columns_of
from pstku.returns.register.rows import AT_ONCE, LISTS, Chosen

SURVEY_SHEET = "Jawaban survei"
SHOWN = 3
SHORT_WHILE = timedelta(days=30)  # what a preview looks at; a LIMIT over a year lets SQLite walk through all visits
_OF_VISIT = (
    *("day", "created_at", "letter", "number", "tablet_number", "service_type_id", "channel"),
    *(
        "follow_up",
        "state",
        "started_at",
        "closed_at",
        "party_size",
        "party_male",
        "party_female",
        "facility",
        "outcome",
    ),
    *LISTS,
)
_OF_NEED = ("what", "region", "year_from", "year_to", "level", "frequency", "source_kind", "obtained")


def count_file_rows(office: Configuration, chosen: Chosen, kind: str) -> int:
    """How many rows a file of these visits has; of respondents only visits on which something was sought."""
    query = select(func.count()).select_from(Visit)
    if kind != REGISTER:
        query = select(func.count() if kind == NEEDS else func.count(Visit.id.distinct())).select_from(Visit)
        query = query.join(DataNeed, DataNeed.visit_id == Visit.id)
    return session().scalar(chosen.narrow(office, query)) or 0


def visits_sheet(office: Configuration, chosen: Chosen, kind: str, heads: Sequence[Head], *, with_names: bool) -> Sheet:
    """The visits in these columns; raises Conflict for more rows than a sheet holds."""
    if count_file_rows(office, chosen, kind) > MOST_ROWS:
        raise Conflict(N_("Satu lembar memuat paling banyak 1.048.575 baris. Pilih masa yang lebih pendek."))
    known = columns_of(office)
    reads = [_reader(known.get(head.key), with_names=with_names) for head in heads]
    rows = ([read(visit) for read in reads] for visit in stream_visits(office, chosen, kind))
    return Sheet(KINDS[kind].split(",")[0], [head.title for head in heads], rows)


def latest_rows(office: Configuration, last: date, kind: str, heads: Sequence[Head]) -> list[Sequence[Cell]]:
    """What the last rows of a file that ends on this day would hold, without names; of the thirty days before it."""
    known = columns_of(office)
    reads = [_reader(known.get(head.key), with_names=False) for head in heads]
    chosen = Chosen(last - SHORT_WHILE, last)
    keys = session().scalars(_latest(office, chosen, kind)).all()
    rows = session().execute(_query(office, chosen, kind).where(Visit.id.in_(keys)))
    return [[read(visit) for read in reads] for visit in list(_by_visit(rows, kind))[-SHOWN:]]


def _latest(office: Configuration, chosen: Chosen, kind: str) -> Select[UUID]:
    """The visits that the last rows tell of."""
    days = Visit.day.between(chosen.first, chosen.last)
    query = select(Visit.id).where(Visit.office_id == office.id, days)
    if kind != REGISTER:
        query = query.where(exists().where(DataNeed.visit_id == Visit.id))
    return query.order_by(Visit.day.desc(), Visit.created_at.desc(), Visit.id.desc()).limit(SHOWN)


def _reader(column: Column | None, *, with_names: bool) -> Any:
    """What fills a column; one of names stays empty without them, in its place."""
    if column is None or column.of_visit is None or (column.is_personal and not with_names):
        return _nothing
    return column.of_visit


def _nothing(_row: Any) -> Cell:
    return None


def stream_visits(office: Configuration, chosen: Chosen, kind: str) -> Iterator[Sequence[Any]]:
    """The rows of one visit after another: one of the register, one for each need, or all its needs together."""
    query = _query(office, chosen, kind).execution_options(yield_per=AT_ONCE)
    with session().execute(query) as rows:  # closed also when nobody reads on
        yield from _by_visit(rows, kind)


def _by_visit(rows: Iterable[Any], kind: str) -> Iterator[Sequence[Any]]:
    if kind == RESPONDENTS:
        return (tuple(needs) for _visit, needs in groupby(rows, key=lambda row: row.id))
    return ((row,) for row in rows)


def _query(office: Configuration, chosen: Chosen, kind: str) -> Select[Any]:
    # Keys as the driver gives them: made into UUIDs, they cost more than all the rest of a row.
    columns: list[Any] = [
        type_coerce(Visit.id, String).label("id"),
        type_coerce(Visit.guest_id, String).label("guest_id"),
    ]
    columns += [getattr(Visit, name) for name in _OF_VISIT]
    columns += [Guest.name, Guest.salutation, Guest.created_at.label("guest_since")]
    columns += [Person.name.label("officer"), Agency.name.label("agency")]
    query: Select[Any] = select(*columns).join(Guest, Guest.id == Visit.guest_id)
    query = query.outerjoin(Person, Person.id == Visit.officer_id).outerjoin(Agency, Agency.id == Visit.agency_id)
    order: list[Any] = [Visit.day, Visit.created_at, Visit.id]
    if kind != REGISTER:
        topic = func.coalesce(Page.short, Page.title).label("topic")
        query = query.add_columns(*(getattr(DataNeed, name) for name in _OF_NEED), topic)
        query = query.join(DataNeed, DataNeed.visit_id == Visit.id)
        query = query.outerjoin(Page, (Page.office_id == office.id) & (Page.key == DataNeed.indicator_key))
        order.append(DataNeed.id)
    return chosen.narrow(office, query).order_by(*order)
