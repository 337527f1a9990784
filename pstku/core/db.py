"""The database: one session, one base class, one way to write (`atomic`)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID
from weakref import WeakKeyDictionary

from flask.globals import _cv_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    String,
    TypeDecorator,
    Uuid,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from pstku.core.errors import ServerFault
from pstku.core.one_connection import ACT, OneConnectionSession
from pstku.core.races import taken
from pstku.core.write_queue import Line, turn

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; comes back aware, in UTC, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a timezone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """On SQLite the text that SQLAlchemy writes too, in a third of the time: an act binds eight of them."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("an instant needs a timezone")
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds").removesuffix("+00:00")


# For tables whose rows can be deleted while the trail keeps their ids: no later row gets the same number. Not for hot
# tables, and no batch migration of one without this in its table_kwargs (a test sees when it is lost).
IDS_USED_ONCE = {"sqlite_autoincrement": True}


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """A CHECK that a column holds one of the words, in their order; its SQL text is what the migrations wrote."""
    listed = ",".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} in ({listed})", name=column)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Base of every table; the annotation map lives on the registry (Flask-SQLAlchemy needs it there)."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UTCDateTime,
            UUID: Uuid,
            str: String,
            dict[str, Any]: Json,
            list[Any]: Json,
        },
    )


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": OneConnectionSession,
        "scopefunc": _cv_app.get,  # one session to a context
        "expire_on_commit": False,
        "join_transaction_mode": "control_fully",  # of the connection an act holds: committed and undone with it
    },
)

_sessions: dict[Any, OneConnectionSession] = db.session.registry.registry

if TYPE_CHECKING:

    class Model(Base):
        """What the type checker sees of `db.Model`."""

        __abstract__ = True
else:
    Model = db.Model


def session() -> OneConnectionSession:
    """The session of the current request or job."""
    try:
        return _sessions[_cv_app.get()]  # asked for twenty times in an act, of which one makes it
    except LookupError:
        current: OneConnectionSession = db.session.registry()  # type: ignore[assignment]  # of the class named above
        return current


def run(statement: Executable, parameters: Any = None) -> CursorResult[Any]:
    """A Core statement in the session's own transaction, past the ORM; for the few acts guests wait for.

    Statements for it are built once, at import: building one took longer than running it.
    """
    return connection().execute(statement, parameters)


def database_name() -> str:
    """The database this request or job works with: a key of what is kept in memory."""
    current = session()
    if not current.database:
        current.database = _name_of(current.get_bind().engine)
    return current.database


@lru_cache(maxsize=8)
def _name_of(engine: Engine) -> str:
    return str(engine.url)


@contextmanager
def atomic(*, undoable: bool = False) -> Iterator[Session]:
    """One real-world act, wholly or not at all; re-entrant, and the only place that commits.

    `undoable`: as a part of another act it can be taken back by itself, when whoever began it goes on after its error.

    The outermost block ends the read transaction that page loading began and starts the write with
    BEGIN IMMEDIATE on SQLite, because a write after a read fails there with an uncoverable lock error.
    Raises Taken for a row that somebody else wrote a moment earlier.
    """
    current = session()
    if current.is_in_act:
        with current.begin_nested() if undoable else nullcontext():
            yield current
        return
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("changes made outside atomic() are pending")
    current.end_reading()
    with _turn(current) as left:
        try:
            current.begin_act(left)
            yield current
            current.end_act()
        except IntegrityError as error:
            current.leave_act()
            raise taken(error, db.metadata) or error from error
        finally:
            current.leave_act()


def hold_still(*tables: type[Base]) -> None:
    """Until this act ends nobody else writes into these tables, and whoever had begun to is done or taken back.

    So it is in every act on SQLite. On PostgreSQL whoever comes meanwhile sees, once it may go on, what this act has done.
    """
    if tables and session().get_bind().dialect.name == "postgresql":
        names = ", ".join(table.__tablename__ for table in tables)
        run(text(f"LOCK TABLE {names} IN SHARE MODE"))


def connection() -> Connection:
    """What Core statements go over: the act's connection, its savepoint, or what is read from outside an act."""
    return session().way().link


def queue_writers(engine: Engine, line: Line) -> None:
    """From now on acts on this engine stand in this line before they begin."""
    _lines[engine] = line


_lines: WeakKeyDictionary[Engine, Line] = WeakKeyDictionary()


def _turn(current: OneConnectionSession) -> AbstractContextManager[int | None]:
    """Wait to be first in line; gives the milliseconds that are left to wait for SQLite itself, None without a line."""
    line = _lines.get(current.hold().engine)
    return turn(line) if line else nullcontext(None)


def insert_into(table: Any) -> Any:
    """The engine's own INSERT, which knows ON CONFLICT."""
    return (postgresql if session().get_bind().dialect.name == "postgresql" else sqlite).insert(table)


def database_now(over: Connection | None = None) -> datetime:
    """The moment by the database's own clock, whatever this process believes: leases end by it.

    `over`: a connection of one's own, where the session's may not be used.
    """
    asked = over or session().connection()
    if asked.dialect.name == "postgresql":
        now: datetime = asked.execute(text("SELECT clock_timestamp()")).scalar_one()
        return now.astimezone(UTC)
    read = asked.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).scalar_one()
    return datetime.fromisoformat(read).replace(tzinfo=UTC)


SAFE_SQLITE = (3, 51, 3)
SAFE_BACKPORTS = ((3, 50, 7), (3, 44, 6))


class UnsoundSqliteError(ServerFault):
    """The SQLite library can corrupt the database; the message says what to install."""


def is_safe_sqlite(version: tuple[int, ...]) -> bool:
    """True for SQLite versions without the WAL corruption fault (fixed in 3.51.3, 3.50.7, 3.44.6)."""
    return version >= SAFE_SQLITE or any(version[:2] == good[:2] and version >= good for good in SAFE_BACKPORTS)


def sqlite_driver() -> Any:
    """The SQLite module to use: the bundled pysqlite3; refuses to run on an unsound library."""
    from pysqlite3 import dbapi2

    if not is_safe_sqlite(dbapi2.sqlite_version_info):
        raise UnsoundSqliteError(
            f"SQLite {dbapi2.sqlite_version} dapat merusak basis data WAL. Pasang pysqlite3 dengan SQLite 3.51.3 ke atas."
        )
    return dbapi2


REQUEST_WAIT, REQUEST_STATEMENT, JOB_WAIT = 2_000, 15_000, 30_000  # milliseconds; a job may take its time


def configure_sqlite(connection: Any, *, wait: int) -> None:
    """Settings of every SQLite connection; SQLAlchemy's begin event then says which BEGIN to use.

    `wait`: milliseconds a writer waits for another one.
    """
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={wait}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
        f"journal_size_limit={64 * 1024 * 1024}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Any) -> None:
    """Emit BEGIN, or BEGIN IMMEDIATE for an act and where the connection's options ask for it."""
    is_act = connection.info.pop(ACT, None) is not None
    mode = "IMMEDIATE" if is_act else connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    begin = f"BEGIN {mode}"
    driver = connection.connection.driver_connection
    try:
        driver.execute(begin)  # past SQLAlchemy's own execute, which takes ten times as long for it
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(begin, (), error, connection.dialect.loaded_dbapi.Error) from error


__all__ = ["Json", "Model", "UTCDateTime", "atomic", "database_name", "db", "insert_into", "run", "session"]
