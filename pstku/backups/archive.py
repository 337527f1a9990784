"""The file of a backup: a tar, packed with gzip, in the age format. `age -d -i KEY FILE | tar xz` opens it without us."""

import gzip
import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import IO

from pstku.backups.rules.recovery_key import secret_from
from pstku.core.errors import InvalidInput
from pstku.core.text import N_

MANIFEST, SECRETS, HEADS = "manifest.json", "environment", "audit-heads.jsonl"
SQLITE, POSTGRESQL = "pstku.sqlite", "pstku.dump"
KNOWN = {MANIFEST, SECRETS, HEADS, SQLITE, POSTGRESQL}
QUICK = 1  # of gzip's nine levels: a third of the time of the default, a tenth more bytes


def write_archive(target: Path, members: Mapping[str, Path | bytes], public_keys: list[str]) -> None:
    """Write the members as one encrypted file that appears whole or not at all; nothing in the clear touches the disk."""
    import pyrage  # here: a worker that makes no backup need not carry it

    recipients = [pyrage.x25519.Recipient.from_str(key) for key in public_keys]
    unfinished = target.with_name(f".{target.name}.part")
    reading, writing = os.pipe()
    packing = _Packing(os.fdopen(writing, "wb"), members)
    try:
        packing.start()
        with os.fdopen(reading, "rb") as source, _private(unfinished) as file:
            pyrage.encrypt_io(source, file, recipients)
            file.flush()
            os.fsync(file.fileno())
        packing.finish()
        unfinished.rename(target)
        _keep_name(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def read_archive(source: Path, typed_key: str, folder: Path) -> None:
    """Open a backup with the key as typed and lay its members into a folder.

    Raises InvalidInput("key") for a mistyped key or one of another backup, InvalidInput("file") for a damaged file.
    """
    import pyrage

    packed = folder / "packed"
    try:
        identity = pyrage.x25519.Identity.from_str(secret_from(typed_key))
    except pyrage.IdentityError as error:
        raise InvalidInput(
            "key", N_("Kunci pemulihan salah ketik. Bandingkan tiap kelompok dengan kertasnya.")
        ) from error
    try:
        with source.open("rb") as encrypted, _private(packed) as file:
            pyrage.decrypt_io(encrypted, file, [identity])
        _unpack(packed, folder)
    except pyrage.DecryptError as error:
        if "matching" in str(error):
            raise InvalidInput("key", N_("Cadangan ini dibuat untuk kunci pemulihan lain.")) from error
        raise InvalidInput("file", DAMAGED) from error
    except (OSError, EOFError, tarfile.TarError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # no room, no right: told as it is
            raise
        raise InvalidInput("file", DAMAGED) from error
    finally:
        packed.unlink(missing_ok=True)


DAMAGED = N_("Berkas ini rusak atau bukan cadangan PSTku. Pakai cadangan yang lain.")


class _Packing(Thread):
    """Fills the pipe that is encrypted at its other end."""

    def __init__(self, pipe: IO[bytes], members: Mapping[str, Path | bytes]) -> None:
        super().__init__(name="backup-packing", daemon=True)
        self.pipe, self.members = pipe, members
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            with (
                self.pipe,
                gzip.GzipFile(fileobj=self.pipe, mode="wb", compresslevel=QUICK, filename="") as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                for name, content in self.members.items():
                    _add(tar, name, content)
        except BaseException as error:  # told to whoever waits for the thread
            self.fault = error

    def finish(self) -> None:
        self.join()
        if self.fault is not None:
            raise self.fault


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.mode = 0o600
    if isinstance(content, bytes):
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
        return
    entry.size = content.stat().st_size
    with content.open("rb") as file:
        tar.addfile(entry, file)


def _unpack(packed: Path, folder: Path) -> None:
    """Unpack only the members we know, as plain files under our own names: a tar could name any path."""
    with tarfile.open(packed, mode="r:gz") as tar:
        for entry in tar:
            content = tar.extractfile(entry) if entry.name in KNOWN else None
            if content is not None:
                with _private(folder / entry.name) as file:
                    while block := content.read(1 << 20):
                        file.write(block)


def _private(path: Path) -> IO[bytes]:
    """Create a file that only this user can read, from its first moment."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _keep_name(folder: Path) -> None:
    """Write the folder to disk, so that the file's new name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
