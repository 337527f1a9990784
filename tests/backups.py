"""What tests of backups share: an installation, a key on paper, and an empty place to restore into."""

import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

import pyrage
from pyrage import x25519
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from pstku.audit.models import AuditEntry
from pstku.audit.operations import verify_chain
from pstku.backups import archive
from pstku.backups.place import Place
from pstku.core.db import session
from pstku.guestbook.models import Visit, VisitEvent
from tests.conftest import POSTGRES

_numbers = count()
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


@contextmanager
def empty_place(place: Place, folder: Path, server: str | None = POSTGRES) -> Iterator[Place]:
    """A new machine: an empty data folder, no database, and the same secrets. `server`: of the PostgreSQL it uses."""
    data = folder / f"new-{next(_numbers)}"
    data.mkdir()
    if place.is_sqlite:
        yield replace(place, database_url=f"sqlite:///{data / 'pstku.sqlite'}", data=data, backups=data / "backups")
        return
    name = f"restored_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(server or "", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        url = make_url(server or "").set(database=name).render_as_string(hide_password=False)
        yield replace(place, database_url=url, data=data, backups=data / "backups")
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def consistent_visits(office_id: int, since: datetime = ALWAYS) -> int:
    """The number of visits from a moment on; asserts that audit trail, events and visits agree."""
    assert verify_chain(office_id) == []
    visits = {str(found) for found in session().scalars(select(Visit.id).where(Visit.created_at >= since))}
    entered = select(AuditEntry.entity_id).where(AuditEntry.action == "register_visit", AuditEntry.at >= since)
    assert {str(found) for found in session().scalars(entered)} == visits
    registered = select(VisitEvent.visit_id).where(VisitEvent.kind == "registered", VisitEvent.at >= since)
    assert {str(found) for found in session().scalars(registered)} == visits
    return len(visits)


def members(file: Path, secret: str) -> dict[str, bytes]:
    """What a backup holds, read without our own code."""
    packed = pyrage.decrypt(file.read_bytes(), [x25519.Identity.from_str(secret)])
    with tarfile.open(fileobj=BytesIO(packed), mode="r:gz") as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


def manifest(file: Path, secret: str) -> dict:
    return json.loads(members(file, secret)[archive.MANIFEST])


def repacked(file: Path, secret: str, target: Path, **changed: bytes) -> Path:
    """A copy of the backup with other members, as somebody with the key could make it."""
    held = members(file, secret) | changed
    archive.write_archive(target, held, [str(x25519.Identity.from_str(secret).to_public())])
    return target


def plain_text(file: Path, secret: str) -> bytes:
    """All bytes in which something could be found: the database file, or the dump as SQL."""
    held = members(file, secret)
    if archive.SQLITE in held:
        return held[archive.SQLITE]
    dump = subprocess.run(["pg_restore", "--file=-"], input=held[archive.POSTGRESQL], capture_output=True, check=True)
    return dump.stdout
