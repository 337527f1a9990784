"""Upgrading the schema: a backup first, all revisions in one transaction, a look at the result before it counts."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from pstku.backups.engines import copy_postgresql, copy_sqlite
from pstku.backups.models import RecoveryKey
from pstku.backups.operations.backing_up import write_backup
from pstku.backups.operations.migrating import MIGRATIONS, migrate, newest_revision
from pstku.backups.operations.staging import backups_folder, need_room
from pstku.backups.place import Place
from pstku.backups.rules.retention import FULL, backup_name
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import ServerFault
from pstku.core.installation import check_file

PLAIN = "before-upgrade"


class UpgradeFailedError(ServerFault):
    """The upgrade failed and the schema is as before; the message says why, and where the backup is."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """From which revision to which (before is None for an empty database), and the backup made in between."""

    before: str | None
    after: str
    backup: Path | None


def upgrade(place: Place, migrations: Path = MIGRATIONS) -> Upgraded:
    """Bring the database to this program's schema; quick when there is nothing to do. For `make upgrade` and every start.

    Raises UpgradeFailedError when a migration fails; the database is then as before. Raises Unavailable or
    EngineFailedError when no backup could be made; then nothing was changed.
    """
    check_file(place.database_url, place.data)
    before, after = present_revision(place), newest_revision(migrations)
    if before == after:
        return Upgraded(before, after, None)
    backup = _back_up(place) if before else None
    session().rollback()
    try:
        migrate(migrations)
    except Exception as error:
        session().rollback()
        raise UpgradeFailedError(_what_stands(place, error, before, after, backup)) from error
    if backup and backup.parent == place.data:
        backup.unlink()
        backup = None
    return Upgraded(before, after, backup)


def present_revision(place: Place) -> str | None:
    """The revision the database is at; None when it is empty, or not yet a file."""
    if place.is_sqlite and not Path(str(make_url(place.database_url).database)).exists():
        return None
    connection = session().connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _back_up(place: Place) -> Path:
    """Back up before the upgrade: encrypted when there is a recovery key, else a plain copy, deleted after success."""
    connection = session().connection()
    keys = _public_keys(connection)
    need_room(place)
    if keys:
        code = str(connection.scalar(text("SELECT code FROM offices ORDER BY id LIMIT 1")))
        target = backups_folder(place) / backup_name(code, FULL, clock.now())
        write_backup(code, place, keys, FULL, target)
        return target
    if place.is_sqlite:
        (place.data / f"{PLAIN}.sqlite").unlink(missing_ok=True)
        return copy_sqlite(str(make_url(place.database_url).database), place.data, f"{PLAIN}.sqlite")
    return copy_postgresql(place.database_url, place.data).rename(place.data / f"{PLAIN}.dump")


def _public_keys(connection: Connection) -> list[str]:
    if not inspect(connection).has_table(RecoveryKey.__tablename__):
        return []
    query = select(RecoveryKey.public_key).where(RecoveryKey.retired_at.is_(None))
    return list(connection.scalars(query.order_by(RecoveryKey.id)))


def _what_stands(place: Place, error: Exception, before: str | None, after: str, backup: Path | None) -> str:
    now = present_revision(place)
    # The driver's own text may print somebody's row.
    cause = type(error).__name__ if isinstance(error, DBAPIError) else f"{type(error).__name__}: {error}"
    stands = f"Basis data tetap di skema {now}." if now == before else f"PERIKSA: skema {now}, semula {before}."
    copy = f" Salinan sebelum pembaruan: {backup}." if backup else ""
    return (
        f"Pembaruan {before} ke {after} gagal. {stands}{copy} Kembalikan program ke versi sebelumnya (git checkout), "
        f"lalu mulai layanan lagi. Sebab: {cause}"
    )
