"""What a page costs: the median of seven warm calls, and how it grows with the visits of the office."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from pstku.core.db import db
from tests.bench.growth.pages import Page
from tests.page import PageClient
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

CALLS = 7
BAR_EXPONENT, BAR_MORE = 0.1, 1.0  # the latter in milliseconds, at the largest size against the smallest


@dataclass(frozen=True)
class Cost:
    """CPU of the worker and time on the clock, in milliseconds; the statements of one call."""

    cpu: float
    wall: float
    statements: int


def costs(app: Flask, pages: Sequence[Page]) -> dict[str, Cost]:
    """By page name."""
    with app.app_context():
        clients = {who: _client(app, who) for who in dict.fromkeys(page.who for page in pages)}
    return {page.name: _cost(app, clients[page.who], page) for page in pages}


def _client(app: Flask, who: str) -> FlaskClient:
    client = PageClient(app)
    if who == "tablet":
        client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], DEVICE_TOKEN)
    else:
        client.post_form("/masuk", {"username": who, "password": PASSWORD})
    return client.http


def _cost(app: Flask, client: FlaskClient, page: Page) -> Cost:
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    page.call(client)
    event.listen(engine, "before_cursor_execute", note)
    page.call(client)
    event.remove(engine, "before_cursor_execute", note)
    cpus, walls = [], []
    for _ in range(CALLS):
        cpu, wall = time.process_time(), time.perf_counter()
        page.call(client)
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return Cost(statistics.median(cpus), statistics.median(walls), len(seen))


def exponent(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The slope of log time over log visits, by least squares."""
    slope, _ = statistics.linear_regression([math.log(n) for n in sizes], [math.log(max(t, 0.01)) for t in times])
    return slope


def holds(sizes: Sequence[int], times: Sequence[float]) -> bool:
    """Is the page as quick in a large office as in a small one?"""
    return exponent(sizes, times) <= BAR_EXPONENT or times[-1] - times[0] <= BAR_MORE
