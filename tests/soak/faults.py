"""`python -m tests.soak.faults [PICTURES]`: each fault made for real on a served office, on each engine or the one of ENGINE.

Prints when /readyz turned false and true again, the longest answer of /healthz, and what a tablet that sends an entry, a
guest's page, a colleague and an admin got. With a folder for PICTURES also their screens on tablet, phone and desktop.
Ends with 1 when /readyz needed more than LONGEST seconds or stayed false, somebody met a 500, or an entry was not stored in
the end.
"""

import http.cookiejar
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chromium import find_chromium
from tests.page import TOKEN
from tests.people import PASSWORD
from tests.soak.cluster import cluster
from tests.soak.damage import HARMLESS, LOCKED_SECONDS, POSTGRESQL, SQLITE, Fault
from tests.soak.house import House, house
from tests.soak.pictures import take_pictures
from tests.soak.tablet import GONE, GUESTS, guest, post

HELD, EVERY, PATIENCE, LONGEST = 12.0, 0.2, 60.0, 5.0  # seconds
NOBODY, NO_ANSWER = 0, b'{"faults": ["-"]}'  # at the address
SMALL_DISK = "420m"


@dataclass
class Watch(threading.Thread):
    """Asks /readyz and /healthz all the time and notes every change."""

    house: House
    changes: list[tuple[float, int]] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    last_told: dict[int, str] = field(default_factory=dict)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stopping.wait(EVERY):
            began = time.monotonic()
            try:
                self.house.server.get("/healthz")
                self.health.append(time.monotonic() - began)
                status, told = self.house.server.get("/readyz")
            except GONE:
                status, told = NOBODY, NO_ANSWER
            self.last_told[status] = told.decode()
            if not self.changes or self.changes[-1][1] != status:
                self.changes.append((time.monotonic(), status))

    def since(self, moment: float, status: int) -> float | None:
        """Seconds from a moment to the first answer of that kind after it."""
        known = next((change for change in self.changes if change[0] >= moment and change[1] == status), None)
        return known[0] - moment if known else None

    def back_since(self, moment: float) -> float | None:
        """Seconds from a moment to the first 200 after it; none where it said so before, as after a start."""
        return 0.0 if self.changes[-1] < (moment, 200) and self.changes[-1][1] == 200 else self.since(moment, 200)


class Person:
    """A browser that is signed in."""

    def __init__(self, house: House, username: str) -> None:
        self.at = f"http://localhost:{house.server.port}"
        self.cookies = http.cookiejar.CookieJar()
        self.http = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        token = TOKEN.search(self.http.open(f"{self.at}/masuk").read().decode())
        assert token
        fields = {"csrf_token": token[1], "username": username, "password": PASSWORD}
        form = urllib.request.Request(f"{self.at}/masuk", urllib.parse.urlencode(fields).encode())
        form.add_header("Origin", "http://localhost")
        form.add_header("Referer", f"{self.at}/masuk")
        self.http.open(form)

    def sees(self, path: str) -> str:
        """Status, seconds, heading."""
        began = time.monotonic()
        try:
            answer = self.http.open(f"{self.at}{path}", timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        except OSError as error:
            return f"{type(error).__name__} after {time.monotonic() - began:.1f} s"
        words = answer.read().decode()
        heading = words.partition("<h1")[2].partition(">")[2].partition("<")[0].strip()
        return f"{answer.status} in {time.monotonic() - began:.1f} s “{heading}”"


def measure(place: House, name: str, fault: Fault, pictures: Path | None, staff: list[Person]) -> tuple[str, bool]:
    """A line of the table, and whether it is as promised."""
    watch, colleague, admin = Watch(place), *staff
    watch.start()
    time.sleep(1)
    entry = guest(place.service_id)
    began = time.monotonic()
    with fault(place):
        seen = [_sends(place, entry), colleague.sees("/meja"), admin.sees("/admin/")]
        if pictures and place.server.is_running():
            take_pictures(place, name, pictures, colleague.cookies, admin.cookies)
        time.sleep(max(0, (LOCKED_SECONDS if "locked" in name else HELD) - (time.monotonic() - began)))
        first_false = watch.since(began, 503) or watch.since(began, NOBODY)
        codes = watch.last_told.get(503) or watch.last_told.get(NOBODY, "")
    over = time.monotonic()
    while watch.back_since(over) is None and time.monotonic() < over + PATIENCE:
        time.sleep(EVERY)
    true_again = watch.back_since(over)
    again = _sends(place, entry)
    watch.stopping.set()
    watch.join()
    code = ", ".join(json.loads(codes)["faults"]) if codes else ""
    cells = [name, _seconds(first_false), code, _seconds(true_again), f"{max(watch.health):.1f} s", *seen, again]
    broken = [cell for cell in (*seen, again) if cell.startswith("500")]
    is_noticed = name in HARMLESS or (first_false is not None and first_false <= LONGEST)
    kept = is_noticed and true_again is not None and not broken and again.startswith("200")
    return f"| {' | '.join(cells)} |", kept


def _seconds(found: float | None) -> str:
    return "never" if found is None else f"{found:.1f} s"


def _sends(place: House, entry: dict[str, object]) -> str:
    began = time.monotonic()
    try:
        status: object = post(place.server.port, GUESTS, entry)[0]
    except GONE as error:
        status = type(error).__name__
    return f"{status} in {time.monotonic() - began:.1f} s"


def run(place: House, engine: str, faults: dict[str, Fault], pictures: Path | None) -> int:
    """All faults of an engine, one after the other on the same server; how many were not as promised."""
    wrong, only = 0, os.environ.get("FAULT", "")
    if engine == "sqlite":
        place.obey_file_modes()
    place.server.quiet()
    place.server.start()
    staff = [Person(place, name) for name in ("officer", "admin")]
    for name, fault in faults.items():
        if only in name:
            line, kept = measure(place, name, fault, pictures / engine if pictures else None, staff)
            print(line, "" if kept else "  <- NOT AS PROMISED", flush=True)
            wrong += not kept
    place.server.kill()
    return wrong


@contextmanager
def small_disk() -> Iterator[str | None]:
    """A folder on a disk that is soon full; None for whoever may not mount one."""
    folder = Path("/tmp") / f"pstku-small-{os.getpid()}"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", folder], check=False).returncode:
        folder.rmdir()
        yield None
        return
    folder.chmod(0o755)
    try:
        yield str(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


def main() -> int:
    """The number of faults that were not as promised."""
    pictures, wrong, only = (Path(sys.argv[1]) if sys.argv[1:] else None), 0, os.environ.get("ENGINE")
    if only in (None, "sqlite"):
        with small_disk() as disk, house("sqlite", below=disk) as place:
            chosen = SQLITE if disk else {name: fault for name, fault in SQLITE.items() if name != "disk full"}
            wrong += run(place, "sqlite", chosen, pictures)
    if only in (None, "postgresql"):
        with cluster() as address:
            if address:
                with house("postgresql", address) as place:
                    wrong += run(place, "postgresql", POSTGRESQL, pictures)
    return wrong


if __name__ == "__main__":
    if pictures_wanted := bool(sys.argv[1:]):
        assert find_chromium(), "Pasang: sudo apt install chromium"
    sys.exit(min(1, main()))
