"""A file that does nothing but take room, thrown away when the disk of the database is full: the last guests still fit."""

import os
from pathlib import Path

from pstku.core.probe import LEAST_FREE_BYTES, free_bytes

FILE = "ballast"
SIZE = 32 * 1024 * 1024


def take_on(folder: Path) -> bool:
    """Make the file where there is ample room; False when it is there already or the disk is too full for it."""
    file = folder / FILE
    if file.exists() or free_bytes(folder) < LEAST_FREE_BYTES + SIZE:
        return False
    with file.open("wb") as made:
        os.posix_fallocate(made.fileno(), 0, SIZE)
    return True


def throw_off(folder: Path) -> bool:
    """Free its room; False when it was thrown off before."""
    try:
        (folder / FILE).unlink()
    except OSError:
        return False
    return True
