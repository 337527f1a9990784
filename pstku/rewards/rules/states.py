"""Penghargaan: the states of a period, what may follow what, and the marks of what was frozen. Pure."""

import hashlib
import json
import secrets
from enum import StrEnum
from typing import Any

from pstku.core.errors import Conflict
from pstku.core.text import N_

CODE_LETTERS = "23456789CFGHJMPQRVWX"


class State(StrEnum):
    """terbuka, dikunci, diperiksa, diputuskan, diumumkan, ditetapkan, dibatalkan."""

    OPEN = "open"
    LOCKED = "locked"
    CHECKED = "checked"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    ESTABLISHED = "established"
    CANCELLED = "cancelled"


UNDER_WAY = (State.LOCKED, State.CHECKED, State.DECIDED, State.ANNOUNCED)
SHOWN = (State.ANNOUNCED, State.ESTABLISHED)  # to everybody
FINISHED = (State.ESTABLISHED, State.CANCELLED)


class Verdict(StrEnum):
    """What the decider said: this one, nobody, or a proposal sent back."""

    AWARDED = "awarded"
    NONE = "none"
    REJECTED = "rejected"


STATE_LABELS = {
    State.OPEN: N_("Terbuka"),
    State.LOCKED: N_("Data dikunci"),
    State.CHECKED: N_("Data diperiksa"),
    State.DECIDED: N_("Diputuskan"),
    State.ANNOUNCED: N_("Diumumkan"),
    State.ESTABLISHED: N_("Ditetapkan"),
    State.CANCELLED: N_("Dibatalkan"),
}

FOLLOWS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.LOCKED, State.CANCELLED}),
    State.LOCKED: frozenset({State.CHECKED, State.CANCELLED}),
    State.CHECKED: frozenset({State.DECIDED, State.LOCKED, State.CANCELLED}),  # LOCKED: sent back by the decider
    State.DECIDED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.ESTABLISHED, State.CANCELLED}),
    State.ESTABLISHED: frozenset({State.CANCELLED}),
    State.CANCELLED: frozenset(),
}


def need_step(current: str, target: State) -> None:
    """Raise Conflict when `target` cannot follow the current state."""
    if target not in FOLLOWS[State(current)]:
        raise Conflict(
            N_("Masa ini sudah berstatus “%(state)s”. Muat ulang halaman untuk melihat keadaan terakhir."),
            state=STATE_LABELS[State(current)],
        )


def snapshot_hash(snapshot: dict[str, Any]) -> str:
    """SHA-256 of the snapshot in canonical JSON, 64 hex characters."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def certificate_code(year: int, quarter: int) -> str:
    """26Q3-7F2K: the quarter, and four characters that cannot be guessed from the last one."""
    tail = "".join(secrets.choice(CODE_LETTERS) for _ in range(4))
    return f"{year % 100:02d}Q{quarter}-{tail}"
