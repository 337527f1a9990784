"""The folder for a copy that is not encrypted yet, and the lock that lets only one backup run at a time."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlalchemy.engine import make_url

from pstku.backups.place import Place
from pstku.core.db import session
from pstku.core.errors import Conflict, Unavailable
from pstku.core.text import N_

LEAST_LEFT = 200 * 1024 * 1024  # bytes that stay free for the office itself
COPIES = 2.5  # the copy, the monthly one beside it, and the packed file, in sizes of the database
PREFIX, LOCK = ".backup-", "backup.lock"
UNFINISHED = ".pstku-*.part"  # a file that was being packed


@contextmanager
def only_one(place: Place) -> Iterator[None]:
    """Hold the lock of backups; deletes what a killed process left. Raises Conflict while another process holds it."""
    with (place.data / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(N_("Pencadangan lain masih berjalan. Tunggu sampai selesai.")) from error
        for left in place.data.glob(f"{PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        for half in place.backups.glob(UNFINISHED):
            half.unlink(missing_ok=True)
        yield


@contextmanager
def staging(place: Place) -> Iterator[Path]:
    """A folder only this user can read, on the disk of the database, gone afterwards."""
    with TemporaryDirectory(prefix=PREFIX, dir=place.data) as folder:
        yield Path(folder)


def need_room(place: Place) -> None:
    """Raise Unavailable unless the disk has room for the copies and a reserve."""
    if place.is_sqlite:
        size = Path(str(make_url(place.database_url).database)).stat().st_size
    else:
        size = session().scalar(text("SELECT pg_database_size(current_database())")) or 0
    needed = int(COPIES * size) + LEAST_LEFT
    if shutil.disk_usage(place.data).free < needed:
        raise Unavailable(
            N_("Ruang disk kurang untuk cadangan: perlu %(wanted)s MB bebas. Hapus yang tidak dipakai."),
            wanted=needed // 1_000_000,
        )


def backups_folder(place: Place) -> Path:
    """Where backups lie; the default one is made, a named disk must be there. Raises Unavailable."""
    if place.backups.parent == place.data:
        place.backups.mkdir(mode=0o700, exist_ok=True)
    if not place.backups.is_dir():
        raise Unavailable(N_("Folder cadangan %(folder)s tidak ada. Pasang disknya."), folder=str(place.backups))
    return place.backups
