"""Can guests be served here: is the database there, whole, writable and ours, and is there room on the disk?"""

import os
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from pstku.core import clock, shared
from pstku.core.connections import listen, options_for
from pstku.core.installation import Installation, WrongPlaceError, folder_id, has_right_key, stored_id
from pstku.core.outage import is_away, is_busy, is_damaged, is_full, is_outage, is_read_only

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"
POSTGRESQL = Path("/var/lib/postgresql")  # where Debian and Ubuntu keep every cluster
LEAST_FREE_BYTES = 200 * 1024 * 1024
WAIT, LONGEST = 1_000, 1_500  # milliseconds for a lock, and for one statement
CHECK_SECONDS = 0.05  # for reading tables through; what takes longer is read through by the backup

MISSING, AWAY, EMPTY, DAMAGED = "database_missing", "database_away", "database_empty", "database_damaged"
READ_ONLY, LOCKED, FULL = "database_read_only", "database_locked", "database_full"
BEHIND, AHEAD, FOREIGN, KEY, DISK = "schema_behind", "schema_ahead", "installation", "key", "disk"
UNFOUNDED = "no_office"

WHAT_TO_DO = {
    MISSING: "Basis data tidak ada di tempatnya. Kembalikan berkasnya atau pulihkan cadangan. Di kantor baru: flask db upgrade.",
    AWAY: "Basis data tidak menjawab. Periksa apakah PostgreSQL berjalan dan alamatnya (DATABASE_URL) benar.",
    EMPTY: "Basis data kosong. Pulihkan cadangannya. Di kantor baru: flask db upgrade, lalu flask pstku office-init.",
    DAMAGED: "Basis data rusak. Hentikan layanan, simpan salinan folder datanya, lalu pulihkan cadangan terakhir.",
    READ_ONLY: "Basis data hanya dapat dibaca. Periksa pemilik dan izin folder data (pengguna pstku) serta cakramnya.",
    LOCKED: "Basis data dikunci proses lain. Tunggu; bila lebih dari semenit, cari pekerjaan yang belum selesai.",
    FULL: "Cakram basis data penuh. Kosongkan ruang.",
    BEHIND: "Basis data lebih tua daripada programnya. Mulai ulang layanan: cadangan dan pembaruannya berjalan sendiri.",
    AHEAD: "Basis data lebih baru daripada programnya. Pasang versi program yang terakhir dipakai.",
    FOREIGN: "Basis data dan folder data bukan pasangan. Periksa PSTKU_DATA dan DATABASE_URL, atau: flask pstku claim-folder",
    KEY: "PSTKU_DATA_KEY bukan kunci basis data ini. Kembalikan kunci yang lama; nomor tamu tidak dapat dibuka tanpanya.",
    DISK: "Ruang cakram hampir habis. Kosongkan ruang; di bawah 200 MB PSTku dianggap tidak siap.",
    UNFOUNDED: "Kantor belum disiapkan. Jalankan: flask pstku office-init",
}
PASSING = {AWAY, LOCKED, FULL, DISK, UNFOUNDED}  # no reason to refuse a start: they end without one


def faults(url: str, folder: Path) -> list[str]:
    """Codes of whatever keeps guests from being served; each has its sentence in WHAT_TO_DO. Writes one row."""
    found = list(_disk_faults(url, folder))
    try:
        if make_url(url).get_backend_name() == "sqlite" and not Path(make_url(url).database or "").exists():
            return [*found, MISSING]
        with _engine(url).connect() as connection:
            return [*found, *_database_faults(connection, folder)]
    except DBAPIError as error:
        return [*found, code_of(error)]


def refuse_bad_start(url: str, folder: Path) -> list[str]:
    """Raises WrongPlaceError for what no waiting mends; returns the codes of what may end by itself."""
    found = faults(url, folder)
    for code in found:
        if code not in PASSING:
            raise WrongPlaceError(WHAT_TO_DO[code])
    return found


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    """Every probe opens a connection of its own: it sees the place as it is now, and leaves nothing to a fork."""
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, **options_for(url))
    listen(engine, wait=WAIT, longest=LONGEST)
    return engine


def _database_faults(connection: Connection, folder: Path) -> Iterator[str]:
    connection = connection.execution_options(sqlite_begin="IMMEDIATE")
    revision = _revision(connection)
    if revision != newest_revision():
        yield EMPTY if revision is None else BEHIND if revision < newest_revision() else AHEAD
        return
    stored, found = stored_id(connection), folder_id(folder)
    if stored is None or stored != found:  # and nothing is written to what is not ours
        yield FOREIGN if stored else UNFOUNDED if found is None else EMPTY
        return
    if not has_right_key(connection):
        yield KEY
    connection.execute(update(Installation).values(probed_at=clock.now()))
    connection.commit()
    if connection.dialect.name == "sqlite" and _is_damaged(connection.connection.driver_connection):
        yield DAMAGED


def _revision(connection: Connection) -> str | None:
    try:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    except DBAPIError as error:
        if is_damaged(error) or is_away(error) or is_busy(error):
            raise
        return None


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """The revision this program was written for, by the names of its migrations."""
    return max(file.name[:4] for file in MIGRATIONS.glob("[0-9]*.py"))


def code_of(error: DBAPIError) -> str:
    """What an error of the driver says of the place."""
    if is_damaged(error):
        return DAMAGED
    if is_full(error):
        return FULL
    if is_busy(error):
        return LOCKED
    return READ_ONLY if is_read_only(error) else AWAY


def outage_code(error: Exception) -> str | None:
    """The code of an error that passes by itself or once somebody acts, such as a database that is away; None for others."""
    return code_of(error) if isinstance(error, DBAPIError) and is_outage(error) else None


def _is_damaged(driver: Any) -> bool:
    """Read the whole file through, or one table after the other, a table a probe, where that takes too long."""
    try:
        whole = _reads_well(driver, "1")
        return (_reads_well(driver, f'"{_next_table(driver)}"') if whole is None else whole) is False
    except driver.DatabaseError:
        return True


def _reads_well(driver: Any, what: str) -> bool | None:
    """None when there was no time to see."""
    until = time.monotonic() + CHECK_SECONDS
    driver.set_progress_handler(lambda: time.monotonic() > until, 10_000)
    try:
        return bool(driver.execute(f"PRAGMA quick_check({what})").fetchone() == ("ok",))
    except driver.OperationalError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            raise
        return None
    finally:
        driver.set_progress_handler(None, 0)


def _next_table(driver: Any) -> str:
    names = [row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]

    def advance(known: dict[str, Any]) -> str:
        known["next_table"] = (known.get("next_table", 0) + 1) % len(names)
        return str(names[known["next_table"]])

    return shared.change(advance)


def _disk_faults(url: str, folder: Path) -> Iterator[str]:
    if min(free_bytes(place) for place in places(url, folder)) < LEAST_FREE_BYTES:
        yield DISK


def places(url: str, folder: Path) -> list[Path]:
    """The folders whose disks must have room: of the data, and of the database, the one we may write to last.

    PostgreSQL tells no ordinary role what is free on its disk. Where it runs on this machine, its usual folder is looked
    at; a server elsewhere has to be watched there.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        return [folder, file.parent] if file.parent.exists() else [folder]
    host = str(address.host or address.query.get("host") or "")
    is_here = host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")
    return [POSTGRESQL, folder] if is_here and POSTGRESQL.exists() else [folder]


def free_bytes(place: Path) -> int:
    """What is free on the disk of a folder, for whoever is not root."""
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize
