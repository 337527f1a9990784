"""Two people with the same at once: which UNIQUE rule of the database refused the later one.

The check before an INSERT is a courtesy; the database decides. What the later one hears stands in `pstku/http/races.py`.
"""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from pstku.core.errors import Taken
from pstku.core.text import N_

UNIQUE_STATE = "23505"  # of PostgreSQL
SOMEBODY_WAS_FASTER = N_("Orang lain baru saja menyimpan hal yang sama. Muat ulang halaman, lalu periksa.")
_SQLITE = re.compile(r"UNIQUE constraint failed: (?:index '(\w+)'|(.+))")
_NAMES = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]

Rule = UniqueConstraint | Index | PrimaryKeyConstraint


def unique_rules(metadata: MetaData) -> Iterator[Rule]:
    """Every rule that somebody can be too late for; keys that the database itself counts are none."""
    for table in metadata.sorted_tables:
        for rule in (*table.constraints, *table.indexes):
            if isinstance(rule, PrimaryKeyConstraint):
                if not _is_counted(*rule.columns):
                    yield rule
            elif isinstance(rule, UniqueConstraint) or (isinstance(rule, Index) and rule.unique):
                yield rule


def _is_counted(first: Column[Any], *others: Column[Any]) -> bool:
    return not others and isinstance(first.type, Integer) and not first.foreign_keys


def taken(error: IntegrityError, metadata: MetaData) -> Taken | None:
    """`error` with the name of the UNIQUE rule that refused a row; None when something else was refused."""
    name, columns = _refused(error)
    if not name and not columns:
        return None
    rules = unique_rules(metadata)
    found = next((rule for rule in rules if _short(rule) == name or (columns and _columns(rule) == columns)), None)
    return Taken(SOMEBODY_WAS_FASTER, rule=str(found.name) if found is not None else name)


def _short(rule: Rule) -> str:
    """The name as PostgreSQL has it, which cuts long ones."""
    return str(_NAMES.format_index(rule) if isinstance(rule, Index) else _NAMES.format_constraint(rule))


def _columns(rule: Rule) -> set[str]:
    return {f"{column.table.name}.{column.name}" for column in rule.columns}


def _refused(error: IntegrityError) -> tuple[str, set[str]]:
    """The rule by its name (PostgreSQL, an index on an expression) or by its columns (SQLite)."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return (diagnosis.constraint_name or "" if diagnosis.sqlstate == UNIQUE_STATE else "", set())
    found = _SQLITE.search(str(error.orig))
    return (found[1] or "", set((found[2] or "").split(", ")) - {""}) if found else ("", set())
