"""What a page costs: the median of seven warm calls, and how it grows with the visits of the office.

On PostgreSQL the CPU of its processes that serve the office is counted in.
"""

import gc
import math
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from pstku.core.db import db
from tests.bench.growth.acts import Act, Round
from tests.bench.growth.pages import PHONE, TABLET, Page, pages_of
from tests.bench.side.backends import Backends
from tests.page import PageClient
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

CALLS = 7
LIGHT = "/kiosk/api/keadaan"  # a page that costs little
BAR_EXPONENT, BAR_MORE = 0.1, 1.0  # the latter in milliseconds, at the largest size against the smallest


@dataclass(frozen=True)
class Timed:
    """One call."""

    name: str
    cpu: float
    statements: int


@dataclass(frozen=True)
class Cost:
    """CPU of the worker and of its database in milliseconds; the statements of one call."""

    cpu: float
    statements: int

    @classmethod
    def of(cls, calls: Sequence[Timed]) -> Self:
        """The medians."""
        return cls(statistics.median(call.cpu for call in calls), calls[-1].statements)


def costs(apps: Sequence[Flask], of: str = "") -> list[dict[str, Cost]]:
    """For each office by the name of the page or act.

    The offices take turns at every call: what else the machine does meanwhile is the same for the small and the large.
    A thread rests one connection only, so each turn begins with a call that is not measured. `of`: only the page of this
    address, as it may be asked, and no acts.
    """
    offices = [_Office(app) for app in apps]
    gc.freeze()  # as a worker finds the program (docs/decisions/0022); what a page makes is still collected
    names = dict.fromkeys(name for office in offices for name in office.pages if name.startswith(of))
    rounds = [[[office.open(name) for office in offices] for _ in range(1 + CALLS)] for name in names]
    if not of:
        played = [list(zip(*[office.acts() for office in offices], strict=True)) for _ in range(1 + CALLS)]
        rounds += [list(each) for each in zip(*played, strict=True)]
    found: list[dict[str, Cost]] = [{} for _ in apps]
    for _cold, *warm in rounds:
        for costs_of, *calls in zip(found, *warm, strict=True):
            if told := [call for call in calls if call]:
                costs_of[told[0].name] = Cost.of(told)
    return found


class _Office:
    """An office with a browser for everybody who opens something."""

    def __init__(self, app: Flask) -> None:
        self._app, self._backends = app, _backends_of(app)
        self.pages = {page.name: page for page in pages_of(app)}
        self._clients = clients_of(app, {page.who for page in self.pages.values()})

    def open(self, name: str) -> Timed | None:
        """One visit to a page, after one that nobody measures; None while this office has none."""
        page = self.pages.get(name)
        if page is None:
            return None
        page.call(self._clients[page.who])  # the thread's connection may be that of the office before
        return self._timed(page)

    def acts(self) -> Iterator[Timed]:
        """One round, act by act."""
        for act in Round(self._app, self._clients).acts():
            self.pages[LIGHT].call(self._clients[TABLET])
            yield self._timed(act)

    def _timed(self, work: Page | Act) -> Timed:
        before = self._backends.seconds() if self._backends else 0.0
        told = _timed(self._app, self._clients[work.who], work)
        spent = self._backends.seconds() - before if self._backends else 0.0
        return replace(told, cpu=told.cpu + spent * 1000)


def _backends_of(app: Flask) -> Backends | None:
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() != "postgresql":
        return None
    return Backends(url.render_as_string(hide_password=False), str(url.database))


def clients_of(app: Flask, whose: Iterable[str]) -> dict[str, FlaskClient]:
    """A browser for each: the tablet's, a phone's that nobody signed in on, and colleagues' who did."""
    with app.app_context():
        return {who: _client(app, who) for who in whose}


def _client(app: Flask, who: str) -> FlaskClient:
    client = PageClient(app)
    if who == TABLET:
        for cookie in ("DEVICE_COOKIE_NAME", "DISPLAY_COOKIE_NAME"):
            client.http.set_cookie(app.config[cookie], DEVICE_TOKEN)
    elif who != PHONE:
        client.post_form("/masuk", {"username": who, "password": PASSWORD})
    return client.http


def _timed(app: Flask, client: FlaskClient, work: Page | Act) -> Timed:
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    began = time.process_time()
    work.call(client)
    told = Timed(work.name, (time.process_time() - began) * 1000, len(seen))
    event.remove(engine, "before_cursor_execute", note)
    return told


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of log time over log visits, by least squares."""
    slope, _ = statistics.linear_regression([math.log(n) for n in sizes], [math.log(max(t, 0.01)) for t in times])
    return slope


def holds(sizes: Sequence[int], times: Sequence[float]) -> bool:
    """Is the page as quick in a large office as in a small one?"""
    return exponent(sizes, times) <= BAR_EXPONENT or times[-1] - times[0] <= BAR_MORE
