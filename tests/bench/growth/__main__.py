"""`make bench-growth`: prints one table for each engine; exits 0 whatever it finds, for the figures are for reading."""

import argparse
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.bench.growth.history import History
from tests.bench.growth.measuring import Cost, costs, exponent, holds
from tests.bench.growth.offices import Store
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
        with ExitStack() as standing:
            apps = [standing.enter_context(store.office(history)) for history in histories]
            _print(store.engine, sizes, costs(apps))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _print(engine: str, sizes: list[int], found: list[dict[str, Cost]]) -> None:
    """A Markdown table of CPU; on PostgreSQL that of its processes is counted in."""
    heads = [f"{size:,}" for size in sizes] + [f"{sizes[-1]:,} at {BUSY_PER_DAY:,} a day"]
    print(
        f"\n{engine}, ms of CPU\n\n| page | {' | '.join(heads)} | exponent | statements | |\n|---{'|---' * (len(heads) + 3)}|"
    )
    for name in found[len(sizes) - 1]:
        times = [each[name].cpu if name in each else None for each in found]
        cells = " | ".join("–" if value is None else f"{value:.1f}" for value in times)
        known = [(size, value) for size, value in zip(sizes, times, strict=False) if value is not None]
        grown, verdict = "–", ""
        if len(known) > 1:
            verdict = "ok" if holds(*zip(*known, strict=True)) else "OVER"
            grown = f"{exponent(*zip(*known, strict=True)):.2f}"
        print(f"| {name} | {cells} | {grown} | {found[len(sizes) - 1][name].statements} | {verdict} |")


main()
