"""pgbouncer in front of a PostgreSQL of this machine, in transaction mode: after every commit a connection is another's."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

POOLER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PORT = "6432"


@contextmanager
def pooled(address: str, connections: int) -> Iterator[str]:
    """An address of the same database behind a pooler that has so many `connections` to it for everybody."""
    assert POOLER
    server = str(make_url(address).query["host"])
    place = Path(tempfile.mkdtemp(dir=server))  # a short path: sockets take no more than 107 letters
    place.chmod(0o777)
    (place / "users.txt").write_text('"postgres" ""\n')
    (place / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={server}\n[pgbouncer]\npool_mode = transaction\n"
        f"default_pool_size = {connections}\nlisten_addr =\nunix_socket_dir = {place}\nauth_type = trust\n"
        f"auth_file = {place}/users.txt\n"
    )
    user = ["-u", "postgres"] if os.geteuid() == 0 else []
    running = subprocess.Popen([POOLER, *user, place / "pgbouncer.ini"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        if list(place.glob(".s.PGSQL.*")):
            break
        time.sleep(0.05)
    try:
        there = make_url(address).update_query_dict({"host": str(place), "port": PORT}).set(port=int(PORT))
        yield there.render_as_string(hide_password=False)
    finally:
        running.terminate()
        running.wait()
