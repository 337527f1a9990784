"""A throw-away PostgreSQL that syncs to the disk as an office's does (the one of `tests/run` does not)."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = "/usr/lib/postgresql"
OPTIONS = "-c listen_addresses='' -c max_connections=60 -c log_error_verbosity=terse"


def find_postgres() -> Path | None:
    """The folder of the newest server on this machine."""
    found = sorted(Path(PLACES).glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return found[-1] if found else None


@contextmanager
def cluster() -> Iterator[str | None]:
    """The address of its first database while it runs; None where no PostgreSQL is installed."""
    programs = find_postgres()
    if programs is None:
        print("Tanpa PostgreSQL: hanya SQLite. Pasang: sudo apt install postgresql", flush=True)
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="pstku-pg-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, options = folder / "data", f"{OPTIONS} -k {folder}"
    try:
        _run(
            programs, ["initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        )
        _run(programs, ["pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            _run(programs, ["pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _run(programs: Path, command: list[str | Path]) -> None:
    """As the user postgres, who alone may run a server, when we are root."""
    program, *arguments = map(str, command)
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run([programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/", **user)


def as_postgres(*command: str | Path) -> None:
    """One of the server's own programs, such as `pg_ctl`."""
    programs = find_postgres()
    assert programs is not None
    _run(programs, list(command))
