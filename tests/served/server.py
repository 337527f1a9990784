"""gunicorn as a child process, and a tablet that speaks to it over one connection."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from config import TestConfig

SECRET_KEY, DATA_KEY = TestConfig.secrets(None)
ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds; a machine that is busy with other tests starts a worker slowly
DEVICE_TOKEN = "served-device-token"
HEADERS = {
    "Content-Type": "application/json",
    "X-PSTku": "1",
    "Origin": "http://localhost",
    "Cookie": f"kios={DEVICE_TOKEN}",
}


# Becomes gunicorn; a socket it is handed stands at file 3, as systemd does it.
START = """
import os, sys
handed = int(sys.argv[1])
if handed >= 0:
    os.dup2(handed, 3)
    os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "critical"]
os.execv(sys.executable, [*gunicorn, "tests.served.wsgi:app"])
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happens: Callable[[], bool]) -> None:
    """Wait for it, and fail when it does not come."""
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


class Server:
    """The application under gunicorn with two workers, in a process group of its own."""

    def __init__(self, database_url: str, folder: Path, workers: int = 2) -> None:
        self.port = free_port()
        self.environment = os.environ | {
            "DATABASE_URL": database_url,
            "PSTKU_ENV": "production",
            "PSTKU_PUBLIC_URL": "http://localhost",
            "PSTKU_SECRET_KEY": SECRET_KEY,
            "PSTKU_DATA_KEY": DATA_KEY,
            "PSTKU_DATA": str(folder),
            "PSTKU_BIND": f"127.0.0.1:{self.port}",
            "PSTKU_WORKERS": str(workers),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.socket: socket.socket | None = None
        self.before: list[str] = []  # a program that starts it, such as `setpriv`
        self.errors: int | None = None  # where its log goes
        self.timeout = 5.0  # seconds a caller waits for an answer

    def listen(self) -> None:
        """Hold the address open as `deploy/pstku.socket` does, and hand it to every master."""
        self.socket = socket.create_server(("127.0.0.1", self.port), backlog=128)
        os.set_inheritable(self.socket.fileno(), True)

    def start(self) -> float:
        """Start and wait for the first answer; returns the seconds it took."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [*self.before, sys.executable, "-c", START, str(self.socket.fileno() if self.socket else -1)],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            close_fds=False,
            stderr=self.errors,
        )
        while time.perf_counter() - began < PATIENCE:
            try:
                if self.get("/healthz")[0] == 200:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.02)
            if self.process.poll() is not None:
                raise RuntimeError("the server refused to start")
        raise RuntimeError("the server did not start")

    def is_running(self) -> bool:
        """False once the master has ended, as one does that refuses the place."""
        return self.process is not None and self.process.poll() is None

    def quiet(self) -> None:
        """Write no log: one that is asked all the time while something is wrong would fill the screen."""
        self.errors = subprocess.DEVNULL

    def restart(self) -> None:
        """As `systemctl restart`: what runs is finished, then there is nobody, then a new master."""
        assert self.process
        self.process.terminate()
        self.process.wait()
        self.start()

    def workers(self) -> list[int]:
        """The process ids of the living workers."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self) -> None:
        """kill -9 the master and its workers at once."""
        if self.process:
            with suppress(ProcessLookupError):  # it may have refused the place and be gone
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        if self.socket:
            self.socket.close()

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request("GET", path, headers={"Cookie": HEADERS["Cookie"]})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One JSON post of the tablet; raises OSError or HTTPException when the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request("POST", path, json.dumps(body), HEADERS)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()
