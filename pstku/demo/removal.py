"""Removing the demo data, without a trace in the figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, Select, Table, delete, false, insert, or_, select, update

from pstku.audit.models import AuditEntry, AuditHead
from pstku.audit.operations import record
from pstku.core.db import Model, atomic, run, session
from pstku.guestbook.models import QueueCounter, Visit

KEPT = {AuditEntry.__tablename__, AuditHead.__tablename__}
LIBRARY = {
    "pages",
    "indicator_values",
    "open_questions",
    "page_revisions",
    "page_images",
    "outside_addresses",
}  # they lose the name of the demo person, not the row
MOMENTS = {"verified_by_id": "verified_at", "checked_by_id": "checked_at"}

Doomed = dict[str, Table]  # by table: the keys of its rows that go, in a passing table of the database


def remove_demo(office_id: int) -> int:
    """Delete what is marked as demo and everything that refers to it; returns how many rows were deleted.

    A visit that a demo person served goes as well; pages and figures they checked become unchecked again;
    the audit trail stays as it is. Days on which nobody came any more count their guests from one.
    """
    with atomic() as s:
        with _passing_tables() as doomed:
            _doom(doomed, office_id)
            _forget_checks(doomed)
            count = 0
            for table in reversed(_tables()):
                statement = delete(table).where(_hangs_on_demo(table, doomed, office_id))
                count += run(statement).rowcount
        came = select(Visit.id).where(Visit.office_id == office_id, Visit.day == QueueCounter.day).exists()
        unused = delete(QueueCounter).where(QueueCounter.office_id == office_id, ~came)
        count += run(unused).rowcount
        s.expire_all()
        record(office_id, "remove_demo", "office", office_id, rows=count)
    return count


def _tables() -> list[Table]:
    return [table for table in Model.metadata.sorted_tables if table.name not in KEPT]


@contextmanager
def _passing_tables() -> Iterator[Doomed]:
    """A temporary table of keys for each table, so that no statement has to carry them."""
    connection, metadata = session().connection(), MetaData()
    made: Doomed = {}
    for table in _tables():
        keys = list(table.primary_key.columns)
        if len(keys) == 1:
            column = Column("key", keys[0].type, primary_key=True, autoincrement=False)
            made[table.name] = Table(f"doomed_{table.name}", metadata, column, prefixes=["TEMPORARY"])
            made[table.name].create(connection)
    yield made
    for passing in made.values():
        passing.drop(connection)


def _doom(doomed: Doomed, office_id: int) -> None:
    """Collect the keys of all rows to delete; repeated until no further row refers to one of them."""
    found = 1
    while found > 0:
        found = 0
        for table in _tables():
            if table.name in doomed:
                [key] = table.primary_key.columns
                found += _add(doomed[table.name], select(key).where(_hangs_on_demo(table, doomed, office_id)), key)
        guest = Visit.__table__.c.guest_id
        visitors = select(guest).where(Visit.id.in_(select(doomed["visits"].c.key)), guest.is_not(None)).distinct()
        found += _add(doomed["guests"], visitors, guest)


def _add(passing: Table, keys: Select[Any], key: ColumnElement[Any]) -> int:
    listed = select(passing.c.key).where(passing.c.key == key).exists()
    more = insert(passing).from_select(["key"], keys.where(~listed))
    # Without the option psycopg's count of an INSERT is gone with its cursor: it reads -1, and nothing would ever end.
    return int(run(more.execution_options(preserve_rowcount=True)).rowcount)


def _hangs_on_demo(table: Table, doomed: Doomed, office_id: int) -> ColumnElement[bool]:
    """The rows of a table that are marked as demo, already collected, or refer to a collected row."""
    marks: list[ColumnElement[bool]] = [false()]
    if "is_demo" in table.c:
        marks.append(table.c.is_demo & (table.c.office_id == office_id))
    keys = list(table.primary_key.columns)
    if len(keys) == 1:
        marks.append(keys[0].in_(select(doomed[table.name].c.key)))
    if table.name not in LIBRARY:
        marks += [
            k.parent.in_(select(doomed[k.column.table.name].c.key))
            for k in table.foreign_keys
            if k.column.table.name in doomed
        ]
    return or_(*marks)


def _forget_checks(doomed: Doomed) -> None:
    for table in _tables():
        if table.name not in LIBRARY:
            continue
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                empty = {name: None for name in (key.parent.name, MOMENTS.get(key.parent.name)) if name}
                session().execute(update(table).where(key.parent.in_(select(doomed["people"].c.key))).values(empty))
