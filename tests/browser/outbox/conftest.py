"""A tablet with a service worker, whose server can be taken away and come back at the same address."""

from threading import Thread

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.browser.conftest import TABLET, Counted
from tests.browser.guestbook.conftest import secret  # noqa: F401  (a fixture)
from tests.browser.waiting import until

WORKING = "async () => Boolean(await caches.match('/kiosk/luring'))"


class Plug:
    """The server of a test, to be pulled out and put back: its address stays."""

    def __init__(self, app) -> None:
        self._app, self._port = app, 0
        app.wsgi_app = self._counted = Counted(app)
        self.put_back()
        self.url = app.config["PUBLIC_URL"] = f"http://127.0.0.1:{self._port}"

    def put_back(self) -> None:
        self._server = make_server("127.0.0.1", self._port, self._app, threaded=True)
        self._port = self._server.port
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._counted.wait_until_idle()

    @property
    def app(self):
        return self._app


@pytest.fixture
def live_server(app):
    plug = Plug(app)
    yield plug
    plug.pull()


@pytest.fixture
def working_tablet(live_server, open_browser, secret):  # noqa: F811
    """`working_tablet()` gives the idle page of a tablet whose service worker keeps all it needs."""

    def start(*, at: str | None = None) -> Page:
        url = at or live_server.url
        page = open_browser(TABLET, at=url, has_touch=True)
        page.context.add_cookies([{"name": "kios", "value": secret, "url": url, "sameSite": "Strict"}])
        page.goto("/kiosk/")
        page.wait_for_selector("html[data-outbox]")
        if at is None:
            page.wait_for_selector(".ready-mark")
            until(page, lambda: page.evaluate(WORKING))
        return page

    return start
