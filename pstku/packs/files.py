"""Pack files on disk: a folder or a zip in, a zip out. A zip comes from outside and is not trusted."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from pstku.packs.faults import Fault, PackFaultyError
from pstku.packs.names import FOLDERS, is_noise, is_pack_file

MOST_FILES = 2_000
LARGEST_FILE = 5 * 1024 * 1024
LARGEST_PACK = 50 * 1024 * 1024  # unpacked
LARGEST_TEXT = 4 * 1024 * 1024  # of pages and lists together; all that ship have a tenth of it
SLOW = (".md", ".yaml")  # what is parsed letter by letter
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
LONGEST_NAME = 100
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # a zip of the same content is the same file


@contextmanager
def opened_pack(source: Path, name: str = "") -> Iterator[Path]:
    """The folder of a pack; a zip is unpacked for the time of the block. Raises PackFaultyError.

    `name`: how people call the file, when it waits under another name.
    """
    if source.is_dir():
        yield source
        return
    with TemporaryDirectory(prefix="pstku-paket-") as place:
        folder = Path(place)
        try:
            with zipfile.ZipFile(source) as archive:
                _unpack(archive, folder)
        except BROKEN as error:
            raise PackFaultyError([Fault(name or source.name, "berkas", "bukan zip yang dapat dibaca")]) from error
        yield folder


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    entries = [e for e in archive.infolist() if not e.is_dir() and not is_noise(PurePosixPath(e.filename))]
    if len(entries) > MOST_FILES:
        raise PackFaultyError([Fault("zip", "isi", f"lebih dari {MOST_FILES} berkas")])
    root = _root_of(entries)
    faults, left, letters = [], LARGEST_PACK, LARGEST_TEXT
    for entry in entries:
        path = PurePosixPath(entry.filename)
        inner = PurePosixPath(*path.parts[1:]) if root else path
        if fault := _fault_of(entry, inner):
            faults.append(Fault(entry.filename[:200], "berkas", fault))
            continue
        with archive.open(entry) as handle:
            content = handle.read(LARGEST_FILE + 1)  # the size a zip declares may be a lie
        left -= len(content)
        letters -= len(content) if inner.suffix in SLOW else 0
        if len(content) > LARGEST_FILE or left < 0:
            raise PackFaultyError(
                [Fault(entry.filename[:200], "ukuran", "lebih dari 5 MB, atau paket lebih dari 50 MB")]
            )
        if letters < 0:
            raise PackFaultyError([Fault("zip", "ukuran", "halaman dan daftarnya lebih dari 4 MB; bagi paketnya")])
        target = folder / inner
        if target.exists():
            faults.append(Fault(entry.filename, "berkas", "ada dua kali di dalam zip"))
            continue
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    if faults:
        raise PackFaultyError(faults)


def _root_of(entries: list[zipfile.ZipInfo]) -> str:
    """The one folder everything lies in, as zips made by a file manager have it; else empty."""
    tops = {PurePosixPath(entry.filename).parts[:1] for entry in entries}
    alone = len(tops) == 1 and all(len(PurePosixPath(entry.filename).parts) > 1 for entry in entries)
    top = next(iter(tops))[0] if alone else ""
    return "" if top in FOLDERS else top


def _fault_of(entry: zipfile.ZipInfo, path: PurePosixPath) -> str:
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or not path.parts:
        return "nama berkas keluar dari paket"
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "tautan (symlink) tidak diterima"
    if len(path.name) > LONGEST_NAME:
        return f"nama berkas lebih dari {LONGEST_NAME} huruf"
    return "" if is_pack_file(path) else "bukan berkas paket isi; hapus dari zip"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of named contents, byte for byte the same for the same contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, SAME_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()
