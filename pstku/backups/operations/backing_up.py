"""Making a backup: copy one moment, look at the copy, encrypt it, and let old ones go."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from pstku.audit.exports import FILE as EXPORTED_HEADS
from pstku.audit.operations import record
from pstku.backups import archive
from pstku.backups.engines import begin_moment, copy_postgresql, copy_sqlite, sqlite_faults
from pstku.backups.facts import Facts, as_manifest, facts
from pstku.backups.operations.journal import write_journal
from pstku.backups.operations.long_lived import without_votes_postgresql, without_votes_sqlite
from pstku.backups.operations.staging import backups_folder, need_room, only_one, staging
from pstku.backups.place import Place
from pstku.backups.queries import backup_files, recovery_keys
from pstku.backups.rules.retention import FULL, MONTHLY, backup_name, files_to_drop, is_month_open
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.connections import database_at
from pstku.core.db import session
from pstku.core.errors import Conflict, Unavailable
from pstku.core.text import N_
from pstku.offices.queries import Configuration, configuration


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: its path, its content and its `size` in bytes."""

    path: Path
    size: int
    found: Facts


def back_up(
    office_id: int, place: Place, *, kind: str = FULL, target: Path | None = None, actor_id: int | None = None
) -> Made:
    """Make one backup, in the folder of backups or at `target`. Writing goes on meanwhile.

    Raises Conflict without a recovery key or while another one runs, Unavailable when there is no room or the copy is
    not whole; no file appears then.
    """
    office, made_at = configuration(office_id), clock.now()
    public_keys = [key.public_key for key in recovery_keys(office_id)]
    if not public_keys:
        raise Conflict(N_("Belum ada kunci pemulihan. Buat dahulu di Pengaturan, Cadangan."))
    target = target or backups_folder(place) / backup_name(office.code, kind, made_at)
    found = write_backup(office.code, place, public_keys, kind, target)
    session().rollback()
    size = target.stat().st_size
    record(office_id, "back_up", "backup", target.name, actor_id=actor_id, size=size)
    write_journal(office_id, backups_folder(place))
    return Made(target, size, found)


def write_backup(office_code: str, place: Place, public_keys: list[str], kind: str, target: Path) -> Facts:
    """Copy the database, check the copy, encrypt it. Works on any schema, because an upgrade backs up the older one."""
    named = {"kind": kind, "office": office_code, "made_at": clock.now().isoformat(), "public_url": place.public_url}
    with only_one(place), staging(place) as folder:
        need_room(place)
        copy, found = (_copy_sqlite if place.is_sqlite else _copy_postgresql)(place, folder, kind)
        manifest = json.dumps(as_manifest(found, **named), indent=1).encode()
        exported = place.data / EXPORTED_HEADS
        members: dict[str, Path | bytes] = {
            archive.MANIFEST: manifest,
            archive.SECRETS: _secrets(place),
            copy.name: copy,
        }
        if exported.exists():
            members[archive.HEADS] = exported.read_bytes()
        archive.write_archive(target, members, public_keys)
    return found


def nightly_backups(office_id: int, place: Place) -> Iterator[Made]:
    """A full backup, and the month's own when there is none yet."""
    yield back_up(office_id, place)
    if is_month_open(backup_files(place.backups), clock.now(), configuration(office_id).tz):
        yield back_up(office_id, place, kind=MONTHLY)


def note_download(actor: Actor, name: str) -> None:
    """Record in the audit trail who downloaded a backup."""
    actor.need(Role.ADMIN)
    record(actor.office_id, "download_backup", "backup", name, actor_id=actor.person_id)


def drop_old_backups(office: Configuration, place: Place) -> int:
    """Delete backups beyond those that are kept, and full ones older than five weeks; returns how many."""
    old = files_to_drop(backup_files(place.backups), clock.now(), office.tz)
    for file in old:
        (place.backups / file.name).unlink(missing_ok=True)
    return len(old)


def _copy_sqlite(place: Place, folder: Path, kind: str) -> tuple[Path, Facts]:
    copy = copy_sqlite(str(make_url(place.database_url).database), folder)
    if kind == MONTHLY:
        copy = without_votes_sqlite(copy, folder)
    if faults := sqlite_faults(copy):
        raise Unavailable(N_("Basis data rusak: %(fault)s. Tidak ada cadangan yang dibuat."), fault=faults[0])
    with database_at(f"sqlite:///{copy}", folder):
        return copy, facts()


def _copy_postgresql(place: Place, folder: Path, kind: str) -> tuple[Path, Facts]:
    moment = begin_moment()
    found = facts()
    dump = copy_postgresql(place.database_url, folder, moment)
    session().rollback()
    return without_votes_postgresql(place.database_url, dump, folder) if kind == MONTHLY else (dump, found)


def _secrets(place: Place) -> bytes:
    """The secrets as lines of the service's environment file."""
    return (
        f"PSTKU_SECRET_KEY={place.secret_key}\nPSTKU_DATA_KEY={place.data_key}\nPSTKU_PUBLIC_URL={place.public_url}\n"
    ).encode()
