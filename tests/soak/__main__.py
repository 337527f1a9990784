"""`python -m tests.soak kills 20 load 30 60`: one after the other in the same office, on each engine; or with ENGINE=sqlite.
Where pgbouncer is installed, on PostgreSQL behind it too (ENGINE=pgbouncer).

kills COUNT · load RATE SECONDS · reload RATE TIMES · hang RATE SECONDS · long RATE SECONDS · guests COUNT ·
drains COUNT · night SECONDS · axe SIZES, in one tablet's browser. Ends with 1 when anything was lost, doubled or
failed. Times are printed and never judged.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from tests.soak.access import run_axe
from tests.soak.cluster import cluster
from tests.soak.glass import run_drains, run_guests, run_night
from tests.soak.hang import hang_under_load
from tests.soak.house import House, house
from tests.soak.kills import VOTES_PER_KILL, kill_under_load
from tests.soak.load import load, reload_under_load
from tests.soak.long import run_long
from tests.soak.pooler import POOLER, pooled

CONNECTIONS = 3  # of the pooler, for two workers and a probe
Act = Callable[..., tuple[str, list[str]]]
ACTS: dict[str, tuple[Act, int]] = {  # and how many figures belong to it
    "kills": (kill_under_load, 1),
    "load": (load, 2),
    "reload": (reload_under_load, 2),
    "hang": (hang_under_load, 2),
    "long": (run_long, 2),
    "guests": (run_guests, 1),
    "drains": (run_drains, 1),
    "night": (run_night, 1),
    "axe": (run_axe, 1),
}


def main(words: Sequence[str]) -> int:
    """Do all of it on each engine; the number of faults."""
    logging.disable(logging.CRITICAL)
    wanted, only, faults = list(_wanted(words)), os.environ.get("ENGINE"), 0
    votable = VOTES_PER_KILL * sum(figures[0] for name, figures in wanted if name == "kills")
    if only in (None, "sqlite"):
        with house("sqlite", votable=votable) as place:
            faults += sum(_do(place, "sqlite", name, figures) for name, figures in wanted)
    if only == "sqlite":
        return faults
    with cluster() as address:
        if address and only in (None, "postgresql"):
            with house("postgresql", address, votable=votable) as place:
                faults += sum(_do(place, "postgresql", name, figures) for name, figures in wanted)
        if address and POOLER and only in (None, "pgbouncer"):
            with house("postgresql", address, votable=votable) as place, pooled(place.url, CONNECTIONS) as url:
                place.server.environment["DATABASE_URL"] = url
                faults += sum(_do(place, "pgbouncer", name, figures) for name, figures in wanted)
    return faults


def _wanted(words: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """("kills", [20]), ("load", [30, 60])"""
    rest = list(words)
    while rest:
        name = rest.pop(0)
        count = ACTS[name][1]
        yield name, [int(figure) for figure in rest[:count]]
        del rest[:count]


def _do(place: House, engine: str, name: str, figures: list[int]) -> int:
    told, faults = ACTS[name][0](place, *figures)
    verdict = f"{len(faults)} faults" if faults else "nothing lost, doubled or failed"
    print(f"{name} {' '.join(map(str, figures))} on {engine}: {told}: {verdict}", flush=True)
    for fault in faults[:20]:
        print(f"    {fault}", flush=True)
    return len(faults)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
