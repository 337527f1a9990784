"""Removing the demo data, without a trace in the figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from pstku.accounts.models import Person
from pstku.audit.models import AuditEntry, AuditHead
from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import Model, atomic, run, session
from pstku.core.errors import NotAllowed
from pstku.core.text import N_
from pstku.guestbook.models import QueueCounter, Visit
from pstku.offices.operations.changing import changed

KEPT = {AuditEntry.__tablename__, AuditHead.__tablename__}
LIBRARY = {
    "pages",
    "indicator_values",
    "open_questions",
    "page_revisions",
    "page_images",
    "outside_addresses",
}  # they lose the name of the demo person, not the row
STANDING = {
    ("breaches", "closed_by_id"),
    ("competence_rounds", "closed_by_id"),
    ("complaints", "handler_id"),
    ("recovery_keys", "made_by_id"),
    ("skm_rounds", "closed_by_id"),
    ("table_mappings", "saved_by_id"),
}  # the row is of real people or of the office, and a demo person only had a hand in it: it loses the name as well
MOMENTS = {"verified_by_id": "verified_at", "checked_by_id": "checked_at"}

Doomed = dict[str, Table]  # by table: the keys of its rows that go, in a passing table of the database


@dataclass(frozen=True, slots=True)
class DemoRows:
    """How many rows the removal takes away; `real_visits`: those of real guests whom a demo person served."""

    people: int
    visits: int
    real_visits: int
    votes: int
    others: int

    @property
    def total(self) -> int:
        return self.people + self.visits + self.votes + self.others


def has_demo(office_id: int) -> bool:
    """Does the office have demo people? Every demo row is theirs or came with them."""
    return session().scalar(select(Person.id).where(Person.office_id == office_id, Person.is_demo).limit(1)) is not None


def demo_rows(office_id: int) -> DemoRows:
    """What the removal would take away now; it is looked for as the removal does, and nothing is changed."""
    with atomic() as s, _passing_tables() as doomed:
        _doom(doomed, office_id)
        going = {table.name: _hangs_on_demo(table, doomed, office_id) for table in _tables()}
        found = {
            table.name: s.scalar(select(func.count()).select_from(table).where(going[table.name])) or 0
            for table in _tables()
        }
        real = select(func.count()).select_from(Visit).where(going["visits"], ~Visit.is_demo)
        left = _came_without(going["visits"])
        counters = select(func.count()).select_from(QueueCounter).where(QueueCounter.office_id == office_id, ~left)
        people, visits, votes = (found.pop(name) for name in ("people", "visits", "votes"))
        others = sum(found.values()) + (s.scalar(counters) or 0)
        return DemoRows(people, visits, s.scalar(real) or 0, votes, others)


def _came_without(going: ColumnElement[bool]) -> ColumnElement[bool]:
    """Did anybody come on the day of a queue counter, besides the visits of `going`?"""
    came = Visit.__table__.c
    return (
        select(came.id).where(came.office_id == QueueCounter.office_id, came.day == QueueCounter.day, ~going).exists()
    )


def remove_demo_as(actor: Actor) -> int:
    """`remove_demo` by an admin of the office who stays; raises NotAllowed for one who is demo and would go with it."""
    actor.need(Role.ADMIN)
    if session().scalar(select(Person.is_demo).where(Person.id == actor.person_id)):
        raise NotAllowed(N_("Anda masuk sebagai orang contoh, yang ikut terhapus. Masuk sebagai admin kantor sendiri."))
    return remove_demo(actor.office_id, actor)


def remove_demo(office_id: int, actor: Actor | None = None) -> int:
    """Delete what is marked as demo and everything that refers to it; returns how many rows were deleted.

    A visit that a demo person served goes as well; pages and figures they checked become unchecked again; a guest's
    complaint they handled waits for another handler; the audit trail stays as it is. Days on which nobody came any more
    count their guests from one.
    """
    with atomic() as s:
        with _passing_tables() as doomed:
            _doom(doomed, office_id)
            _forget_checks(doomed)
            count = 0
            for table in reversed(_tables()):
                statement = delete(table).where(_hangs_on_demo(table, doomed, office_id))
                count += run(statement).rowcount
        unused = delete(QueueCounter).where(QueueCounter.office_id == office_id, ~_came_without(false()))
        count += run(unused).rowcount
        s.expire_all()
        changed(office_id)
        record(office_id, "remove_demo", "office", office_id, actor_id=actor.person_id if actor else None, rows=count)
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
            if k.column.table.name in doomed and (table.name, k.parent.name) not in STANDING
        ]
    return or_(*marks)


def _forget_checks(doomed: Doomed) -> None:
    for table in _tables():
        for key in table.foreign_keys:
            is_kept = table.name in LIBRARY or (table.name, key.parent.name) in STANDING
            if is_kept and key.column.table.name == "people":
                empty = {name: None for name in (key.parent.name, MOMENTS.get(key.parent.name)) if name}
                session().execute(update(table).where(key.parent.in_(select(doomed["people"].c.key))).values(empty))
