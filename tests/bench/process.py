"""Start to first answer, and what a worker weighs."""

import statistics
from pathlib import Path

from tests.bench.ground import Ground, line
from tests.served.server import Server


def measure_process(ground: Ground) -> None:
    """Bars: first answer within 1.0 s of starting; a worker <= 85 MB PSS after it has served pages."""
    url = f"sqlite:///{ground.copy('process')}"
    starts, weights = [], []
    for _ in range(3):
        server = Server(url, ground.folder)
        starts.append(server.start())
        for path in ("/", "/masuk", "/kiosk/"):
            server.get(path)
        weights.append(max(_worker_weights(server)))
        server.kill()
    first, weight = statistics.median(starts), statistics.median(weights)
    line("start to first answer", "<= 1.0 s", f"{first:.2f} s", first <= 1.0)
    line("worker memory (PSS)", "<= 85 MB", f"{weight:.0f} MB", weight <= 85)


def _worker_weights(server: Server) -> list[float]:
    """Megabytes of proportional memory of each worker."""
    assert server.process
    master = server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    weights = []
    for pid in children:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        pss = next(row for row in rollup.splitlines() if row.startswith("Pss:"))
        weights.append(int(pss.split()[1]) / 1024)
    return weights
