"""`python -m tests.soak kills 20`, `load 30 60`, `reload 30 10`, `long 30 1200`; ENGINE=sqlite for one engine only.

Ends with 1 when anything was lost, doubled or failed. Times are printed and never judged.
"""

import logging
import os
import sys
from collections.abc import Callable

from tests.soak.cluster import cluster
from tests.soak.house import House, house
from tests.soak.kills import VOTES_PER_KILL, kill_under_load
from tests.soak.load import load, reload_under_load
from tests.soak.long import run_long

Act = Callable[[House], tuple[str, list[str]]]


def main(name: str, *figures: str) -> int:
    """Do it on each engine; the number of faults."""
    logging.disable(logging.CRITICAL)
    numbers = [float(figure) for figure in figures]
    acts: dict[str, Act] = {
        "kills": lambda place: kill_under_load(place, int(numbers[0])),
        "load": lambda place: load(place, numbers[0], numbers[1]),
        "reload": lambda place: reload_under_load(place, numbers[0], int(numbers[1])),
        "long": lambda place: run_long(place, numbers[0], numbers[1]),
    }
    votable = VOTES_PER_KILL * int(numbers[0]) if name == "kills" else 0
    only = os.environ.get("ENGINE")
    faults = 0
    if only in (None, "sqlite"):
        faults += _run(name, figures, acts[name], "sqlite", None, votable)
    if only in (None, "postgresql"):
        with cluster() as address:
            faults += _run(name, figures, acts[name], "postgresql", address, votable) if address else 0
    return faults


def _run(name: str, figures: tuple[str, ...], act: Act, engine: str, address: str | None, votable: int) -> int:
    with house(engine, address, votable=votable) as place:
        told, faults = act(place)
    verdict = f"{len(faults)} faults" if faults else "nothing lost, doubled or failed"
    print(f"{' '.join((name, *figures))} on {engine}: {told}: {verdict}", flush=True)
    for fault in faults[:20]:
        print(f"    {fault}", flush=True)
    return len(faults)


if __name__ == "__main__":
    sys.exit(min(1, main(*sys.argv[1:])))
