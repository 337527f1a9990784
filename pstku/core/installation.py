"""Which installation this is: one id in the database and in the data folder, so that nothing starts beside what is lost.

Both without it is a first start. Only one of them, or two that differ, means that a database was lost, emptied or
swapped, or that the folder was: whoever wrote on now would write beside what the office already has.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, LargeBinary, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core import clock
from pstku.core.db import Model, atomic, session
from pstku.core.errors import ServerFault
from pstku.core.vault import seal, unseal

FILE = "installation"

LOST = (
    "Basis data kosong atau baru, padahal folder data %(folder)s milik instalasi yang sudah berjalan. Pulihkan cadangannya "
    "atau kembalikan berkas basis datanya. Bila memang ingin mulai dari awal, pakai folder data yang kosong (PSTKU_DATA)."
)
NEW_FOLDER = (
    "Folder data %(folder)s bukan milik basis data ini. Periksa PSTKU_DATA dan DATABASE_URL. Bila foldernya memang "
    "baru (server pindah atau bertambah), jalankan: flask pstku claim-folder"
)
FOREIGN = (
    "Basis data ini milik instalasi lain daripada folder data %(folder)s. Periksa PSTKU_DATA dan DATABASE_URL. Bila "
    "keduanya memang dipasangkan, jalankan: flask pstku claim-folder"
)
UNMARKED = (
    "Tanda instalasi hilang, dari basis data maupun dari folder data %(folder)s. Periksa siapa yang menghapusnya dan "
    "jalankan flask pstku verify-audit; lalu: flask pstku claim-folder"
)
UNREADABLE = "Berkas %(folder)s/installation rusak. Bila basis datanya benar, jalankan: flask pstku claim-folder"
OTHER_KEY = (
    "PSTKU_DATA_KEY bukan kunci basis data ini: nomor telepon tamu tidak dapat dibuka. Kembalikan kunci yang lama "
    "(di demo: berkas secrets di folder data)."
)


class WrongPlaceError(ServerFault):
    """Database, data folder and key do not belong together; the message says what to do."""


class Installation(Model):
    """The one row of the installation; `key_check` is its id sealed with the data key."""

    __tablename__ = "installation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_check: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    probed_at: Mapped[datetime | None]  # moved by whoever asks whether the database can be written


def establish(folder: Path) -> None:
    """At the first start, give database and data folder one id; afterwards only check that they belong together.

    Raises WrongPlaceError.
    """
    connection = session().connection()
    if is_first_start(connection, folder):
        claim_folder(folder)
    else:
        check(connection, folder)


def claim_folder(folder: Path) -> None:
    """Bind database and data folder to each other: at the first start, after a restore or a move, on a further server.

    The database's id goes before the folder's. The database is written first: what a power cut leaves in between is
    refused at the next start, and claimed again.
    """
    with atomic() as s:
        mine = stored_id(s.connection()) or id_for_database(folder)
        if s.get(Installation, mine) is None:
            s.add(Installation(id=mine, key_check=seal(str(mine)), created_at=clock.now()))
    mark_folder(folder, mine)


def mark_folder(folder: Path, mine: UUID) -> None:
    """Write the id into the data folder."""
    (folder / FILE).write_text(f"{mine}\n", encoding="ascii")


def id_for_database(folder: Path) -> UUID:
    """The id for a database that has none: the data folder's, else a new one."""
    try:
        return folder_id(folder) or uuid4()
    except WrongPlaceError:
        return uuid4()


def is_first_start(connection: Connection, folder: Path) -> bool:
    """True while neither the database nor the data folder belongs to an installation, and no office was founded."""
    if stored_id(connection) is not None or folder_id(folder) is not None:
        return False
    return connection.execute(text("SELECT 1 FROM offices LIMIT 1")).first() is None


def check(connection: Connection, folder: Path) -> None:
    """Raises WrongPlaceError unless database, data folder and key belong together, or all are new."""
    stored, found = stored_id(connection), folder_id(folder)
    if stored is None and found is None:
        if not is_first_start(connection, folder):
            raise WrongPlaceError(UNMARKED % {"folder": folder})
    elif stored != found:
        message = LOST if stored is None else NEW_FOLDER if found is None else FOREIGN
        raise WrongPlaceError(message % {"folder": folder})
    elif not has_right_key(connection):
        raise WrongPlaceError(OTHER_KEY)


def check_file(url: str, folder: Path) -> None:
    """Raises WrongPlaceError when the SQLite file of an installation is gone; connecting would make an empty one."""
    address = make_url(url)
    is_gone = address.get_backend_name() == "sqlite" and not Path(address.database or "").exists()
    if is_gone and folder_id(folder) is not None:
        raise WrongPlaceError(LOST % {"folder": folder})


def check_before_migration(connection: Connection, folder: Path) -> None:
    """Like `check`, for a database that may be older than the table: its first migration takes the folder's id."""
    tables = set(inspect(connection).get_table_names())
    if not tables and folder_id(folder) is None:
        return
    if Installation.__tablename__ in tables or not tables:
        check(connection, folder)


def stored_id(connection: Connection) -> UUID | None:
    """The id the database holds; None before the first start and before the table exists."""
    if not inspect(connection).has_table(Installation.__tablename__):
        return None
    return connection.scalar(select(Installation.id))


def folder_id(folder: Path) -> UUID | None:
    """The id the data folder holds, or None; raises WrongPlaceError for a file that holds none."""
    try:
        return UUID((folder / FILE).read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise WrongPlaceError(UNREADABLE % {"folder": folder}) from error


def has_right_key(connection: Connection) -> bool:
    """Does the data key of this process open what the database's own key sealed?"""
    row = connection.execute(select(Installation.id, Installation.key_check)).first()
    try:
        return row is not None and unseal(row.key_check) == str(row.id)
    except InvalidTag:
        return False
