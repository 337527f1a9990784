"""Nothing that was acknowledged is lost, nothing is written twice, no number is given twice."""

import http.client
import threading
import time

from pysqlite3 import dbapi2

from pstku.app import create_app
from pstku.audit.operations import verify_chain
from pstku.core.db import db
from pstku.core.tokens import uuid7
from pstku.offices.queries import office_by_code
from tests.conftest import config_for
from tests.served.server import until

GUESTS, ENTRIES = 4, 1200


def body(service_id: int, visit_id: str, name: str) -> dict:
    return {"id": visit_id, "service": service_id, "name": name, "consent": [], "more": []}


def rows(file: str, statement: str) -> list:
    connection = dbapi2.connect(file)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


class Guest(threading.Thread):
    """Signs the book so many times, or until told to stop; an entry without an answer is sent again under its id.

    No answer is also a 503: on a busy machine the turn to write may not come within two seconds, and a tablet repeats.
    Whoever is not `patient` notes in `refused` what kept an entry from being answered at once.
    """

    def __init__(self, server, service_id: int, name: str, *, patient: bool = True, entries: int | None = None) -> None:
        super().__init__(daemon=True)
        self.server, self.service_id, self.guest_name = server, service_id, name
        self.patient, self.refused, self.entries = patient, [], entries
        self.acknowledged: dict[str, str] = {}
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set() and len(self.acknowledged) != self.entries:
            entry = body(self.service_id, str(uuid7()), self.guest_name)
            while not self.stopping.is_set() and entry["id"] not in self.acknowledged:
                try:
                    status, answer = self.server.post("/kiosk/api/kunjungan", entry)
                except (OSError, http.client.HTTPException) as error:
                    self.refused += [] if self.patient else [error]
                    time.sleep(0.01)
                    continue
                if status == 503:
                    self.refused += [] if self.patient else [answer]
                    time.sleep(0.01)
                    continue
                assert status == 200, answer
                self.acknowledged[entry["id"]] = f"{answer['letter']}-{answer['number']}"


def test_four_guests_at_once_get_twelve_hundred_different_numbers(served):
    server, file, service_id = served
    server.start()
    guests = [Guest(server, service_id, f"Tamu {n}", entries=ENTRIES // GUESTS) for n in range(GUESTS)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    server.kill()
    numbers = [number for guest in guests for number in guest.acknowledged.values()]
    assert len(numbers) == len(set(numbers)) == ENTRIES
    codes = rows(file, "SELECT count(*), count(DISTINCT code) FROM visits")
    assert codes == [(ENTRIES, ENTRIES)]


def test_what_was_acknowledged_outlives_three_kills_and_the_trail_is_one_chain(served, tmp_path):
    """A short one for every day; `make faults` does twenty, with votes, on each engine."""
    server, file, service_id = served
    server.start()
    guest = Guest(server, service_id, "Tamu")
    guest.start()
    for _ in range(3):
        so_far = len(guest.acknowledged)
        until(lambda so_far=so_far: len(guest.acknowledged) > so_far)
        server.kill()
        server.start()
    guest.stopping.set()
    guest.join(10)
    server.kill()
    stored = {row[0]: f"{row[1]}-{row[2]:03d}" for row in rows(file, "SELECT id, letter, number FROM visits")}
    acknowledged = {key.replace("-", ""): number for key, number in guest.acknowledged.items()}
    assert acknowledged
    assert {key: stored.get(key) for key in acknowledged} == acknowledged
    assert len(stored) - len(acknowledged) <= 1
    app = create_app(config_for(f"sqlite:///{file}", tmp_path))
    with app.app_context():
        assert verify_chain(office_by_code("7571").id) == []
        db.session.remove()
        db.engine.dispose()
