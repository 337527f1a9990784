"""Statements that guests wait for: compiled once for each engine, then handed to the driver as they stand.

Looking a statement up, binding its values and reading its result took SQLAlchemy ten times as long as SQLite needs to
run it. The statements are the same Core expressions as everywhere else, and so are the types and the errors.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Dialect, Executable, Integer, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, NoResultFound

from pstku.core.db import session

Row = Any  # a named tuple with the names of the columns
Value = Callable[[Any], Any]  # between Python and the driver


class Plan(NamedTuple):
    """A statement as one engine's driver takes it: its values stand in a list on SQLite, by name on PostgreSQL."""

    sql: str
    fixed: Any  # what is written into the statement itself, and room for the rest
    plain: tuple[tuple[Any, str], ...]  # where, and which parameter
    turned: tuple[tuple[Any, str, Value], ...]  # the same of those the driver takes in another form
    row: Callable[[Iterable[Any]], Row] | None
    readers: tuple[tuple[int, Value], ...]  # which columns are read, and how


def rows_at_most(count: int) -> ColumnElement[int]:
    """LIMIT as a number in the statement. SQLite 3.53 prepares a statement whose LIMIT is bound anew each time it runs,
    which took ten times as long as running it; SQLite 3.40 did not.
    """
    return literal_column(str(int(count)), Integer)


class Prepared:
    """A Core statement of an act that guests wait for; it runs in the session's own transaction, past the ORM.

    `build` is the statement, or makes it from the engine's own `insert`, which knows ON CONFLICT. Every parameter is
    named by whoever runs it: all bindparams, or the columns of an INSERT, and each time the same ones.
    """

    def __init__(self, build: Executable | Callable[[Any], Executable]) -> None:
        self._build = build
        self._plans: dict[str, Plan] = {}

    def run(self, parameters: Mapping[str, Any]) -> int:
        """Run it for what it does; returns how many rows it wrote."""
        count: int = self._execute(parameters)[1].rowcount
        return count

    def first(self, parameters: Mapping[str, Any]) -> Row | None:
        """Its first row, None when it gives none."""
        plan, cursor = self._execute(parameters)
        found = cursor.fetchone()
        return _read(plan, found) if found is not None else None

    def one(self, parameters: Mapping[str, Any]) -> Row:
        """Its row, where there always is one."""
        row = self.first(parameters)
        if row is None:
            raise NoResultFound("a statement that always gives a row gave none")
        return row

    def rows(self, parameters: Mapping[str, Any]) -> list[Row]:
        """All its rows."""
        plan, cursor = self._execute(parameters)
        return [_read(plan, row) for row in cursor.fetchall()]

    def _execute(self, parameters: Mapping[str, Any]) -> tuple[Plan, Any]:
        link, dialect, execute, listeners = session().way()
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _plan(self._build, dialect, parameters)
        values = plan.fixed.copy()
        for place, name in plan.plain:
            values[place] = parameters[name]
        for place, name, value in plan.turned:
            values[place] = value(parameters[name])
        for watch in listeners.before_cursor_execute:  # whoever counts statements counts these too
            watch(link, None, plan.sql, values, None, False)
        try:
            return plan, execute(plan.sql, values)
        except dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy_raises_it(error, link, plan.sql, values) from error


class PreparedList:
    """A statement about a list of keys: one plan for each length of it. `build` makes it from as many parameters."""

    def __init__(self, build: Callable[[list[Any]], Executable]) -> None:
        self._for = lru_cache(32)(lambda count: Prepared(build([bindparam(f"key_{n}") for n in range(count)])))

    def rows(self, keys: Iterable[Any], parameters: Mapping[str, Any]) -> list[Row]:
        """All its rows; none for no keys."""
        named = {f"key_{n}": key for n, key in enumerate(keys)}
        return self._for(len(named)).rows({**parameters, **named}) if named else []


def _read(plan: Plan, found: Any) -> Row:
    assert plan.row is not None
    if plan.readers:
        found = list(found)
        for place, read in plan.readers:
            if found[place] is not None:
                found[place] = read(found[place])
    return plan.row(found)


def _plan(build: Executable | Callable[[Any], Executable], dialect: Dialect, parameters: Mapping[str, Any]) -> Plan:
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    statement: Any = build if isinstance(build, Executable) else build(insert)
    compiled = statement.compile(dialect=dialect, column_keys=list(parameters))
    defaults = {column.key: column.default.arg for column in compiled.insert_prefetch}
    names = compiled.positiontup if compiled.positional else list(compiled.binds)
    fixed: Any = [None] * len(names) if compiled.positional else {}
    plain, turned = [], []
    for place, name in enumerate(names):
        bind = compiled.binds[name]
        value = bind.type.dialect_impl(dialect).bind_processor(dialect)
        key = place if compiled.positional else name
        if name in parameters or bind.required:
            plain.append((key, name)) if value is None else turned.append((key, name, value))
        else:
            constant = defaults.get(name, bind.effective_value)
            fixed[key] = value(constant) if value else constant
    columns = list(getattr(statement, "exported_columns", None) or ())
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    row: Any = namedtuple("Row", [column.key for column in columns], rename=True) if columns else None
    reading = tuple(found for found in enumerate(readers) if found[1])
    return Plan(str(compiled), fixed, tuple(plain), tuple(turned), row and partial(tuple.__new__, row), reading)


def _as_sqlalchemy_raises_it(error: Exception, link: Connection, sql: str, values: Any) -> BaseException:
    """The driver's error as SQLAlchemy tells it, and a connection that is lost put aside."""
    dialect = link.dialect
    if dialect.is_disconnect(error, link.connection.driver_connection, None):  # type: ignore[arg-type]
        link.invalidate(error)
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, values, error, base, hide_parameters=True, dialect=dialect)
