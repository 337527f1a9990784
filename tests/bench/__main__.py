"""`make bench`: each figure beside its floor, beside 14c5ec1 (BASE=folder) and beside the last one (PREVIOUS=folder).

Prints and exits 0 whatever it finds, for the figures are for reading. ROUNDS=n for a quick look, ONLY=guest,vote or
ONLY=pages for some of it (`choice.py`).
"""

import logging
import os
import shutil
from collections.abc import Mapping, Sequence

from tests.bench.bars import BARS, POSTS
from tests.bench.choice import Choice
from tests.bench.drain import measure_browser_drain, measure_drain
from tests.bench.ground import lay
from tests.bench.loads import four_at_once, thirty_a_second
from tests.bench.pages import measure_kiosk_weight, measure_list_pages, measure_statements
from tests.bench.rounds import ROUNDS, compare, remark, rotated, tell
from tests.bench.sides import Side, sides
from tests.bench.tablet import measure_tablet
from tests.soak.cluster import cluster

rounds = int(os.environ.get("ROUNDS", ROUNDS))
STARTS = 3
LIBRARY = {"setting": "first question after a setting", "page": "first question after a page"}


def main() -> None:
    """All measurements, one after the other."""
    logging.disable(logging.WARNING)
    chosen = Choice(os.environ.get("ONLY", ""))
    if chosen.needs_sides:
        measure_sides(chosen)
    if "postgresql" in chosen:
        measure_postgres()
    if "product" in chosen:
        measure_product()
    if "drain" in chosen:
        ground = lay()
        measure_drain(ground)
        measure_browser_drain(ground)


def measure_sides(chosen: Choice) -> None:
    """On SQLite, beside the floors and the older checkouts."""
    everyone = sides("sqlite")
    measure_works(everyone, chosen.works)
    if "library" in chosen:
        measure_library(everyone)
    if "served" in chosen:
        measure_served(everyone)
    if "open loop" in chosen:
        measure_open_loop(everyone[0], "SQLite")
    if "tablet" in chosen:
        measure_tablet(everyone, rounds)
    for side in everyone:
        side.end()


def measure_works(everyone: Sequence[Side], works: Mapping[str, int], on: str = "") -> None:
    """CPU of each work, the sides in turn. On PostgreSQL its own processes are counted in."""
    for work, calls in works.items():
        able = [side for side in everyone if side.ask("open", name=work, calls=calls * rounds)]
        if not able:
            continue
        figures: dict[str, list[float]] = {side.name: [] for side in able}
        for number in range(rounds):
            for side in rotated(able, number):
                figures[side.name].append(side.ask("run", calls=calls)["cpu"])
        if "PSTku" in figures:
            compare(f"{work}, CPU{on}", "ms", figures, {} if on else BARS.get(work, {}))
        else:
            remark(f"{work}: no longer asked for")


def measure_library(everyone: Sequence[Side]) -> None:
    """What a change costs the worker that is asked next."""
    able = [side for side in everyone if side.name not in ("floor", "raw floor")]
    for after, what in LIBRARY.items():
        figures: dict[str, list[float]] = {side.name: [] for side in able}
        for side in able:
            side.ask("open_library", after=after)
        for number in range(max(3, rounds // 3)):
            for side in rotated(able, number):
                figures[side.name].append(side.ask("run", calls=1)["cpu"])
        compare(f"{what}, CPU", "ms", figures, BARS[what])
    times = sorted(everyone[0].ask("questions"))
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    tell("answer over 5,000 pages, CPU, p99", f"{p99:.1f} ms", "≤ 15", p99 <= BARS["answer"][""])
    remark(f"p50 {p50:.1f} ms")


def measure_served(everyone: Sequence[Side]) -> None:
    """Behind gunicorn: the start, a worker's memory, four guests at once."""
    able = [side for side in everyone if side.name not in ("floor", "raw floor")]
    starts: dict[str, list[dict[str, float]]] = {side.name: [] for side in able}
    for number in range(STARTS):
        for side in rotated(able, number):
            starts[side.name].append(side.ask("start"))
            side.ask("stop")
    for what, key in (("start to first answer", "seconds"), ("start, CPU of all its processes", "cpu")):
        compare(what, "s", {name: [one[key] for one in found] for name, found in starts.items()}, BARS.get(what, {}))
    places = {side.name: side.ask("start") for side in able}
    tails: dict[str, list[float]] = {side.name: [] for side in able}
    for number in range(rounds):
        for side in rotated(able, number):
            tails[side.name].append(four_at_once(places[side.name]))
    compare("four guests at once, p99", "ms", tails, BARS["four at once"])
    weights = {side.name: [side.ask("weigh")] * 2 for side in able}
    compare("worker after a typing error, PSS", "MB", weights, BARS["worker"])
    for side in able:
        side.ask("stop")


def measure_open_loop(side: Side, engine: str) -> None:
    """Thirty guests a second for a minute: how long 99 of 100 wait, and that none fails."""
    waits = thirty_a_second(side.ask("start"))
    side.ask("stop")
    measured = f"{waits.at(0.99):.1f} ms"
    bar, holds = BARS["open loop"][""], not waits.failed and waits.at(0.99) <= BARS["open loop"][""]
    tell(f"30 guests/s for a minute, p99, {engine}", measured, f"≤ {bar:g}", holds)
    remark(f"{len(waits.times)} guests, {len(waits.failed)} failed, p50 {waits.at(0.5):.1f} ms")


def measure_postgres() -> None:
    """The posts on the second engine, with the CPU of the server's processes; no bar yet."""
    with cluster() as address:
        if address is None:
            return
        everyone = sides("postgresql", address)
        measure_works(everyone, POSTS, " with PostgreSQL's")
        measure_open_loop(everyone[0], "PostgreSQL")
        for side in everyone:
            side.end()


def measure_product() -> None:
    """What has no older figure beside it: statements, weight on the wire, list pages."""
    ground = lay()
    try:
        measure_list_pages(ground)
        measure_statements(ground)
        measure_kiosk_weight(ground)
    finally:
        shutil.rmtree(ground.folder, ignore_errors=True)


if __name__ == "__main__":
    main()
