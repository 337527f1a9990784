"""`make bench-growth`: prints one table for each engine; exits 0 whatever it finds, for the figures are for reading."""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.bench.growth.history import History
from tests.bench.growth.measuring import Cost, costs, exponent, holds
from tests.bench.growth.offices import Store
from tests.bench.growth.pages import pages_of
from tests.soak.cluster import cluster

PER_DAY, BUSY_PER_DAY = 200, 2_000


def main() -> None:
    """Both engines, three sizes at 200 guests a working day, and the largest also in two years."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--sizes", default="10000,100000,1000000", help="visits, from the smallest office to the largest"
    )
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), help="one engine only")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.engine != "postgresql":
        _measure(None, sizes)
    if chosen.engine != "sqlite":
        with cluster() as server:
            if server:
                _measure(server, sizes)


def _measure(server: str | None, sizes: list[int]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pstku-growth-"))
    store = Store(folder, server)
    histories = [History(size, PER_DAY) for size in sizes] + [History(sizes[-1], BUSY_PER_DAY)]
    try:
        store.lay()
        found = []
        for history in histories:
            with store.office(history) as app:
                found.append(costs(app, pages_of(app)))
        _print(store.engine, sizes, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _print(engine: str, sizes: list[int], found: list[dict[str, Cost]]) -> None:
    """A Markdown table; the time that counts is the worker's CPU on SQLite, the clock on PostgreSQL."""
    kind = "cpu" if engine == "sqlite" else "wall"
    heads = [f"{size:,}" for size in sizes] + [f"{sizes[-1]:,} at {BUSY_PER_DAY:,} a day"]
    print(
        f"\n{engine}, {kind} ms\n\n| page | {' | '.join(heads)} | exponent | statements | |\n|---{'|---' * (len(heads) + 3)}|"
    )
    for name in found[0]:
        times = [getattr(each[name], kind) for each in found]
        grown = times[: len(sizes)]
        cells = " | ".join(f"{value:.1f}" for value in times)
        verdict = "ok" if holds(sizes, grown) else "OVER"
        print(f"| {name} | {cells} | {exponent(sizes, grown):.2f} | {found[-1][name].statements} | {verdict} |")


main()
