"""Checks after a migration: the schema has what our models read, and no row of the protected tables was lost."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, text

from pstku.core.db import db

# No revision deletes rows of these; other tables may be merged or emptied by one.
KEPT = ("offices", "people", "guests", "visits", "complaints", "audit_entries", "indicator_values")


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows of the tables nobody may lose, and where each trail ends, before a migration."""

    counts: dict[str, int]
    ends: list[Any]


def standing(connection: Connection) -> Standing:
    """Count the protected rows and read the end of each trail; an empty database has none."""
    tables = set(inspect(connection).get_table_names())
    counts = {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in KEPT if name in tables}
    ends = text("SELECT office_id, seq, mac FROM audit_heads") if "audit_heads" in tables else None
    return Standing(counts, [tuple(end) for end in connection.execute(ends)] if ends is not None else [])


def migration_faults(connection: Connection, before: Standing) -> list[str]:
    """What a migration to the newest schema lost or left out; empty when nothing."""
    return [*_lost_rows(before, standing(connection)), *_missing_columns(connection)]


def _lost_rows(before: Standing, after: Standing) -> list[str]:
    lost = [
        f"{name}: {after.counts.get(name, 0)} baris, semula {count}"
        for name, count in before.counts.items()
        if after.counts.get(name, 0) < count
    ]
    return lost + (["ujung jejak audit berubah"] if set(before.ends) - set(after.ends) else [])


def _missing_columns(connection: Connection) -> list[str]:
    columns = inspect(connection).get_multi_columns()
    found = {name: {column["name"] for column in listed} for (_schema, name), listed in columns.items()}
    declared = {table.name: set(table.columns.keys()) for table in db.metadata.tables.values()}
    return [
        f"{name}: {lacking}" for name, names in declared.items() if (lacking := sorted(names - found.get(name, set())))
    ]
