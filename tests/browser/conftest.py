"""A real server on a copied database and the system's Chromium."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Condition, Thread
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core import clock
from pstku.core.db import session
from pstku.library.models import IndicatorValue
from pstku.library.operations.checking import check_value
from pstku.library.rules.periods import earliest_release
from pstku.offices.queries import configuration, office_by_code
from tests.browser.waiting import PATIENCE, until
from tests.chromium import find_chromium
from tests.signing_in import cookies_of

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP kios.test 127.0.0.1",  # a name on plain HTTP, which is no secure origin
]
# A tablet and a guest's phone ask the server every four seconds: here ten times as often, so that no test waits for it.
# They are known by the names of what they call, for the thanks stand four seconds too and must not be gone before a busy
# machine has looked. While a test has taken a page apart, its longer waits do not end.
TIMERS = """(() => {
  const { setTimeout, setInterval } = window;
  const once = (act, ms, told) => setTimeout(() => (window.isApart ? once(act, 50, told) : act(...told)), ms);
  const asks = new Set(["poll", "ask"]); // in kiosk/health.js and phone-arrival.js
  const soon = (act, ms) => (ms === 4000 && asks.has(act.name) ? 400 : ms);
  window.setTimeout = (act, ms, ...told) => (ms >= 1000 ? once(act, soon(act, ms), told) : setTimeout(act, ms, ...told));
  window.setInterval = (act, ms, ...told) => setInterval(() => { if (!window.isApart) act(...told); }, ms);
})()"""
TABLET, PHONE, DESKTOP = ({"width": w, "height": h} for w, h in ((1280, 800), (390, 844), (1280, 900)))
PICTURES = Path(__file__).parent / "pictures"
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test; without Chromium it is left out, and says so."""
    here = str(Path(__file__).parent)
    missing = find_chromium() is None
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="Chromium tidak terpasang: sudo apt install chromium"))


class Counted:
    """The application, and how many requests it is answering: with the last byte of its body, and the body closed.

    Werkzeug's server leaves the body of an answer open, and so a file, when the browser hangs up instead of reading it.
    """

    def __init__(self, app: Flask) -> None:
        self._answer, self._running, self._changed = app.wsgi_app, 0, Condition()

    def __call__(self, environ, start_response):
        self._add(1)
        try:
            with closing(ClosingIterator(self._answer(environ, start_response))) as body:
                return [b"".join(body)]
        finally:
            self._add(-1)

    def _add(self, number: int) -> None:
        with self._changed:
            self._running += number
            self._changed.notify_all()

    def wait_until_idle(self) -> None:
        """Until every request is answered; one that never is fails the test."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._running, timeout=30), "a request is still being answered"


class LiveServer:
    """The running application: `url` for the browser, `app` to look into its database.

    It can be pulled out and put back at the same address. No request outlives it: the application is lent to the next test.
    """

    def __init__(self, app: Flask) -> None:
        self.app, self._port = app, 0
        app.wsgi_app = self._counted = Counted(app)
        self.put_back()
        self.url = app.config["PUBLIC_URL"] = f"http://127.0.0.1:{self._port}"

    def put_back(self) -> None:
        self._server = make_server("127.0.0.1", self._port, self.app, threaded=True)
        self._port = self._server.port
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._counted.wait_until_idle()


@pytest.fixture
def engine() -> str:
    """Browsers meet SQLite; a whole day of theirs is also played on PostgreSQL."""
    return "sqlite"


ZONE = ZoneInfo("Asia/Makassar")
LONGEST = timedelta(minutes=1)  # of a test, on a busy machine


@pytest.fixture(autouse=True)
def _within_one_day() -> None:
    """No test goes on past the office's midnight (16.00 UTC): whoever serves at the desk would have to sign in again."""
    now = clock.now()
    _, midnight = clock.day_range(clock.local_day(now, ZONE), ZONE)
    if midnight - now < LONGEST:
        sleep((midnight - now).total_seconds() + 1)


@pytest.fixture
def live_server(app) -> Iterator[LiveServer]:
    """The test's application, served by a thread."""
    server = LiveServer(app)
    yield server
    server.pull()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, live_server) -> Iterator:
    """`open_browser(TABLET)` gives a page of a new browser profile; errors on any page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def start(viewport: dict[str, int], *, at: str = live_server.url, **options) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=at, locale="id-ID", **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TIMERS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
        return page

    yield start
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def enter(live_server, open_browser):
    """`enter("officer", DESKTOP)` gives a page where that person is signed in."""

    def sign_in(username: str, viewport: dict[str, int], *, at: str = live_server.url, **options) -> Page:
        page = open_browser(viewport, at=at, **options)
        cookies = cookies_of(live_server.app, username)
        page.context.add_cookies([{"name": name, "value": value, "url": at} for name, value in cookies.items()])
        page.goto("/")
        return page

    return sign_in


@contextmanager
def held_back(page: Page, script: str) -> Iterator[None]:
    """Inside the block the script has not arrived yet; afterwards it does."""
    late: list[Route] = []
    page.route(script, lambda route: late.append(route))
    yield
    until(page, lambda: bool(late))
    late[0].continue_()


def picture(page: Page, name: str) -> None:
    """Leave a screenshot where `PSTKU_TEST_PICTURES=1` asks for them: to look at, and for the guide.

    A loaded machine's Chromium now and then has no frame to give; it is asked again. Nothing is asserted here.
    """
    if not os.environ.get("PSTKU_TEST_PICTURES"):
        return
    PICTURES.mkdir(exist_ok=True)
    for _ in range(3):
        try:
            page.screenshot(path=PICTURES / f"{name}.png")
            return
        except Error as error:
            if "Unable to capture screenshot" not in error.message:
                raise
            page.wait_for_timeout(500)
    print(f"no picture of {name}: Chromium gave no frame")


def check_all_but_one() -> int:
    """An editor checks every figure of the test office but one IPM; returns the office's id."""
    home = office_by_code("7571")
    editor = actor_of(find_person_by_username(home.id, "editor"))
    values = session().scalars(select(IndicatorValue).where(IndicatorValue.office_id == home.id)).all()
    wanted = [
        (v.id, max(date(2026, 1, 5), earliest_release(v.period)))
        for v in values
        if (v.indicator_key, v.period, v.region_code) != ("ind.ipm", "2023", "7571")
    ]
    session().commit()
    for value_id, released_on in wanted:
        check_value(editor, value_id, released_on=released_on)
    return home.id


@pytest.fixture
def office(live_server, built_once):
    """The configuration of the test office once an editor has checked every figure but one IPM."""
    office_id = built_once(check_all_but_one)
    with live_server.app.app_context():
        yield lambda: configuration(office_id)
