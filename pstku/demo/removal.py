"""Taking the demo out again, without a trace in the figures."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, false, or_, select, update

from pstku.audit.models import AuditEntry, AuditHead
from pstku.audit.operations import record
from pstku.core.db import Model, atomic, session
from pstku.guestbook.models import Visit
from pstku.offices.operations.changing import changed

KEPT = {AuditEntry.__tablename__, AuditHead.__tablename__}
LIBRARY = {
    "pages",
    "indicator_values",
    "open_questions",
    "page_revisions",
    "page_images",
}  # they lose the name of the demo person, not the row
MOMENTS = {"verified_by_id": "verified_at", "checked_by_id": "checked_at"}

Doomed = dict[str, set[Any]]


def remove_demo(office_id: int) -> int:
    """Delete what is marked demo and everything that hangs on it; returns how many rows went.

    A visit that a demo person served goes as well; pages and figures they checked become unchecked again;
    the audit trail stays as it is.
    """
    with atomic() as s:
        doomed = _doomed_rows(office_id)
        _forget_checks(doomed)
        gone = 0
        for table in reversed(_tables()):
            statement = delete(table).where(_hangs_on_demo(table, doomed, office_id))
            gone += s.execute(statement).rowcount  # type: ignore[attr-defined]
        changed(office_id)
        record(office_id, "remove_demo", "office", office_id, rows=gone)
    return gone


def _tables() -> list[Table]:
    return [table for table in Model.metadata.sorted_tables if table.name not in KEPT]


def _doomed_rows(office_id: int) -> Doomed:
    """Keys of all rows that go, by table; repeated until nothing more hangs on them."""
    doomed: Doomed = {table.name: set() for table in _tables()}
    size = -1
    while size != (size := sum(map(len, doomed.values()))):
        for table in _tables():
            keys = list(table.primary_key.columns)
            if len(keys) == 1:
                wanted = select(keys[0]).where(_hangs_on_demo(table, doomed, office_id))
                doomed[table.name].update(session().scalars(wanted))
        guests = select(Visit.guest_id).where(Visit.id.in_(doomed["visits"]))
        doomed["guests"].update(session().scalars(guests))
    return doomed


def _hangs_on_demo(table: Table, doomed: Doomed, office_id: int) -> ColumnElement[bool]:
    """The rows of a table that are marked, already doomed, or refer to a doomed row."""
    marks: list[ColumnElement[bool]] = [false()]
    if "is_demo" in table.c:
        marks.append(table.c.is_demo & (table.c.office_id == office_id))
    keys = list(table.primary_key.columns)
    if len(keys) == 1:
        marks.append(keys[0].in_(doomed[table.name]))
    if table.name not in LIBRARY:
        marks += [
            k.parent.in_(doomed[k.column.table.name]) for k in table.foreign_keys if k.column.table.name in doomed
        ]
    return or_(*marks)


def _forget_checks(doomed: Doomed) -> None:
    for table in _tables():
        if table.name not in LIBRARY:
            continue
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                empty = {name: None for name in (key.parent.name, MOMENTS.get(key.parent.name)) if name}
                session().execute(update(table).where(key.parent.in_(doomed["people"])).values(empty))
