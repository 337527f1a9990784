"""`python -m tests.proof.backups [ROUNDS] [VISITS]`: what the suite shows small, at the size of years, on both engines,
or on one of them with ENGINE=sqlite.

ROUNDS (30) backups while 50 guests a second sign the book, each restored and held to be one moment; then one backup and
restore of VISITS (1,000,000), whose seconds and megabytes are printed. Ends with 1 when a restored office is not whole or
the large one took longer than five minutes to come back.
"""

import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select, update

from pstku.accounts.models import Person
from pstku.audit.models import AuditEntry, AuditHead
from pstku.audit.operations import GENESIS, _mac, _seal
from pstku.backups.operations.backing_up import back_up
from pstku.backups.operations.recovery_keys import make_recovery_key
from pstku.backups.operations.restoring import restore
from pstku.backups.place import Place, place_of
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.connections import database_at
from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration, office_by_code
from tests.backups import consistent_visits, empty_place
from tests.bench.growth.history import History
from tests.bench.growth.offices import Store
from tests.soak.cluster import cluster

PER_SECOND, RETURN_SECONDS = 50, 300


def main(rounds: int, visits: int) -> int:
    """Both engines; how many things were not as they must be."""
    logging.disable(logging.WARNING)
    only, faults = os.environ.get("ENGINE"), 0
    if only in (None, "sqlite"):
        faults += _prove(None, rounds, visits)
    if only in (None, "postgresql"):
        with cluster() as server:
            faults += _prove(server, rounds, visits) if server else 0
    return faults


def _prove(server: str | None, rounds: int, visits: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="pstku-backups-"))
    store = Store(folder, server)
    try:
        store.lay()
        with store.office(History(10_000, 200)) as app, app.app_context():
            faults = _moments(app, store, place_of(app.config), rounds)
            db.session.remove()
        with store.office(History(visits, 200)) as app, app.app_context():
            faults += _return(store, place_of(app.config), visits)
            db.session.remove()
        return faults
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _moments(app: Any, store: Store, place: Place, rounds: int) -> int:
    """Backups while guests write; each is restored and must tell of the same visits everywhere."""
    office_id, secret, broken, seen = _office(), _secret(), 0, [0]
    _chain_anew(office_id)
    since = clock.now()
    with _guests(app, office_id) as written:
        files = [back_up(office_id, place, target=store.folder / f"{n}.age").path for n in range(rounds)]
    for file in files:
        with _emptied(store, place) as empty:
            restore(file, secret, empty)
            with database_at(empty.database_url, empty.data):
                try:
                    seen.append(consistent_visits(office_id, since))
                except AssertionError:
                    broken += 1
    broken += sum(later < earlier for earlier, later in pairwise(seen))
    print(
        f"{store.engine}: {rounds - broken} of {rounds} backups are one moment; {len(written)} guests wrote", flush=True
    )
    return broken


def _return(store: Store, place: Place, visits: int) -> int:
    """Seconds from a backup to an office that could serve again."""
    office_id, secret = _office(), _secret()
    _chain_anew(office_id)
    began = time.monotonic()
    made = back_up(office_id, place, target=store.folder / "large.age")
    took = time.monotonic() - began
    with _emptied(store, place) as empty:
        began = time.monotonic()
        restore(made.path, secret, empty)
        back = time.monotonic() - began
    entries, size = made.found.counts["audit_entries"], made.size / 1_000_000
    told = f"{visits:,} visits, {entries:,} entries of the trail: {size:.0f} MB in {took:.0f} s, back in {back:.0f} s"
    print(f"{store.engine}: {told}", flush=True)
    return int(back > RETURN_SECONDS)


@contextmanager
def _guests(app: Any, office_id: int) -> Iterator[list[Any]]:
    """Fifty guests a second, by two threads, for as long as the block lasts."""
    service = next(each for each in configuration(office_id).active_services() if not each.is_complaint)
    stopping, written = threading.Event(), []

    def write() -> None:
        with app.app_context():
            due = time.monotonic()
            while not stopping.is_set():
                entry = Entry(name="Tamu", service_id=service.id)
                written.append(register_visit(office_id, uuid7(), entry, Origin(channel="tablet")))
                due += 2 / PER_SECOND
                stopping.wait(max(0, due - time.monotonic()))
            db.session.remove()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        yield written
    finally:
        stopping.set()
        for writer in writers:
            writer.join()


def _chain_anew(office_id: int) -> None:
    """The history of the bench has a trail without true MACs: compute them, as whoever wrote it would have."""
    table: Any = AuditEntry.__table__
    columns = [column for column in table.c if column.name not in ("id", "previous_mac", "mac")]
    wanted = select(table.c.id, *columns).where(table.c.office_id == office_id).order_by(table.c.seq)
    change = update(table).where(table.c.id == bindparam("of")).values(previous_mac=bindparam("p"), mac=bindparam("m"))
    previous, seq, new = GENESIS, 0, []
    for seq, row in enumerate(session().execute(wanted).mappings().all(), start=1):
        fields = {column.name: row[column.name] for column in columns}
        mac = _mac(previous, fields | {"seq": seq, "at": row["at"].isoformat(timespec="microseconds")})
        new.append({"of": row["id"], "p": previous, "m": mac})
        assert row["seq"] == seq
        previous = mac
    session().rollback()
    with db.engine.begin() as connection:
        for start in range(0, len(new), 20_000):
            connection.execute(change, new[start : start + 20_000])
        values = {"seq": seq, "mac": previous, "seal": _seal(office_id, seq, previous)}
        connection.execute(update(AuditHead).where(AuditHead.office_id == office_id).values(values))


def _office() -> int:
    return office_by_code("7571").id


def _secret() -> str:
    person = session().scalars(select(Person).where(Person.username == "admin")).one()
    return make_recovery_key(Actor(person.id, person.office_id, frozenset({Role.ADMIN})), "proof").secret


@contextmanager
def _emptied(store: Store, place: Place) -> Iterator[Place]:
    with empty_place(place, store.folder, store.server) as empty:
        yield empty
        shutil.rmtree(empty.data)


if __name__ == "__main__":
    figures = [int(figure) for figure in sys.argv[1:]]
    sys.exit(1 if main(*(figures + [30, 1_000_000][len(figures) :])) else 0)
