"""Rows for the tables of any revision: what a column may hold is read from the schema of that revision."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Time,
    Uuid,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.types import Boolean, Integer

from pstku.audit.operations import GENESIS, _mac

LISTED, BETWEEN = re.compile(r"(\w+)\W+in\W+\(([^)]*)\)", re.I), re.compile(r"(\w+)\W+between\W+(\d+)", re.I)
ANY_OF = re.compile(r"(\w+)[^=]*= ANY \(\(?ARRAY\[(.*?)\]", re.I)  # how PostgreSQL says `in`
OWN_WAY = {"alembic_version", "audit_entries", "audit_heads", "installation"}
# What migrations read as something: a name of the product, not any word.
WORDS = {
    "timezone": "Asia/Makassar", "kind": "indicator", "role": "petugas", "line": "desk", "list_code": "education",
    "region_code": "7571", "held_by": "guest", "given_on": "tablet", "origin": "pack", "channel": "desk",
    "opens": "08:00", "closes": "15:00",
}  # fmt: skip
TOGETHER = {"skm_answers": {"way": "paper"}}  # a rule joins it to another column, which has a value
MAPPINGS = {
    "parameters",
    "snapshot",
    "figures",
    "detail",
    "deviations",
    "content",
    "results",
    "wording",
    "answers",
    "habits",
}
_numbers = count(1)


def row_counts(connection: Connection) -> dict[str, int]:
    """The rows of every table there is."""
    names = inspect(connection).get_table_names()
    return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in names}


def add_rows(connection: Connection, names: set[str]) -> None:
    """One more row in these tables. Begins with an office and its trail."""
    tables = MetaData()
    names = {name for name in names if name not in OWN_WAY and not name.startswith(("search_", "sqlite_"))}
    tables.reflect(connection, only=names)
    for table in tables.sorted_tables:
        if table.name in names:
            connection.execute(insert(table).values(_values(connection, table)))
    if connection.scalar(text("SELECT count(*) FROM audit_entries")) == 0:
        tables.reflect(connection, only=["audit_entries", "audit_heads"])
        _begin_trail(connection, tables)


def _values(connection: Connection, table: Table) -> dict[str, Any]:
    n, allowed = next(_numbers), _allowed(connection, table.name)
    keys = {key.parent.name: key.column for key in table.foreign_keys}
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in keys and keys[column.name].table is table:
            values[column.name] = None
        elif column.name in keys:
            values[column.name] = connection.scalar(
                select(keys[column.name]).order_by(keys[column.name].desc()).limit(1)
            )
        elif column.name in allowed:
            values[column.name] = allowed[column.name][n % len(allowed[column.name])]
        elif not (column.primary_key and isinstance(column.type, Integer) and len(table.primary_key) == 1):
            values[column.name] = _value(column.name, column.type, n)
    return values | TOGETHER.get(table.name, {})


def _allowed(connection: Connection, table: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rule in inspect(connection).get_check_constraints(table):
        sql = rule["sqltext"]
        if listed := ANY_OF.search(sql) or LISTED.search(sql):
            found[listed[1]] = re.findall(r"'([^']*)'", listed[2])
        elif between := BETWEEN.search(sql) or re.search(r"(\w+) >= (\d+)", sql):
            found[between[1]] = [int(between[2]) + 1]
    return found


def _value(name: str, kind: Any, n: int) -> Any:
    match kind:
        case Boolean():
            return False
        case Uuid():
            return UUID(int=n)
        case LargeBinary():
            return n.to_bytes(8, "big")
        case JSON():
            return {} if name in MAPPINGS else []
        case DateTime():
            return datetime(2026, 5, 4, 2, n % 60, tzinfo=UTC)
        case Date():
            return date.fromordinal(date(2026, 1, 1).toordinal() + n)
        case Time():
            return time(8, n % 60)
        case Numeric():
            return Decimal(n)
        case Integer():
            return n
        case String(length=32):
            return UUID(int=n).hex  # how SQLite keeps a Uuid
        case _:
            return WORDS.get(name, f"{name}-{n}")


def _begin_trail(connection: Connection, tables: MetaData) -> None:
    """One true entry and its end, as a later revision looks at the key."""
    office_id, at = connection.scalar(text("SELECT min(id) FROM offices")), datetime(2026, 5, 4, 2, tzinfo=UTC)
    told = {"office_id": office_id, "seq": 1, "actor_id": None, "actor_kind": "system", "action": "found_office"}
    told |= {"entity": "office", "entity_id": str(office_id), "detail": {}}
    mac = _mac(GENESIS, told | {"at": at.isoformat(timespec="microseconds")})
    entry = tables.tables["audit_entries"]
    connection.execute(insert(entry).values(told | {"at": at, "previous_mac": GENESIS, "mac": mac}))
    connection.execute(insert(tables.tables["audit_heads"]).values(office_id=office_id, seq=1, mac=mac))
