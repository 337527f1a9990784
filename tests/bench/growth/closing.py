"""`python -m tests.bench.growth.closing`: how long closing a large quarter takes, and how long guests wait meanwhile."""

import argparse
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from flask import Flask

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core import clock
from pstku.core.db import db
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration, office_by_code
from pstku.rewards.operations.periods import lock_period, open_period
from tests.bench.growth.history import History
from tests.bench.growth.offices import Store
from tests.soak.cluster import cluster

WORKING_DAYS = 64  # of a quarter
PAUSE = 0.02  # seconds between two guests


def main() -> None:
    """Both engines; prints the time to close, and the longest that a guest who registered meanwhile had to wait."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--visits", type=int, default=40_000, help="visits of the quarter")
    parser.add_argument("--officers", type=int, default=40)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), help="one engine only")
    chosen = parser.parse_args()
    if chosen.engine != "postgresql":
        _measure(None, chosen.visits, chosen.officers)
    if chosen.engine != "sqlite":
        with cluster() as server:
            if server:
                _measure(server, chosen.visits, chosen.officers)


def _measure(server: str | None, visits: int, officers: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pstku-closing-"))
    store = Store(folder, server, officers)
    per_day = visits // WORKING_DAYS
    try:
        store.lay()
        with store.office(History(per_day * WORKING_DAYS * 2, per_day), with_award=False) as app:
            print(f"{store.engine}: {_close(app)}", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _close(app: Flask) -> str:
    with app.app_context():
        office = configuration(office_by_code("7571").id)
        person = find_person_by_username(office.id, "admin")
        assert person is not None
        admin = actor_of(person)
        year, quarter = clock.quarter_of(clock.local_day(clock.now(), office.tz))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        period = open_period(admin, year, quarter, "desk")
        with _guests(app, office.id) as waits:
            wall, cpu = time.perf_counter(), time.thread_time()
            closed = lock_period(admin, period.id)
            wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
        evidence = closed.evidence
        assert evidence is not None
        officers, votes = len(evidence.candidates), sum(each.votes for each in evidence.candidates)
        signals = len(evidence.signals or ())
        db.session.remove()
    return (
        f"{officers} officers, {votes} votes, {signals} signals in {wall:.1f} s ({cpu:.1f} s CPU);"
        f" {len(waits)} guests meanwhile, the longest wait {max(waits):.2f} s; hash {closed.snapshot_hash}"
    )


@contextmanager
def _guests(app: Flask, office_id: int) -> Iterator[list[float]]:
    """Guests who register one after another, and how many seconds each of them took."""
    waits: list[float] = []
    is_over = threading.Event()

    def come() -> None:
        with app.app_context():
            service = next(each for each in configuration(office_id).active_services() if not each.is_complaint)
            while not is_over.wait(PAUSE):
                began = time.perf_counter()
                register_visit(office_id, uuid4(), Entry(name="Tamu", service_id=service.id), Origin(channel="tablet"))
                waits.append(time.perf_counter() - began)
            db.session.remove()

    guests = threading.Thread(target=come)
    guests.start()
    try:
        yield waits
    finally:
        is_over.set()
        guests.join()


if __name__ == "__main__":
    main()
