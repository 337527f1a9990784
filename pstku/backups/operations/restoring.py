"""Restoring: open a backup, check it, erase again what was erased since, then put it in place."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from pstku.audit.exports import FILE as EXPORTED_HEADS
from pstku.audit.exports import last_exported, write_end
from pstku.audit.operations import record, verify_chain
from pstku.backups import archive
from pstku.backups.engines import load_postgresql, sqlite_faults
from pstku.backups.facts import FORMAT, differences, facts, facts_of
from pstku.backups.operations import journal
from pstku.backups.operations.migrating import migrate
from pstku.backups.operations.refusals import Refused, refuse_again
from pstku.backups.operations.staging import backups_folder, staging
from pstku.backups.place import Place
from pstku.core import installation, keys
from pstku.core.connections import database_at
from pstku.core.db import session, sqlite_driver
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.offices.queries import office_ids

NEW_SECRETS, DEMO_SECRETS = "environment-restored", "secrets"


@dataclass
class Restored:
    """What a restore did, to be shown to whoever ran it."""

    made_at: str
    counts: dict[str, int]
    forgotten: dict[str, int] = field(default_factory=dict)
    refused: Refused = field(default_factory=Refused)
    faults: list[str] = field(default_factory=list)  # of the trail, when they were accepted
    other_secrets: Path | None = None  # where the right ones lie, when the service has others
    owner: str = ""  # command that gives the files to the service, when it could not be done here


def restore(
    source: Path,
    typed_key: str,
    place: Place,
    *,
    despite_faults: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Restore a backup into an empty place.

    Counts, chain and keys are checked first; then what was erased or cut since is erased and cut again, and the audit trail
    records both the end that was known and the one restored. Raises InvalidInput for a wrong key or a file that does not hold what it says, Conflict when the place is not
    empty, JournalFaultyError; the place is as it was then.
    """
    _need_empty(place)
    with staging(place) as folder:
        say("Membuka cadangan …")
        archive.read_archive(source, typed_key, folder)
        manifest, secrets = _manifest(folder, place), _secrets(folder)
        done = Restored(manifest["made_at"], manifest["counts"])
        journals = [*dict.fromkeys((source.parent, place.backups))]
        with keys.other_keys(*secrets), _staged(place, folder) as url, database_at(url, folder):
            say("Memeriksa isi, jejak audit, dan kunci …")
            _check(manifest, folder, done, despite_faults=despite_faults)
            say("Menghapus dan menolak lagi yang dihapus dan ditolak sesudah cadangan dibuat …")
            lines = [line for found in journals for line in journal.read_journal(found)]
            _keep_newer_heads(place, folder)
            for office_id in office_ids():
                _forget_again(office_id, lines, folder, done)
            new_lines = lines if not (place.backups / journal.FILE).exists() else []
            new_lines += [journal.restored_line(office_id) for office_id in office_ids()]
            session().commit()
            sealed = journal.sealed(new_lines)
        if place.is_sqlite:
            (folder / archive.SQLITE).rename(_file(place))
        _lay_beside(folder, place, secrets, sealed, done)
    return done


def _need_empty(place: Place) -> None:
    """The place holds no database, or one without a table. Raises Conflict with what to do."""
    if place.is_sqlite:
        file = _file(place)
        beside = [path for path in (Path(f"{file}-wal"), Path(f"{file}-shm"), file) if path.exists()]
        is_log_left = any(
            path.stat().st_size for path in beside if path != file
        )  # it would be played into the new file
        if is_log_left or (file.exists() and file.stat().st_size and not _is_without_tables(place)):
            raise Conflict(
                N_(
                    "Basis data %(file)s sudah berisi. Hentikan layanan, lalu pindahkan dahulu: mv %(file)s* TEMPAT_LAIN/"
                ),
                file=str(file),
            )
        for path in beside:
            path.unlink()
    elif not _is_without_tables(place):
        raise Conflict(
            N_("Basis data PostgreSQL ini sudah berisi. Buat yang kosong dengan createdb, lalu ubah DATABASE_URL.")
        )


def _is_without_tables(place: Place) -> bool:
    options = {"module": sqlite_driver()} if place.is_sqlite else {}
    engine = create_engine(place.database_url, **options)
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    except Exception:  # a file that is no database is something, not nothing
        return False
    finally:
        engine.dispose()


def _manifest(folder: Path, place: Place) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / archive.MANIFEST).read_text(encoding="utf-8"))
        facts_of(manifest)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidInput("file", archive.DAMAGED) from error
    if manifest["format"] > FORMAT:
        raise InvalidInput("file", N_("Cadangan ini dibuat PSTku yang lebih baru. Pasang versi itu dahulu."))
    if not (folder / (archive.SQLITE if place.is_sqlite else archive.POSTGRESQL)).exists():
        raise InvalidInput("file", N_("Cadangan ini dari mesin basis data lain. Sesuaikan DATABASE_URL."))
    return manifest


