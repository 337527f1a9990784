"""What differs between the engines: a copy of one moment while the office writes, and loading one."""

import os
import subprocess
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from pstku.backups.archive import POSTGRESQL, SQLITE
from pstku.core.db import db, session, sqlite_driver
from pstku.core.errors import ServerFault

DUMP = ("pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-acl")
# Entries from phones are gone once the counter closes; in a backup they would live for a year.
NEVER_COPIED = ("arrivals",)
LOAD = ("pg_restore", "--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")


class EngineFailedError(ServerFault):
    """A program of the database failed; the message is its first line, which names tables but shows no rows."""


def begin_moment() -> str | None:
    """Freeze what the session reads at one moment; on PostgreSQL returns the name of the snapshot for `pg_dump`."""
    session().commit()
    if db.engine.dialect.name == "sqlite":
        return None
    session().connection(execution_options={"isolation_level": "REPEATABLE READ"})
    name: str = session().scalars(text("SELECT pg_export_snapshot()")).one()
    return name


def copy_sqlite(database: str, folder: Path, name: str = SQLITE) -> Path:
    """Copy the database of one moment into a folder.

    It uses VACUUM INTO, because the backup API also copies freed pages, which show the order of votes.
    """
    target = folder / name
    target.touch(mode=0o600)  # an empty file is filled and keeps its rights
    connection = sqlite_driver().connect(database, isolation_level=None)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    _empty_never_copied(target)
    return target


def _empty_never_copied(file: Path) -> None:
    """Take out of a copy what no backup may hold; secure_delete overwrites where it stood."""
    connection = sqlite_driver().connect(str(file), isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        for table in NEVER_COPIED:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                connection.execute(f"DELETE FROM {table}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def sqlite_faults(file: Path) -> list[str]:
    """What is broken inside a database file; nothing when every page and reference is whole."""
    connection = sqlite_driver().connect(f"file:{file}?mode=ro", uri=True)
    try:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        return faults + [f"{row[0]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check").fetchmany(5)]
    except sqlite_driver().DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()


def copy_postgresql(url: str, folder: Path, moment: str | None = None) -> Path:
    """Dump the database into a folder, at the moment `begin_moment` froze; the dump is read once to see that it is whole."""
    target = folder / POSTGRESQL
    target.touch(mode=0o600)
    joined = [f"--snapshot={moment}"] if moment else []
    joined += [f"--exclude-table-data={table}" for table in NEVER_COPIED]
    _run_beside(url, [*DUMP, *joined, f"--file={target}"])
    _run_beside(url, ["pg_restore", "--file=/dev/null", str(target)], connect=False)
    return target


def load_postgresql(url: str, dump: Path) -> None:
    """Load a dump into an empty database, all or nothing, and gather the statistics its planner needs."""
    _run_beside(url, [*LOAD, str(dump)])


def _run_beside(url: str, command: list[str], *, connect: bool = True) -> None:
    """Run a program of PostgreSQL on a database; the password goes by the environment, which other users cannot read."""
    parts = make_url(url)
    address = parts.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(parts.password)} if parts.password else {})
    where = [f"--dbname={address}"] if connect else []
    try:
        done = subprocess.run([*command, *where], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise EngineFailedError(f"{command[0]} tidak ada. Pasang: sudo apt install postgresql-client") from error
    if done.returncode:
        raise EngineFailedError((done.stderr.strip().splitlines() or [f"{command[0]}: {done.returncode}"])[0])
