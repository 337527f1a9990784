"""One application for each engine, lent to one test after the other.

Making an application, compiling its pages and compiling every statement anew took most tests longer than what they are
about. Each test still finds a database and a data folder of its own, and the configuration as `create_app` left it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from config import TestConfig
from pstku.app import create_app
from pstku.core import keys, logs
from pstku.core.db import db

LISTENED_TO = ("before_cursor_execute", "after_cursor_execute", "begin", "commit", "checkout", "connect")


def config_for(url: str, data: Path) -> TestConfig:
    """A test configuration on one database."""
    config = TestConfig()
    config.SQLALCHEMY_DATABASE_URI = url
    config.DATA = data
    return config


class LentApp:
    """The application on one address; behind it stands another database for each test."""

    def __init__(self, url: str, folder: Path) -> None:
        self.app = create_app(config_for(url, folder))
        self._config = dict(self.app.config)
        self._views = dict(self.app.view_functions)
        self._wsgi = self.app.wsgi_app
        with self.app.app_context():
            self._listeners = self._count_listeners()

    @contextmanager
    def lent(self, data: Path) -> Iterator[Flask]:
        """The application as if it were new, with `data` as its folder, inside an application context.

        Raises AssertionError when the block leaves a listener on the engine.
        """
        app = self.app
        app.config.clear()
        app.config.update(self._config, DATA=data)
        app.view_functions.clear()
        app.view_functions.update(self._views)
        app.wsgi_app = self._wsgi
        app.extensions["proxy_count"] = 0
        keys.configure(app.config["SECRET_KEY"], app.config["DATA_KEY"])
        logs.configure()
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
            assert self._count_listeners() == self._listeners, "a listener was left on the engine: event.remove it"

    def _count_listeners(self) -> dict[str, int]:
        heard = {
            **dict.fromkeys(LISTENED_TO, db.engine.dispatch),
            **dict.fromkeys(LISTENED_TO[-2:], db.engine.pool.dispatch),
        }
        return {name: len(list(getattr(dispatch, name))) for name, dispatch in heard.items()}
