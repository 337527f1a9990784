#!/usr/bin/env bash
# gunicorn 27.0.1: SIGHUP does not wait for the new workers. Without preload_app the old ones get SIGTERM as soon as the new
# ones are forked, before these have imported the program; as long as that takes nobody answers. A program that imports for
# three seconds leaves its callers waiting for about as long, while none of them fails: the socket keeps them.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check gunicorn==27.0.1
cat > "$dir/slow.py" <<'PY'
import time

time.sleep(3)  # what a large program needs to be imported


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"served"]
PY
cat > "$dir/conf.py" <<'PY'
workers, graceful_timeout, bind = 2, 30, "unix:web.sock"
control_socket_disable = True


def note(what, worker):
    with open("events", "a") as events:
        events.write(f"{what} {worker.pid}\n")


def post_worker_init(worker):
    note("ready", worker)


def worker_exit(server, worker):
    note("ended", worker)
PY
cd "$dir" && venv/bin/python - <<'PY'
import http.client
import signal
import socket
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

print("gunicorn", version("gunicorn"))


def ask():
    began, caller = time.monotonic(), http.client.HTTPConnection("localhost")
    caller.sock = socket.socket(socket.AF_UNIX)
    caller.sock.connect("web.sock")
    caller.request("GET", "/")
    assert caller.getresponse().read() == b"served"
    return time.monotonic() - began


def events():
    return [tuple(line.split()) for line in Path("events").read_text().splitlines()] if Path("events").exists() else []


def wait_for(kind, count):
    while sum(what == kind for what, _ in events()) < count:
        time.sleep(0.05)


master = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "conf.py", "--log-level", "error", "slow:app"])
wait_for("ready", 2)
in_peace = ask()
master.send_signal(signal.SIGHUP)
time.sleep(0.5)
after_reload = ask()
wait_for("ready", 4)
order = [what for what, _ in events()]
master.terminate()
master.wait()
print(f"an answer takes {in_peace:.2f} s, right after SIGHUP {after_reload:.2f} s; what happened: {order}")
assert order[:4] == ["ready", "ready", "ended", "ended"], "the old workers stayed until new ones were ready"
assert after_reload > 1
PY
