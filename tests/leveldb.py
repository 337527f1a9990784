"""What stands in the files of a LevelDB, deleted or not: the blocks of its tables unpacked, everything else as it is."""

from collections.abc import Iterator
from pathlib import Path

FOOTER_BYTES, TRAILER_BYTES = 48, 5
PACKED = 1  # a block's first trailing byte: Snappy


def contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below the folder, with the bytes somebody can read in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            blob = path.read_bytes()
            yield path, b"".join(_blocks(blob)) + blob if path.suffix == ".ldb" else blob


def _blocks(table: bytes) -> Iterator[bytes]:
    """The data blocks of one table, found by its index."""
    footer = table[-FOOTER_BYTES:]
    _start, at = _number(footer, 0)
    _size, at = _number(footer, at)
    index = _block(table, *_handle(footer, at))
    for handle in _values(index):
        yield _block(table, *_handle(handle, 0))


def _block(table: bytes, start: int, size: int) -> bytes:
    return unpacked(table[start : start + size]) if table[start + size] == PACKED else table[start : start + size]


def _values(block: bytes) -> Iterator[bytes]:
    """The values of a block of keys and values; keys share their beginnings, which does not matter here."""
    restarts = int.from_bytes(block[-4:], "little")
    at, end = 0, len(block) - 4 * (restarts + 1)
    while at < end:
        _shared, at = _number(block, at)
        own, at = _number(block, at)
        length, at = _number(block, at)
        yield block[at + own : at + own + length]
        at += own + length


def _handle(blob: bytes, at: int) -> tuple[int, int]:
    start, at = _number(blob, at)
    return start, _number(blob, at)[0]


def _number(blob: bytes, at: int) -> tuple[int, int]:
    """A number in sevens of bits, and where the next thing begins."""
    value = shift = 0
    while True:
        value |= (blob[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if blob[at - 1] < 0x80:
            return value, at


def unpacked(blob: bytes) -> bytes:
    """What Snappy packed: pieces as they are, and copies of what came before."""
    size, at = _number(blob, 0)
    out = bytearray()
    while at < len(blob):
        tag = blob[at]
        kind, at = tag & 3, at + 1
        if kind == 0:
            length, extra = (tag >> 2) + 1, max(0, (tag >> 2) - 59)
            if extra:
                length = int.from_bytes(blob[at : at + extra], "little") + 1
            out += blob[at + extra : at + extra + length]
            at += extra + length
            continue
        if kind == 1:
            length, offset, at = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | blob[at], at + 1
        else:
            width = 2 if kind == 2 else 4
            length, offset, at = (tag >> 2) + 1, int.from_bytes(blob[at : at + width], "little"), at + width
        for _ in range(length):
            out.append(out[-offset])
    assert len(out) == size
    return bytes(out)
