"""The last answer to "can guests be served here", one for all workers: however many ask, the place is tried once in 2 s."""

import time
from pathlib import Path
from typing import Any

from pstku.core import probe, shared

FRESH_SECONDS = 2.0
LONGEST_PROBE = 5.0  # seconds after which a worker that went to look is no longer waited for


def faults(url: str, folder: Path) -> list[str]:
    """Codes of `core.probe`, at most two seconds old, or four while another worker is looking."""
    known = shared.change(lambda board: _known_or_mine(board, url))
    if known is not None:
        return known
    found = probe.faults(url, folder)
    shared.change(lambda board: _keep(board, url, found))
    return found


def _known_or_mine(board: dict[str, Any], url: str) -> list[str] | None:
    """The last answer while it is fresh or another worker is probing; None when this worker should probe."""
    now, last = time.monotonic(), board.get("probe", {})
    if last.get("url") == url and "faults" in last:
        is_fresh = now - last["at"] < FRESH_SECONDS
        is_looking = now - last["looking_since"] < LONGEST_PROBE and last["looking_since"] > last["at"]
        if is_fresh or is_looking:
            return list(last["faults"])
        board["probe"] = last | {"looking_since": now}
    return None


def _keep(board: dict[str, Any], url: str, found: list[str]) -> None:
    now = time.monotonic()
    board["probe"] = {"url": url, "faults": found, "at": now, "looking_since": now}
