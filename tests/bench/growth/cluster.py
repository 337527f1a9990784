"""A throw-away PostgreSQL, as safe against a power cut as an office's."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a server of our own, which goes afterwards; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if not found:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="pstku-pg-"))
    owner = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else os.geteuid()
    os.chown(home, owner, -1)

    def run(command: str) -> None:
        as_owner = ["su", "postgres", "-s", "/bin/sh", "-c", command] if os.geteuid() == 0 else ["sh", "-c", command]
        subprocess.run(as_owner, check=True, stdout=subprocess.DEVNULL)

    try:
        run(f"{found[-1]}/initdb -D {home}/data -U postgres -A trust -E UTF8 --no-locale")
        options = f"-c listen_addresses='' -k {home} -c max_wal_size=4GB -c shared_buffers=256MB"
        run(f'{found[-1]}/pg_ctl -D {home}/data -w -l {home}/log -o "{options}" start')
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"
        run(f"{found[-1]}/pg_ctl -D {home}/data -m immediate stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
