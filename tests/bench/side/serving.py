"""This checkout behind gunicorn: how soon it answers, what a worker weighs, and an address for a load."""

import http.client
import os
from pathlib import Path
from typing import Any

from side.place import TABLET, Place, signed_in

from pstku.core.db import db
from tests.served.server import Server

TYPO = "/jawab?q=inflsi"
WARM = 12  # requests, until both workers had their share


class Serving:
    """One server at a time."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.server: Any = None

    def start(self, *, for_browsers: bool = False) -> dict[str, Any]:
        """Start on a fresh copy; seconds until the first answer, CPU seconds until then, and where it listens.

        A browser's page comes from the server's own address, which it therefore has to know.
        """
        self.url = self.place.copy()
        self.server = Server(self.url, self.place.folder)
        if for_browsers:
            self.server.environment["PSTKU_PUBLIC_URL"] = f"http://127.0.0.1:{self.server.port}"
        seconds = self.server.start()
        cpu = sum(_cpu(pid) for pid in (str(self.server.process.pid), *self._workers()))
        return {"seconds": seconds, "cpu": cpu, "port": self.server.port, "service": self.place.service_id}

    def weigh(self) -> float:
        """Megabytes of proportional memory of the heaviest worker, once it has shown pages and read a typing error."""
        app = self.place.app(self.url)
        with app.app_context():
            cookie = signed_in(app, "employee")
            db.session.remove()
            db.engine.dispose()
        for _ in range(WARM):
            for path, shown in (("/masuk", ""), ("/kiosk/", TABLET), (TYPO, cookie)):
                self._get(path, shown)
        return max(_pss(pid) for pid in self._workers())

    def stop(self) -> None:
        """kill -9, as nothing of it is kept."""
        self.server.kill()

    def _workers(self) -> list[str]:
        master = self.server.process.pid
        return Path(f"/proc/{master}/task/{master}/children").read_text().split()

    def _get(self, path: str, cookie: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
        answer = connection.getresponse()
        assert answer.status == 200, (path, answer.status, answer.read()[:200])
        answer.read()
        connection.close()


def _cpu(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: str) -> float:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("Pss:")).split()[1]) / 1024
