"""What a page costs: the median of seven warm calls, and how it grows with the visits of the office."""

import math
import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from pstku.core.db import db
from tests.bench.growth.acts import Act, Round
from tests.bench.growth.pages import PHONE, TABLET, Page, pages_of
from tests.page import PageClient
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

CALLS = 7
BAR_EXPONENT, BAR_MORE = 0.1, 1.0  # the latter in milliseconds, at the largest size against the smallest


@dataclass(frozen=True)
class Timed:
    """One call."""

    name: str
    cpu: float
    wall: float
    statements: int


@dataclass(frozen=True)
class Cost:
    """CPU of the worker and time on the clock, in milliseconds; the statements of one call."""

    cpu: float
    wall: float
    statements: int

    @classmethod
    def of(cls, calls: Sequence[Timed]) -> Self:
        """The medians."""
        cpus, walls = [call.cpu for call in calls], [call.wall for call in calls]
        return cls(statistics.median(cpus), statistics.median(walls), calls[-1].statements)


def costs(app: Flask) -> dict[str, Cost]:
    """By the name of the page or act."""
    pages = pages_of(app)
    clients = clients_of(app, {page.who for page in pages})
    found = {page.name: _cost(app, clients[page.who], page) for page in pages}
    rounds = [[_timed(app, clients[act.who], act) for act in Round(app, clients).acts()] for _ in range(1 + CALLS)]
    for first, *warm in zip(*rounds, strict=True):
        found[first.name] = Cost.of(warm)
    return found


def clients_of(app: Flask, whose: Iterable[str]) -> dict[str, FlaskClient]:
    """A browser for each: the tablet's, a phone's that nobody signed in on, and colleagues' who did."""
    with app.app_context():
        return {who: _client(app, who) for who in whose}


def _client(app: Flask, who: str) -> FlaskClient:
    client = PageClient(app)
    if who == TABLET:
        client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], DEVICE_TOKEN)
    elif who != PHONE:
        client.post_form("/masuk", {"username": who, "password": PASSWORD})
    return client.http


def _cost(app: Flask, client: FlaskClient, page: Page) -> Cost:
    page.call(client)
    return Cost.of([_timed(app, client, page) for _ in range(CALLS)])


def _timed(app: Flask, client: FlaskClient, work: Page | Act) -> Timed:
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    cpu, wall = time.process_time(), time.perf_counter()
    work.call(client)
    told = Timed(work.name, (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000, len(seen))
    event.remove(engine, "before_cursor_execute", note)
    return told


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of log time over log visits, by least squares."""
    slope, _ = statistics.linear_regression([math.log(n) for n in sizes], [math.log(max(t, 0.01)) for t in times])
    return slope


def holds(sizes: Sequence[int], times: Sequence[float]) -> bool:
    """Is the page as quick in a large office as in a small one?"""
    return exponent(sizes, times) <= BAR_EXPONENT or times[-1] - times[0] <= BAR_MORE
