"""What pages ask for by themselves, found in the pages and the address map, so that any checkout tells its own."""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from side.asking import ask, get, post
from side.place import TABLET

EVERY = re.compile(r"every (\d+)s")
STRETCH = 180  # seconds in which every poll of an idle office comes at least four times


@dataclass
class Poll:
    """One address that is asked every so many seconds, with what the page already knows."""

    name: str
    seconds: int
    app: Flask
    path: str
    cookie: str
    headers: dict[str, str] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] | None = None

    def once(self) -> None:
        """Ask; keep what the answer says the page shows now."""
        if self.body is not None:
            ask(self.app.wsgi_app, post(self.path, self.body | {"sent_at": _milliseconds()}, self.cookie))
            return
        at = {"at": _milliseconds()} if "at" in self.known else {}
        address = (
            f"{self.path}{'&' if '?' in self.path else '?'}{urlencode(self.known | at)}" if self.known else self.path
        )
        status, told = ask(self.app.wsgi_app, get(address, self.cookie, **self.headers))
        if status.startswith("200"):
            self._learn(told)

    def _learn(self, told: bytes) -> None:
        """What the page sends back next time: a stamp in JSON, or what a part of the page brought with it."""
        if told.startswith(b"{"):
            stamp = json.loads(told).get("stamp")
            self.known |= {"seen": stamp} if stamp else {}
            return
        tags = _tags(told)
        self.known |= _inputs(tags)
        for tag in tags:
            if "hx-get" in tag and tag.get("id") == self.headers["HTTP_HX_TARGET"]:
                self.path = tag["hx-get"]
                self.known |= json.loads(tag.get("hx-vals", "{}"))


def tablet_polls(app: Flask) -> Iterator[Poll]:
    """An idle tablet: one request where clock, invitation, help and heartbeat are one, else three."""
    is_apart = "kiosk.open_invitation" in app.view_functions
    known = {} if is_apart else {"at": 0}
    yield Poll("poll: tablet's clock", 5 if is_apart else 4, app, "/kiosk/api/keadaan", TABLET, known=known)
    if is_apart:
        yield Poll("poll: invitation", 4, app, "/kiosk/undangan", TABLET)
        beat = {"outbox": 0, "outbox_age": 0}
        yield Poll("poll: heartbeat", 45, app, "/kiosk/api/detak", TABLET, body=beat)


def page_polls(app: Flask, path: str, cookie: str) -> Iterator[Poll]:
    """What a staff page asks for while nobody touches it: the ring, and at the desk the board."""
    tags = _tags(ask(app.wsgi_app, get(path, cookie))[1])
    asking = [tag for tag in tags if "hx-get" in tag and EVERY.search(tag.get("hx-trigger", ""))]
    for tag in asking:
        is_board = path == "/meja" and (tag.get("id") == "board" or len(asking) == 1)
        name = "poll: board unchanged" if is_board else "poll: ring" if path != "/meja" else "ring at the desk"
        known = json.loads(tag.get("hx-vals", "{}"))
        known |= _inputs(tags if "data-known" in tag.get("hx-include", "") else [])
        headers = {"HTTP_HX_REQUEST": "true", "HTTP_X_POLL": "1", "HTTP_HX_TARGET": tag.get("id", "")}
        seconds = int(EVERY.search(tag["hx-trigger"])[1])
        yield Poll(name, seconds, app, tag["hx-get"], cookie, headers, known)


def idle_office(polls: Sequence[Poll]) -> Callable[[], None]:
    """One tablet, the desk open on one screen and another page on a second: a second of it, on average.

    Each poll is asked as often as it falls due, a second of the office at a time.
    """
    due = {poll.name: 0.0 for poll in polls}

    def second() -> None:
        for poll in polls:
            due[poll.name] += 1 / poll.seconds
            if due[poll.name] >= 1:
                due[poll.name] -= 1
                poll.once()

    return second


class _Tags(HTMLParser):
    """The attributes of every tag; an older checkout brings its own libraries, so none is used here."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append({name: value or "" for name, value in attrs})


def _tags(page: bytes) -> list[dict[str, str]]:
    tags = _Tags()
    tags.feed(page.decode())
    return tags.all


def _inputs(tags: Sequence[dict[str, str]]) -> dict[str, str]:
    return {tag["name"]: tag.get("value", "") for tag in tags if "data-known" in tag}


def _milliseconds() -> int:
    return int(time.time() * 1000)
