"""Is it a word of Indonesian? Looked up in a sorted file that stays outside the worker until somebody mistypes."""

import mmap
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).with_name("words.txt")


@lru_cache(maxsize=1)
def _opened() -> mmap.mmap:
    with WORDS.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def is_indonesian(word: str) -> bool:
    """Does the folded word stand in the list, as it is?"""
    lines, encoded = _opened(), word.encode()
    low, high = 0, len(lines)
    while low < high:  # low and high are beginnings of lines
        middle = (low + high) // 2
        start = lines.rfind(b"\n", 0, middle) + 1
        end = lines.find(b"\n", middle)
        line = lines[start:end]
        if line == encoded:
            return True
        if line < encoded:
            low = end + 1
        else:
            high = start
    return False
