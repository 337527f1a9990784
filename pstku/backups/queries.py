"""Reads about backups: the files there are, how old the last one is, which keys open them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from pstku.backups.models import RecoveryKey
from pstku.backups.rules.recovery_key import is_test_due
from pstku.backups.rules.retention import FULL, BackupFile, backup_file, dated, is_old
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_


def backup_files(folder: Path) -> list[BackupFile]:
    """The backups in a folder, the newest first; empty when the folder is not there."""
    found = [backup_file(path.name, path.stat().st_size) for path in folder.glob("pstku-*.age")]
    return sorted((file for file in found if file), key=lambda file: file.made_at, reverse=True)


def last_backup_age(folder: Path) -> timedelta | None:
    """How old the newest full backup in a folder is; None when there is none. Asks no database.

    One that bears a date to come was made while the clock was wrong, and tells nothing of its age.
    """
    now = clock.now()
    full = [file.made_at for file in dated(backup_files(folder), now) if file.kind == FULL]
    return max(now - full[0], timedelta()) if full else None


def find_backup(folder: Path, name: str) -> Path:
    """The path of a backup by its name; raises NotFound for anything else."""
    if not any(file.name == name for file in backup_files(folder)):
        raise NotFound(N_("Cadangan itu sudah tidak ada. Pilih yang lain dari daftar."))
    return folder / name


def recovery_keys(office_id: int) -> list[RecoveryKey]:
    """The keys new backups are encrypted to, at most two."""
    mine = (RecoveryKey.office_id == office_id, RecoveryKey.retired_at.is_(None))
    return list(session().scalars(select(RecoveryKey).where(*mine).order_by(RecoveryKey.id)))


def get_recovery_key(office_id: int, key_id: int) -> RecoveryKey:
    """One key that is in use; raises NotFound."""
    for key in recovery_keys(office_id):
        if key.id == key_id:
            return key
    raise NotFound(N_("Kunci pemulihan itu tidak dipakai lagi."))


@dataclass(frozen=True, slots=True)
class BackupState:
    """What an admin must know about backups: the age of the last full one, and whether its key's paper was tested."""

    age: timedelta | None
    has_key: bool
    has_untested_key: bool

    @property
    def is_old(self) -> bool:
        return is_old(self.age)

    @property
    def is_calm(self) -> bool:
        return self.has_key and not self.has_untested_key and not self.is_old


def backup_state(office_id: int, folder: Path) -> BackupState:
    """How the office stands with its backups."""
    keys, now = recovery_keys(office_id), clock.now()
    untested = any(is_test_due(key.tested_at, now) for key in keys)
    return BackupState(last_backup_age(folder), bool(keys), untested)
