#!/usr/bin/env bash
# psycopg 3.3.9: no setting ends the wait for a server that stands still (SIGSTOP, a disk that hangs) on the same machine.
# connect_timeout is over, tcp_user_timeout and keepalives do nothing on a unix socket, statement_timeout is the server's.
# Connection.wait() takes a timeout, but what it raises then has a private name, and the connection is left neither closed
# nor broken, in the middle of a query.
# The server here speaks just enough of the protocol to be connected to; then it says nothing, as a stopped one does.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check 'psycopg[binary]==3.3.9'
cd "$dir" && venv/bin/python - <<'PY'
import os
import signal
import socket
import struct
import threading

import psycopg

print("psycopg", psycopg.__version__)
LONG = 12  # seconds, three times the longest of the limits below
LIMITS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "options": "-c statement_timeout=4000",
}
WELCOME = b"R" + struct.pack("!ii", 8, 0) + b"K" + struct.pack("!iii", 12, 1, 1) + b"Z" + struct.pack("!ic", 5, b"I")
server = socket.socket(socket.AF_UNIX)
server.bind(".s.PGSQL.5432")
server.listen()


def greet():
    while True:
        guest, _ = server.accept()
        guests.append(guest)
        guest.recv(4096)
        guest.sendall(WELCOME)


guests = []
threading.Thread(target=greet, daemon=True).start()


class StillWaiting(Exception):
    pass


def ring(*_):
    raise StillWaiting


class Impatient(psycopg.Connection):
    def wait(self, gen, interval=0.1, timeout=None):
        return super().wait(gen, interval, 1.0)


def connect(kind):
    return kind.connect(host=os.getcwd(), user="somebody", dbname="any", autocommit=True, sslmode="disable", **LIMITS)


signal.signal(signal.SIGALRM, ring)
connection = connect(psycopg.Connection)
signal.alarm(LONG)
try:
    connection.execute("SELECT 1")
    outcome = "an answer"
except StillWaiting:
    outcome = "still waiting"
except psycopg.OperationalError as error:
    outcome = f"given up: {error}"
signal.alarm(0)
print(f"after {LONG} s with every limit set:", outcome)

connection = connect(Impatient)
try:
    connection.execute("SELECT 1")
    raised = "an answer"
except psycopg.OperationalError as error:
    raised = type(error).__name__
left = (connection.closed, connection.broken, connection.info.transaction_status.name)
print("Connection.wait(timeout=1) raises", raised, "and leaves (closed, broken, status):", left)
assert outcome == "still waiting"
assert raised.startswith("_") and left == (False, False, "ACTIVE")
PY
