"""A served office of one moment, its tablet and its guests' phones."""

from collections.abc import Iterator

import pytest

from pstku.core import clock
from pstku.guestbook.operations import registering
from tests.browser.conftest import LiveServer, chromium, engine, live_server, open_browser  # noqa: F401
from tests.pictures.scene import ADDRESS, CODE, OPEN, Scene, set_scene
from tests.pictures.sources import fingerprints


class Standing:
    """The application in a moment that stands still until the picture asks for another."""

    def __init__(self, answer) -> None:
        self._answer, self.moment = answer, OPEN

    def __call__(self, environ, start_response):
        with clock.at(self.moment):
            return self._answer(environ, start_response)


@pytest.fixture
def scene(app, cast) -> Scene:
    return set_scene(app, cast)


@pytest.fixture
def made_of(app, scene) -> dict[str, str]:
    """The fingerprints, before the first guest comes."""
    return fingerprints(app, scene)


@pytest.fixture
def standing(live_server: LiveServer, monkeypatch) -> Iterator[Standing]:  # noqa: F811
    """Time stands still, and so do the code a guest is given and the address in a QR."""
    monkeypatch.setattr(registering, "draw_code", lambda: CODE)
    monkeypatch.setitem(live_server.app.config, "PUBLIC_URL", ADDRESS)
    before = live_server.app.wsgi_app
    live_server.app.wsgi_app = Standing(before)
    yield live_server.app.wsgi_app
    live_server.app.wsgi_app = before
