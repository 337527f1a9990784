"""What all measurements stand on: a filled database, an application, and rounds that alternate two sides."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from pstku.app import create_app
from pstku.core.db import db
from pstku.offices.queries import configuration, office_by_code
from tests.conftest import config_for, fill
from tests.factories import make_device
from tests.served.server import DEVICE_TOKEN

ROUNDS = 7


@dataclass
class Ground:
    """A folder with a template database; `copy()` gives a fresh one."""

    folder: Path
    template: Path
    office_id: int
    service_id: int

    def copy(self, name: str) -> Path:
        target = self.folder / f"{name}.sqlite"
        shutil.copy(self.template, target)
        return target

    def app(self, file: Path) -> Flask:
        return create_app(config_for(f"sqlite:///{file}", self.folder))


def lay() -> Ground:
    """A migrated office with its content, people and one tablet."""
    folder = Path(tempfile.mkdtemp(prefix="pstku-bench-"))
    template = folder / "template.sqlite"
    fill(f"sqlite:///{template}", folder)
    app = create_app(config_for(f"sqlite:///{template}", folder))
    with app.app_context():
        office = office_by_code("7571")
        make_device(office.id, token=DEVICE_TOKEN)
        service_id = configuration(office.id).services[1].id
        office_id = office.id
        db.session.remove()
        db.engine.dispose()
    return Ground(folder, template, office_id, service_id)


@dataclass(frozen=True)
class Pair:
    """Medians of both sides per call, in milliseconds, and the median of the ratios round by round."""

    ours_cpu: float
    floor_cpu: float
    ours_wall: float
    floor_wall: float
    cpu_ratio: float
    throughput_ratio: float


def interleave(ours: Callable[[], None], floor: Callable[[], None], calls: int) -> Pair:
    """Run both sides in turn; each round times `calls` calls of each, CPU and wall."""
    for side in (ours, floor):
        for _ in range(20):
            side()
    rounds = [(_time(ours, calls), _time(floor, calls)) for _ in range(ROUNDS)]
    middle = statistics.median
    return Pair(
        ours_cpu=middle(o[0] for o, _ in rounds),
        floor_cpu=middle(f[0] for _, f in rounds),
        ours_wall=middle(o[1] for o, _ in rounds),
        floor_wall=middle(f[1] for _, f in rounds),
        cpu_ratio=middle(o[0] / f[0] for o, f in rounds),
        throughput_ratio=middle(f[1] / o[1] for o, f in rounds),
    )


def _time(side: Callable[[], None], calls: int) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(calls):
        side()
    return (time.process_time() - cpu) * 1000 / calls, (time.perf_counter() - wall) * 1000 / calls


def line(name: str, bar: str, measured: str, holds: bool) -> None:
    """One row of the report."""
    print(f"{'ok ' if holds else 'OVER'} {name:<44} bar {bar:<18} measured {measured}")