def _secrets(folder: Path) -> tuple[str, str]:
    """(SECRET_KEY, DATA_KEY) as the backup holds them."""
    lines = (folder / archive.SECRETS).read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines)
    return values["PSTKU_SECRET_KEY"], values["PSTKU_DATA_KEY"]


@contextmanager
def _staged(place: Place, folder: Path) -> Iterator[str]:
    """The address of the loaded database; on PostgreSQL it is the place itself, emptied again when anything fails."""
    if place.is_sqlite:
        if broken := sqlite_faults(folder / archive.SQLITE):
            raise InvalidInput("file", N_("Basis data di cadangan ini rusak: %(fault)s."), fault=broken[0])
        yield f"sqlite:///{folder / archive.SQLITE}"
        return
    try:
        load_postgresql(place.database_url, folder / archive.POSTGRESQL)
        yield place.database_url
    except BaseException:
        _empty_postgresql(place.database_url)
        raise


OWN_FUNCTIONS = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"


def _empty_postgresql(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
        for function in connection.scalars(text(OWN_FUNCTIONS)).all():
            connection.execute(text(f"DROP FUNCTION {function} CASCADE"))
    engine.dispose()


def _check(manifest: dict[str, Any], folder: Path, done: Restored, *, despite_faults: bool) -> None:
    """Check that the copy holds what was recorded, and that its trail is whole under its own keys."""
    if lines := differences(facts_of(manifest), facts()):
        raise InvalidInput("file", N_("Isi cadangan berbeda dari catatannya: %(told)s."), told="; ".join(lines[:3]))
    if mine := installation.stored_id(session().connection()):
        installation.mark_folder(folder, mine)
        if not installation.has_right_key(session().connection()):
            raise InvalidInput("file", N_("Rahasia di cadangan ini bukan milik basis datanya. Pakai cadangan lain."))
    session().commit()
    migrate()  # only now can our own models read it; one without an id gets it here, after the same look at its key
    done.faults = [fault for office_id in office_ids() for fault in verify_chain(office_id)]
    session().commit()
    if done.faults and not despite_faults:
        raise InvalidInput(
            "file",
            N_("Jejak audit di cadangan ini tidak utuh: %(fault)s. Pakai cadangan lain, atau --despite-faults."),
            fault="; ".join(done.faults[:3]),
        )


def _keep_newer_heads(place: Place, folder: Path) -> None:
    """When the data folder outlived its database, its own record of the trail's end is newer than the backup's."""
    theirs, ours = place.data / EXPORTED_HEADS, folder / EXPORTED_HEADS
    if theirs.exists() and (not ours.exists() or theirs.stat().st_size > ours.stat().st_size):
        shutil.copyfile(theirs, ours)


def _forget_again(office_id: int, lines: list[dict[str, Any]], folder: Path, done: Restored) -> None:
    """Replay the journal, then record in the trail which end of it was known and which one was restored."""
    found = next(([seq, mac] for office, seq, mac in facts().heads if office == office_id), [0, ""])
    exported = last_exported(office_id, folder)
    noted = [(exported.seq, exported.mac)] if exported else []
    noted += [head] if (head := journal.newest_head(office_id, lines)) else []
    seq, mac = max(noted, default=tuple(found))
    for what, count in journal.replay_journal(office_id, lines).items():
        done.forgotten[what] = done.forgotten.get(what, 0) + count
    done.refused.add(refuse_again(office_id, lines, datetime.fromisoformat(done.made_at)))
    named = {"exported_seq": seq, "exported_mac": mac, "found_seq": found[0], "found_mac": found[1]}
    record(office_id, "restore_database", "office", office_id, **named, faults=len(done.faults), made_at=done.made_at)
    write_end(office_id, folder)


def _lay_beside(folder: Path, place: Place, secrets: tuple[str, str], journal_text: str, done: Restored) -> None:
    """Fill the data folder of the restored database: the record of the trail's end, the journal, and the secrets."""
    for name in (EXPORTED_HEADS, installation.FILE):
        shutil.move(folder / name, place.data / name)
    journal.append(backups_folder(place), journal_text)
    if secrets != (place.secret_key, place.data_key):
        done.other_secrets = _keep_secrets(folder, place, secrets)
    done.owner = _give_to_service(place)


def _keep_secrets(folder: Path, place: Place, secrets: tuple[str, str]) -> Path | None:
    """Store the restored secrets: the demo reads its own file, a service needs them in its environment."""
    if (demo := place.data / DEMO_SECRETS).exists():
        demo.write_text("\n".join(secrets) + "\n", encoding="utf-8")
        return None
    return Path(shutil.move(folder / archive.SECRETS, place.data / NEW_SECRETS))


def _give_to_service(place: Place) -> str:
    """Give files made by root to the owner of the data folder; returns the command to type when that is root too."""
    if os.geteuid() != 0:
        return ""
    owner = place.data.stat()
    if owner.st_uid == 0:
        return f"chown -R pstku:pstku {place.data} {place.backups}"
    for path in (*place.data.rglob("*"), place.backups, *place.backups.glob("*")):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
    return ""


def _file(place: Place) -> Path:
    return Path(str(make_url(place.database_url).database))
