"""How long each act holds the right to write, from its BEGIN to its COMMIT."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident

import pytest

from pstku.core.one_connection import OneConnectionSession


@dataclass(frozen=True, slots=True)
class Act:
    """Milliseconds: by the clock on the wall, and of this thread alone, which a busy machine does not change."""

    wall: float
    cpu: float


@contextmanager
def timed_acts() -> Iterator[list[Act]]:
    """The acts that end inside the block, as they end."""
    begun: dict[int, tuple[float, float]] = {}
    found: list[Act] = []
    begin, end = OneConnectionSession.begin_act, OneConnectionSession.end_act

    def timed_begin(self: OneConnectionSession, left: int | None) -> None:
        begin(self, left)
        begun[get_ident()] = time.perf_counter(), time.thread_time()

    def timed_end(self: OneConnectionSession) -> None:
        end(self)
        if get_ident() not in begun:  # its turn never came
            return
        wall, cpu = begun.pop(get_ident())
        found.append(Act((time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OneConnectionSession, "begin_act", timed_begin)
        patch.setattr(OneConnectionSession, "end_act", timed_end)
        yield found
