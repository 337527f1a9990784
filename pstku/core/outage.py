"""Which database failures are temporary, so that the same request may be sent again."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

LOCKED = "55P03"
BUSY = {LOCKED, "57014", "40P01", "40001"}  # lock or statement took too long, deadlock, serialization
FULL, READ_ONLY, DAMAGED = "53100", "25006", {"XX001", "XX002"}
AWAY = {"53300", "57P01", "57P02", "57P03", "58030", FULL, READ_ONLY, *DAMAGED}
BEHIND = {"42P01", "42703"}  # a table or column the program knows and the database does not
AWAY_CLASSES = ("08", "28", "3D")  # connection, role, name of the database

SQLITE_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"}
SQLITE_DAMAGED = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}
SQLITE_AWAY = {"SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", *SQLITE_DAMAGED}
SQLITE_BEHIND = ("no such table", "no such column")


def is_outage(error: BaseException | None) -> bool:
    """Would the same request do later: a lock was held too long, or the database is away, full, read-only or behind?"""
    return is_busy(error) or is_away(error) or _is_behind(error)


def is_busy(error: BaseException | None) -> bool:
    """Did another writer hold a lock for longer than a request may wait?"""
    if isinstance(error, TimeoutError):  # no connection came free
        return True
    return _state(error) in BUSY or _sqlite_name(error) in SQLITE_BUSY


def is_locked(error: BaseException | None) -> bool:
    """Did the request wait for a lock until its time ran out?"""
    return _state(error) == LOCKED or _sqlite_name(error) in SQLITE_BUSY


def is_away(error: BaseException | None) -> bool:
    """Can the database not be reached, read or written? Open connections may be of no use then."""
    if isinstance(error, DBAPIError) and _is_postgres(error):
        state = _state(error)
        is_silent = state is None and isinstance(error, OperationalError | InterfaceError)  # no answer at all
        return is_silent or state in AWAY or str(state)[:2] in AWAY_CLASSES
    return _sqlite_name(error) in SQLITE_AWAY


def is_full(error: BaseException | None) -> bool:
    """Is the disk of the database full?"""
    return _sqlite_name(error) == "SQLITE_FULL" or _state(error) == FULL


def is_read_only(error: BaseException | None) -> bool:
    """Can the database be read but not written?"""
    return _sqlite_name(error) == "SQLITE_READONLY" or _state(error) == READ_ONLY


def is_damaged(error: BaseException | None) -> bool:
    """Is the database file damaged?"""
    return _sqlite_name(error) in SQLITE_DAMAGED or _state(error) in DAMAGED


def _is_behind(error: BaseException | None) -> bool:
    if _state(error) in BEHIND:
        return True
    return isinstance(error, OperationalError) and str(error.orig).startswith(SQLITE_BEHIND)


def _is_postgres(error: DBAPIError) -> bool:
    return getattr(error.orig, "diag", None) is not None


def _state(error: BaseException | None) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None


def _sqlite_name(error: BaseException | None) -> str:
    """SQLITE_BUSY, also for SQLITE_BUSY_SNAPSHOT and the like; empty for any other failure."""
    name = getattr(error.orig, "sqlite_errorname", None) if isinstance(error, DBAPIError) else None
    return "_".join((name or "").split("_")[:2])
