"""A served office to hurt: a filled database on either engine, gunicorn on it, and a look at what is stored."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from pstku.accounts.queries import find_person_by_username
from pstku.app import create_app
from pstku.audit.operations import verify_chain
from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.offices.queries import configuration, office_by_code
from tests.bench.links import link
from tests.conftest import config_for, fill
from tests.factories import make_device, make_visit
from tests.served.server import DEVICE_TOKEN, Server
from tests.soak.tablet import TIMEOUT


class House:
    """One office of the engine; `votable` are visits of an hour ago that nobody has rated."""

    def __init__(self, url: str, folder: Path, votable: int) -> None:
        self.url, self.folder = url, folder
        self.senders: list[Any] = []  # whoever was here, to compare what they were told with what is stored
        fill(url, folder)
        app = create_app(config_for(url, folder))
        with app.app_context():
            self.office_id = office_by_code("7571").id
            make_device(self.office_id, token=DEVICE_TOKEN)
            self.service_id = configuration(self.office_id).services[1].id
            officer = find_person_by_username(self.office_id, "officer").id
            at = clock.now() - timedelta(hours=1)
            with atomic():
                served = [
                    make_visit(self.office_id, state="done", officer_id=officer, at=at, letter="Z")
                    for _ in range(votable)
                ]
            self.votable = [str(visit.id) for visit in served]
            db.session.remove()
            db.engine.dispose()
        self.server = Server(url, folder)
        self.server.timeout = TIMEOUT

    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        assert self.server.process
        master = self.server.process.pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def signal(self, kind: signal.Signals) -> None:
        """To the master alone."""
        assert self.server.process
        os.kill(self.server.process.pid, kind)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Straight from the database, on a connection of their own."""
        side = link(self.url)
        try:
            return [tuple(row) for row in side.run(statement).fetchall()]
        finally:
            side.close()

    def chain_faults(self) -> list[str]:
        """What speaks against the trail."""
        app = create_app(config_for(self.url, self.folder))
        with app.app_context():
            found = verify_chain(self.office_id)
            db.session.remove()
            db.engine.dispose()
        return found

    def write(self, *statements: str) -> None:
        """Straight into the database, past the application."""
        side = link(self.url)
        try:
            for statement in statements:
                side.run(statement)
        finally:
            side.close()

    def obey_file_modes(self) -> None:
        """A server that root starts writes whatever the mode of a file says, unlike the service's own user: not this one."""
        if os.geteuid() == 0:
            self.server.before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]

    def log_size(self) -> int:
        """Bytes of SQLite's write-ahead log; 0 on PostgreSQL, which bounds its own."""
        log = Path(f"{self.url.removeprefix('sqlite:///')}-wal")
        return log.stat().st_size if log.exists() else 0


@contextmanager
def house(engine: str, postgres: str | None = None, *, votable: int = 0, below: str | None = None) -> Iterator[House]:
    """An office on "sqlite", or on "postgresql" in the cluster of that address, in a folder `below` one; nothing of it stays."""
    folder = Path(tempfile.mkdtemp(prefix="pstku-soak-", dir=below))
    url = f"sqlite:///{folder / 'office.sqlite'}" if postgres is None else new_database(postgres, folder.name)
    found = House(url, folder, votable)
    try:
        yield found
    finally:
        found.server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(postgres: str, name: str) -> str:
    """The address of a new database beside the first one."""
    name = name.replace("-", "_").lower()
    with psycopg.connect(postgres.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return postgres.replace("/postgres?", f"/{name}?")
