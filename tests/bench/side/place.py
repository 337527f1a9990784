"""A filled database of this checkout, copies of it, and applications on them."""

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

from flask import Flask

from pstku.app import create_app
from pstku.core.db import db
from pstku.offices.queries import configuration, office_by_code
from tests.conftest import config_for, fill, postgres_url, run_on_server
from tests.factories import make_device
from tests.page import PageClient
from tests.people import PASSWORD
from tests.served.server import DEVICE_TOKEN

TABLET = f"kios={DEVICE_TOKEN}"
ON_DISK = "/var/tmp"  # the usual place may be memory, where a sync costs nothing and nobody waits for one


class Place:
    """An office with its content, people and one tablet."""

    def __init__(self, engine: str) -> None:
        self.engine, self._numbers = engine, count()
        self.folder = Path(tempfile.mkdtemp(prefix="pstku-bench-", dir=ON_DISK))
        self.template = self._address("template")
        if engine == "postgresql":
            run_on_server(f"CREATE DATABASE {self._name('template')}")
        fill(self.template, self.folder)
        app = create_app(config_for(self.template, self.folder))
        with app.app_context():
            self.office_id = office_by_code("7571").id
            make_device(self.office_id, token=DEVICE_TOKEN)
            self.service_id = configuration(self.office_id).services[1].id
            db.session.remove()
            db.engine.dispose()

    def copy(self) -> str:
        """The address of a fresh copy."""
        name = f"copy{next(self._numbers)}"
        if self.engine == "postgresql":
            run_on_server(f"CREATE DATABASE {self._name(name)} TEMPLATE {self._name('template')}")
        else:
            shutil.copy(self.folder / "template.sqlite", self.folder / f"{name}.sqlite")
        return self._address(name)

    def app(self, url: str) -> Flask:
        """The application on a database."""
        return create_app(config_for(url, self.folder))

    def remove(self) -> None:
        """Nothing of it is left on the disk; the databases of a throw-away server go with the server."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _address(self, name: str) -> str:
        if self.engine == "postgresql":
            return postgres_url(self._name(name))
        return f"sqlite:///{self.folder / name}.sqlite"

    def _name(self, name: str) -> str:
        return f"bench_{os.getpid()}_{name}"


def signed_in(app: Flask, username: str) -> str:
    """The cookies of somebody who is signed in; the application's context must be open."""
    client = PageClient(app)
    client.post_form("/masuk", {"username": username, "password": PASSWORD})
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.http._cookies.values())
