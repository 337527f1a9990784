"""The works that are compared, each as something to do once more. A side that has no such work says None."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from side.asking import Application, ask, get, post
from side.bodies import GUESTS, VOTES, full_guest, guest, vote
from side.place import TABLET, Place, signed_in
from side.polls import idle_office, page_polls, tablet_polls
from sqlalchemy import text

from pstku.accounts.queries import find_person_by_username
from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.guestbook.visit_tokens import visit_token
from tests.factories import make_visit

POSTS = {"guest": guest, "full guest": full_guest}
AGE = "UPDATE votes SET received_at = :before"


@dataclass(frozen=True)
class Work:
    """Something to do once more; `rest` comes before every few of them and is not measured."""

    once: Callable[[], object]
    rest: Callable[[], None] = lambda: None


def posting(application: Application, name: str, service_id: int) -> Work:
    """Guests, one after the other."""
    body = POSTS[name]
    return Work(lambda: ask(application, post(GUESTS, body(service_id), TABLET)))


def rating(application: Application, place: Place, app: Flask, calls: int) -> Work:
    """Votes for visits that were served an hour ago.

    Those given are moved to the morning: no tablet takes sixty votes in two minutes, which is what a burst is looked for in.
    """
    visits = iter(served_visits(place, app, calls))

    def rest() -> None:
        with app.app_context():
            with atomic() as s:
                s.execute(text(AGE), {"before": _stored(app, clock.now() - timedelta(hours=3))})
            db.session.remove()

    return Work(lambda: ask(application, post(VOTES, vote(next(visits)), TABLET)), rest)


def served_visits(place: Place, app: Flask, count: int) -> list[str]:
    """Ids of visits that may be rated."""
    with app.app_context(), atomic():
        officer = find_person_by_username(place.office_id, "officer").id
        at = clock.now() - timedelta(hours=1)
        visits = [make_visit(place.office_id, state="done", officer_id=officer, at=at) for _ in range(count)]
        found = [str(visit.id) for visit in visits]
    with app.app_context():
        db.session.remove()
    return found


class Works:
    """Everything this checkout can be asked to do once more."""

    def __init__(self, place: Place) -> None:
        self.place, self._pages = place, None

    def work(self, name: str, calls: int) -> Work | None:
        """`calls`: how often it will be done at most."""
        if name in POSTS:
            app = self.place.app(self.place.copy())
            return posting(app.wsgi_app, name, self.place.service_id)
        if name == "vote":
            app = self.place.app(self.place.copy())
            return rating(app.wsgi_app, self.place, app, calls)
        self._pages = self._pages or dict(_pages(self.place))
        return self._pages.get(name)


def _pages(place: Place) -> Iterator[tuple[str, Work]]:
    """What is only read, on one database; a quiet afternoon with one guest waiting."""
    app = place.app(place.copy())
    with app.app_context():
        officer = find_person_by_username(place.office_id, "officer")
        token = visit_token(make_visit(place.office_id, officer_id=officer.id).id)
        at_desk, reading = signed_in(app, "officer"), signed_in(app, "employee")
        db.session.remove()
    for name, environ in {
        "/kiosk/": lambda: get("/kiosk/", TABLET),
        "/jawab while typing": lambda: get("/jawab?q=inflasi", reading, **htmx("results")),
        "/belajar": lambda: get("/belajar", reading),
        "/n/…": lambda: get(f"/n/{token}"),
    }.items():
        yield name, _asking(app, environ)
    polls = [*tablet_polls(app), *page_polls(app, "/meja", at_desk), *page_polls(app, "/latihan", at_desk)]
    for poll in polls:
        yield poll.name, Work(poll.once)
    yield "idle office, a second", Work(idle_office(polls))


def _asking(app: Flask, environ: Callable[[], dict[str, Any]]) -> Work:
    return Work(lambda: ask(app.wsgi_app, environ()))


def htmx(target: str) -> dict[str, str]:
    """The headers of a request that swaps one part."""
    return {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": target, "HTTP_HX_CURRENT_URL": "http://localhost/"}


def _stored(app: Flask, at: Any) -> Any:
    is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    return at.replace(tzinfo=None).isoformat(" ", "microseconds") if is_sqlite else at
