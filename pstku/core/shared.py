"""A small memory that all workers of one server share; it is created before they are forked.

Not a file: a full or read-only disk is when it is needed. A process of its own, such as a job, has its own.
"""

import fcntl
import json
import mmap
import os
import struct
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

SIZE = 8192
MOMENT = struct.Struct("d")
LOCK_HELD, SILENCE = 0, 1  # moments that are noted; they stand before the rest, so that reading one costs nothing
MOMENTS = 2 * MOMENT.size
Told = TypeVar("Told")

_file = os.memfd_create("pstku")
os.ftruncate(_file, SIZE)
_memory = mmap.mmap(_file, SIZE)
_thread = threading.Lock()


def change(act: Callable[[dict[str, Any]], Told]) -> Told:
    """Call `act` with what is known, alone among all workers, and keep what it made of it; returns what `act` returns.

    What it keeps must be JSON and short; a worker that dies meanwhile holds up nobody.
    """
    with _thread:
        fcntl.lockf(_file, fcntl.LOCK_EX)
        try:
            board = _read()
            result = act(board)
            _write(board)
            return result
        finally:
            fcntl.lockf(_file, fcntl.LOCK_UN)


def _read() -> dict[str, Any]:
    written = _memory[MOMENTS:].rstrip(b"\0")
    try:
        board = json.loads(written or b"{}")
    except ValueError:  # a worker was killed while it wrote
        return {}
    return board if isinstance(board, dict) else {}


def _write(board: dict[str, Any]) -> None:
    written = json.dumps(board).encode()
    room = SIZE - MOMENTS
    if len(written) > room:
        raise ValueError("too much to share")
    _memory[MOMENTS:] = written.ljust(room, b"\0")


def note_moment(which: int) -> None:
    """Remember for all workers that this was seen now: a lock held too long, or a server that gave no answer."""
    MOMENT.pack_into(_memory, which * MOMENT.size, time.monotonic())


def seconds_since(which: int) -> float:
    """Seconds since any worker last noted it; a very large number when never."""
    noted: float = MOMENT.unpack_from(_memory, which * MOMENT.size)[0]
    return time.monotonic() - noted if noted else float("inf")
