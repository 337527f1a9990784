"""`python -m tests.bench.growth.overview`: what `/ringkasan` costs a worker for each period, a million visits in two years."""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.bench.growth.history import History
from tests.bench.growth.measuring import costs
from tests.bench.growth.offices import Store

PER_DAY, BAR = 2_000, 30  # milliseconds of CPU
PAGE = "/ringkasan"


def main() -> None:
    """Medians of seven warm calls on SQLite, and the dearest beside the bar."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--visits", type=int, default=1_000_000)
    folder = Path(tempfile.mkdtemp(prefix="pstku-overview-"))
    store = Store(folder, None)
    try:
        store.lay()
        with store.office(History(parser.parse_args().visits, PER_DAY)) as app:
            (found,) = costs([app], of=PAGE)
            for name, cost in found.items():
                print(f"{name:<32}{cost.cpu:8.1f} ms{cost.statements:6} statements")
            dearest = max(cost.cpu for cost in found.values())
            print(f"{'dearest':<32}{dearest:8.1f} ms   ≤ {BAR} {'ok' if dearest <= BAR else 'OVER'}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
