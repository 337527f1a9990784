"""What tests of backups share: an installation, a key on paper, and an empty place to restore into."""

import json
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path

import pyrage
from pyrage import x25519

from pstku.backups import archive
from pstku.backups.place import Place
from tests.conftest import postgres_url, run_on_server

_numbers = count()


@contextmanager
def empty_place(place: Place, folder: Path) -> Iterator[Place]:
    """A new machine: an empty data folder, no database, and the same secrets."""
    data = folder / f"new-{next(_numbers)}"
    data.mkdir()
    if place.is_sqlite:
        yield replace(place, database_url=f"sqlite:///{data / 'pstku.sqlite'}", data=data, backups=data / "backups")
        return
    name = f"restored_{os.getpid()}_{next(_numbers)}"
    run_on_server(f"CREATE DATABASE {name}")
    yield replace(place, database_url=postgres_url(name), data=data, backups=data / "backups")
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def members(file: Path, secret: str) -> dict[str, bytes]:
    """What a backup holds, read without our own code."""
    packed = pyrage.decrypt(file.read_bytes(), [x25519.Identity.from_str(secret)])
    with tarfile.open(fileobj=BytesIO(packed), mode="r:gz") as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


def manifest(file: Path, secret: str) -> dict:
    return json.loads(members(file, secret)[archive.MANIFEST])


def repacked(file: Path, secret: str, target: Path, **changed: bytes) -> Path:
    """The same backup with other members, as somebody with the paper could make it."""
    held = members(file, secret) | changed
    archive.write_archive(target, held, [str(x25519.Identity.from_str(secret).to_public())])
    return target


def plain_text(file: Path, secret: str) -> bytes:
    """All bytes in which something could be found: the database file, or the dump as SQL."""
    held = members(file, secret)
    if archive.SQLITE in held:
        return held[archive.SQLITE]
    shown = subprocess.run(["pg_restore", "--file=-"], input=held[archive.POSTGRESQL], capture_output=True, check=True)
    return shown.stdout
