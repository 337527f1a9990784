"""Whose words a column holds, declared beside it: erasing and exporting follow these declarations, not lists of names.

`docs/personal-data.csv` answers the same for every text column of the database; a test compares the two.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, or_, select, update

from pstku.core.db import Model, session
from pstku.core.vault import unseal

MARK = "words"
SEALED = "_sealed"


@dataclass(frozen=True, slots=True)
class GuestWords:
    """A column that tells something of one guest; it is emptied with the guest's identity."""

    exported: bool = True
    codes: Collection[str] = ()  # values that are no words, and stay
    instead: str = ""  # what stands in their place where it counts that something was said


def guest_words(*, exported: bool = True, codes: Collection[str] = (), instead: str = "") -> dict[str, GuestWords]:
    """The `info` of such a column. Not exported: keys for comparison, and what is kept from the admin who exports."""
    return {MARK: GuestWords(exported, (*codes, instead) if instead else tuple(codes), instead)}


def declared(column: Column[Any]) -> GuestWords | None:
    """The declaration of a column; None for a column that says nothing about a guest."""
    found: GuestWords | None = column.info.get(MARK)
    return found


def rows_of(root: Table, ids: Collection[UUID]) -> dict[Table, ColumnElement[bool]]:
    """Every table that foreign keys lead to from these rows of `root`, with the condition that finds what hangs on them.

    Keys are followed from the row referred to, to those that refer to it: from a guest to visits, from a visit to votes.
    """
    found: dict[Table, ColumnElement[bool]] = {root: root.c.id.in_(ids)}
    for table in Model.metadata.sorted_tables:
        ways = [
            key.parent.in_(select(key.column).where(found[key.column.table]))
            for key in table.foreign_keys
            if key.column.table in found and table is not root
        ]
        if ways:
            found[table] = or_(*ways)
    return found


def empty_words(root: Table, ids: Collection[UUID]) -> None:
    """Empty every declared column of these rows and of all that hangs on them; no row goes, no other column changes."""
    for table, is_theirs in rows_of(root, ids).items():
        for column in table.c:
            if words := declared(column):
                codes_left = [column.not_in(("", *words.codes))] if words.codes else []
                values = {column: words.instead or nothing(column)}
                session().execute(update(table).where(is_theirs, *codes_left).values(values))


def nothing(column: Column[Any]) -> Any:
    """The value of an emptied column: NULL where it is allowed, else an empty text."""
    if column.nullable:
        return None
    return b"" if isinstance(column.type, LargeBinary) else "" if column.type.python_type is str else []


def exported_rows(root: Table, ids: Collection[UUID], counted: Mapping[str, Collection[str]]) -> dict[str, list[Any]]:
    """Table name -> its rows that hang on these, in the clear: declared columns, and those `counted` names beside them."""
    rows: dict[str, list[Any]] = {}
    for table, is_theirs in rows_of(root, ids).items():
        columns = [column for column in table.c if column.name in counted.get(table.name, ()) or _is_exported(column)]
        if columns:
            found = session().execute(select(*columns).where(is_theirs).order_by(*table.primary_key)).mappings()
            rows[table.name] = [dict(_in_the_clear(name, value) for name, value in row.items()) for row in found]
    return rows


def _is_exported(column: Column[Any]) -> bool:
    words = declared(column)
    return words is not None and words.exported


def _in_the_clear(name: str, value: Any) -> tuple[str, Any]:
    if not name.endswith(SEALED):
        return name, value
    return name.removesuffix(SEALED), unseal(value) if value else ""
