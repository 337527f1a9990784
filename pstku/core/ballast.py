"""A file that only reserves disk space, deleted when the database's disk is full so that the last guests still fit."""

import os
from pathlib import Path

from pstku.core.probe import LEAST_FREE_BYTES, free_bytes

FILE = "ballast"
SIZE = 32 * 1024 * 1024


def take_on(folder: Path) -> bool:
    """Create the file; False when it already exists or the disk has too little room for it."""
    file = folder / FILE
    if file.exists() or free_bytes(folder) < LEAST_FREE_BYTES + SIZE:
        return False
    with file.open("wb") as made:
        os.posix_fallocate(made.fileno(), 0, SIZE)
    return True


def throw_off(folder: Path) -> bool:
    """Delete the file to free its room; False when it was already deleted."""
    try:
        (folder / FILE).unlink()
    except OSError:
        return False
    return True
