"""What can befall a served office, done for real and undone: each a block in which it holds."""

import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import psycopg

from tests.soak.cluster import OPTIONS, as_postgres
from tests.soak.house import House

LOCKED_SECONDS = 10
Fault = Callable[[House], AbstractContextManager[None]]


def _files(house: House) -> list[Path]:
    return [Path(f"{_file(house)}{end}") for end in ("", "-wal", "-shm")]


def _file(house: House) -> Path:
    return Path(house.url.removeprefix("sqlite:///"))


@contextmanager
def _aside(house: House) -> Iterator[None]:
    moved = [(file, file.rename(file.with_name(f"aside-{file.name}"))) for file in _files(house) if file.exists()]
    yield
    for file in _files(house):
        file.unlink(missing_ok=True)
    for file, aside in moved:
        aside.rename(file)


@contextmanager
def _emptied(house: House) -> Iterator[None]:
    with _aside(house):
        _file(house).touch()
        yield


@contextmanager
def _overwritten(house: House) -> Iterator[None]:
    with sqlite3.connect(_file(house)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    link.close()
    whole = _file(house).read_bytes()
    third = len(whole) // 3
    with _file(house).open("r+b") as file:
        file.seek(third)
        file.write(b"\xa5" * third)
    yield
    with _file(house).open("r+b") as file:
        file.write(whole)
    for file in _files(house)[1:]:
        file.unlink(missing_ok=True)


@contextmanager
def _unwritable(house: House) -> Iterator[None]:
    places = [house.folder, *(file for file in _files(house) if file.exists())]
    modes = [(place, place.stat().st_mode) for place in places]
    for place, mode in modes:
        place.chmod(mode & ~0o222)
    yield
    for place, mode in modes:
        place.chmod(mode)


@contextmanager
def _one_revision_behind(house: House) -> Iterator[None]:
    ((newest,),) = house.rows("SELECT version_num FROM alembic_version")
    house.write(f"UPDATE alembic_version SET version_num = '{int(newest) - 1:04}'")
    yield
    house.write(f"UPDATE alembic_version SET version_num = '{newest}'")


@contextmanager
def _other_folder(house: House) -> Iterator[None]:
    mark = house.folder / "installation"
    aside = mark.rename(house.folder / "installation.aside")
    yield
    aside.rename(mark)


@contextmanager
def _full(house: House) -> Iterator[None]:
    """Only where the folder is a small disk of its own."""
    filler = house.folder / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(b"\0" * 65536)
                file.flush()
        except OSError:
            pass
    yield
    filler.unlink()


@contextmanager
def _locked(house: House) -> Iterator[None]:
    """Another program writes and does not end; it is let go after LOCKED_SECONDS by whoever measures."""
    link = sqlite3.connect(_file(house), isolation_level=None)
    link.execute("BEGIN IMMEDIATE")
    yield
    link.rollback()
    link.close()


@contextmanager
def _tables_locked(house: House) -> Iterator[None]:
    with psycopg.connect(_plain(house)) as link:
        link.execute("LOCK TABLE visits, installation, sign_ins IN ACCESS EXCLUSIVE MODE")
        yield
        link.rollback()


def _plain(house: House) -> str:
    return house.url.replace("postgresql+psycopg", "postgresql")


@contextmanager
def _on_server(house: House, *statements: str, after: tuple[str, ...]) -> Iterator[None]:
    _say(house, *statements)
    yield
    _say(house, *after)


def _say(house: House, *statements: str) -> None:
    name = house.url.rpartition("/")[2] if "?" not in house.url else house.url.partition("?")[0].rpartition("/")[2]
    server = _plain(house).replace(f"/{name}?", "/postgres?")
    with psycopg.connect(server, autocommit=True) as link:
        for statement in statements:
            link.execute(statement.format(name=name))  # type: ignore[arg-type]


THROW_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


def _lost(house: House) -> AbstractContextManager[None]:
    renamed = "ALTER DATABASE {name} RENAME TO {name}_aside"
    closed = ("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false", THROW_OUT, renamed)
    opened = ("ALTER DATABASE {name}_aside RENAME TO {name}", "ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    return _on_server(house, *closed, after=opened)


@contextmanager
def _schema_gone(house: House) -> Iterator[None]:
    house.write("ALTER SCHEMA public RENAME TO aside", "CREATE SCHEMA public")
    yield
    house.write("DROP SCHEMA public CASCADE", "ALTER SCHEMA aside RENAME TO public")


def _server_read_only(house: House) -> AbstractContextManager[None]:
    on = "ALTER DATABASE {name} SET default_transaction_read_only = on"
    return _on_server(
        house, on, THROW_OUT, after=("ALTER DATABASE {name} RESET default_transaction_read_only", THROW_OUT)
    )


def _commits_hang(house: House) -> AbstractContextManager[None]:
    """It greets and reads, but nothing is ever written: it waits for a copy of itself that does not come."""
    on = ("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")
    return _on_server(house, *on, after=("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()"))


@contextmanager
def _stopped(house: House) -> Iterator[None]:
    data = _cluster(house) / "data"
    as_postgres("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
    yield
    options = f"{OPTIONS} -k {data.parent}"
    as_postgres("pg_ctl", "-D", data, "-w", "-l", data.parent / "log", "-o", options, "start")


@contextmanager
def paused(house: House) -> Iterator[None]:
    """It answers nothing and refuses nothing, like a server behind a cable that was pulled."""
    master = int((_cluster(house) / "data" / "postmaster.pid").read_text().split()[0])
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True, check=False)
    everybody = [master, *map(int, told.stdout.split())]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in everybody:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def _restarted_with(house: House, **settings: str) -> Iterator[None]:
    """Somebody touched the file of settings; it is noticed when the service is started the next time."""
    right = dict(house.server.environment)
    house.server.environment |= settings
    house.server.kill()
    with suppress(RuntimeError):  # it refuses
        house.server.start()
    yield
    house.server.environment = right
    house.server.kill()
    house.server.start()


def _cluster(house: House) -> Path:
    return Path(house.url.rpartition("host=")[2])


OTHER_KEY = "another-key-of-more-than-thirty-two-characters"
KEYS: dict[str, Fault] = {
    "another data key": lambda house: _restarted_with(house, PSTKU_DATA_KEY=OTHER_KEY),
    "data key lost": lambda house: _restarted_with(house, PSTKU_DATA_KEY=""),
    "secret key lost": lambda house: _restarted_with(house, PSTKU_SECRET_KEY=""),
    "another secret key": lambda house: _restarted_with(house, PSTKU_SECRET_KEY=OTHER_KEY),
}
SQLITE: dict[str, Fault] = KEYS | {
    "database file gone": _aside,
    "database emptied": _emptied,
    "pages overwritten": _overwritten,
    "read-only file and folder": _unwritable,
    "locked by another program": _locked,
    "disk full": _full,
    "one revision behind": _one_revision_behind,
    "data folder without its mark": _other_folder,
}
HARMLESS = {"another secret key"}  # guests are served: /readyz stays true
POSTGRESQL: dict[str, Fault] = KEYS | {
    "PostgreSQL stopped": _stopped,
    "PostgreSQL answers nothing": paused,
    "PostgreSQL answers nothing that writes": _commits_hang,
    "database gone": _lost,
    "database emptied": _schema_gone,
    "read-only": _server_read_only,
    "tables locked": _tables_locked,
    "one revision behind": _one_revision_behind,
    "data folder without its mark": _other_folder,
}
