"""Offices of any size on either engine, each with a quiet morning of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from pstku.accounts.models import Person
from pstku.accounts.operations import add_person
from pstku.app import create_app
from pstku.core.actor import Actor, Role
from pstku.core.db import db, session
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.keeping_days import keep_past_days
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import close_visit, start_service
from pstku.offices.queries import configuration, office_by_code
from pstku.ratings.operations.keeping_months import keep_past_months
from tests.bench.growth.furnishing import furnish
from tests.bench.growth.history import History, tell
from tests.conftest import config_for, fill
from tests.factories import make_device, make_display
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

SERVED_TODAY, WAITING_TODAY = 20, 3


@dataclass
class Store:
    """Where databases of one engine are made: copies of a migrated one."""

    folder: Path
    server: str | None  # the address of a PostgreSQL, or None for SQLite
    officers: int = 2

    @property
    def engine(self) -> str:
        return "postgresql" if self.server else "sqlite"

    def lay(self) -> None:
        """The template, with both offices and their content."""
        if self.server:
            self._say("CREATE DATABASE template")
        fill(self._url("template"), self.folder)
        with create_app(config_for(self._url("template"), self.folder)).app_context():
            for n in range(2, self.officers):
                name = f"Petugas {n + 1}"
                add_person(
                    office_by_code("7571").id,
                    username=f"officer{n + 1}",
                    name=name,
                    call_name=name,
                    password=PASSWORD,
                    roles={Role.OFFICER},
                )
            db.session.remove()
            db.engine.dispose()

    @contextmanager
    def office(self, history: History, *, with_award: bool = True) -> Iterator[Flask]:
        """An application on an office with this past, the last quarter closed and awarded; its database goes afterwards."""
        name = f"office_{history.visits}_{history.per_day}"
        if self.server:
            self._say(f"CREATE DATABASE {name} TEMPLATE template")
        else:
            shutil.copy(self.folder / "template.sqlite", self.folder / f"{name}.sqlite")
        app = create_app(config_for(self._url(name), self.folder))
        with app.app_context():
            office_id = office_by_code("7571").id
            make_device(office_id, token=DEVICE_TOKEN)
            make_display(office_id, token=DEVICE_TOKEN)
            tell(office_id, history)
            keep_past_days(office_id)  # as the nights before would have
            keep_past_months(office_id)
            furnish(office_id, with_award=with_award)
            _open_the_day(office_id)
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()
        if self.server:
            self._say(f"DROP DATABASE {name}")
        for file in self.folder.glob(f"{name}.sqlite*"):
            file.unlink()

    def _url(self, name: str) -> str:
        if self.server:
            return make_url(self.server).set(database=name).render_as_string(hide_password=False)
        return f"sqlite:///{self.folder / f'{name}.sqlite'}"

    def _say(self, statement: str) -> None:
        engine = create_engine(self.server or "", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _open_the_day(office_id: int) -> None:
    """Guests of this morning, by the operations that any guest goes through."""
    officer = session().query(Person).filter_by(office_id=office_id, username="officer").one()
    actor = Actor(officer.id, office_id, frozenset({Role.OFFICER}))
    service = next(each for each in configuration(office_id).active_services() if not each.is_complaint)
    for n in range(SERVED_TODAY + WAITING_TODAY):
        visit_id = uuid4()
        register_visit(
            office_id, visit_id, Entry(name=f"Tamu pagi {n}", service_id=service.id), Origin(channel="tablet")
        )
        if n < SERVED_TODAY:
            start_service(actor, visit_id)
            close_visit(actor, visit_id)
