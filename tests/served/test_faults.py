"""The server process outlives what befalls its database, refuses to start beside a lost one, and loses nobody on the way."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from pstku.core.tokens import uuid7
from tests.served.server import PATIENCE, ROOT, until
from tests.served.test_durability import Guest, body


def status(server, path: str) -> int | None:
    try:
        return server.get(path)[0]
    except OSError:  # no worker yet
        return None


def test_a_lost_database_is_refused_at_the_start_in_a_sentence(served):
    server, file, _service_id = served
    Path(file).unlink()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    refused = subprocess.run(
        command, cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert refused.returncode == 1
    assert "PSTku tidak dimulai. Basis data tidak ada di tempatnya" in refused.stderr
    assert not Path(file).exists()


def test_a_worker_born_without_the_database_takes_nobody_down_and_guests_are_served_when_it_is_back(served):
    server, file, service_id = served
    server.start()
    aside = Path(file).rename(f"{file}.aside")
    entry = body(service_id, str(uuid7()), "Tamu")
    assert server.post("/kiosk/api/kunjungan", entry)[0] == 503
    before = server.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    until(lambda: len(server.workers()) == 2 and not set(server.workers()) & set(before))
    until(lambda: status(server, "/readyz") == 503)
    assert server.process.poll() is None and server.get("/healthz")[0] == 200
    aside.rename(file)
    until(lambda: status(server, "/readyz") == 200)
    assert server.post("/kiosk/api/kunjungan", entry)[0] == 200


def test_a_reload_and_a_restart_behind_the_socket_unit_refuse_nobody(served):
    server, _file, service_id = served
    server.timeout = PATIENCE
    server.listen()
    server.start()
    guests = [Guest(server, service_id, f"Tamu {number}", patient=False) for number in range(3)]
    for guest in guests:
        guest.start()
    for act in (lambda: os.kill(server.process.pid, signal.SIGHUP), server.restart):
        so_far = sum(len(guest.acknowledged) for guest in guests)
        act()
        until(lambda so_far=so_far: sum(len(guest.acknowledged) for guest in guests) > so_far + 20)
    for guest in guests:
        guest.stopping.set()
    for guest in guests:
        guest.join(PATIENCE)
    assert [guest.refused for guest in guests] == [[], [], []]
