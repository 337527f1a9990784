"""A tablet with Chromium's fake camera, which shows a video made by the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from pstku.accounts.queries import actor_of, find_person_by_username
from pstku.core import clock
from pstku.core.db import db
from pstku.http.links import qr_matrix
from pstku.offices.queries import office_by_code
from tests.browser.conftest import ARGUMENTS, TABLET
from tests.chromium import find_chromium
from tests.factories import make_device, make_visit

WIDTH, HEIGHT, MODULE, QUIET = 640, 480, 6, 4


def write_film(path: Path, text: str | None) -> None:
    """Half a second of a camera before which a QR of `text` is held, or nothing."""
    picture = Image.new("L", (WIDTH, HEIGHT), 110)
    if text:
        rows = qr_matrix(text)
        side = len(rows) + 2 * QUIET
        card = Image.new("L", (side, side), 235)
        for y, row in enumerate(rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    card.putpixel((x + QUIET, y + QUIET), 25)
        picture.paste(card.resize((side * MODULE,) * 2, Image.Resampling.NEAREST), (200, 90))
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)


@pytest.fixture(scope="session")
def film(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("camera") / "film.y4m"
    write_film(path, None)
    return path


@contextmanager
def filming(chromium: Browser, film: Path, asked: str = "") -> Iterator[Browser]:
    """A browser whose camera shows the film as it is when it is opened; `asked` "=deny": nobody allows it."""
    fake = ("--use-fake-device-for-media-stream", f"--use-fake-ui-for-media-stream{asked}")
    arguments = [*ARGUMENTS, *fake, f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=find_chromium(), args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(chromium, film) -> Iterator[Browser]:
    with filming(chromium, film) as browser:
        yield browser


@pytest.fixture
def hold(film):
    """`hold(text)` holds a QR before the camera, `hold(None)` nothing."""
    return lambda text: write_film(film, text)


@pytest.fixture
def served(live_server):
    """A visit that Ibu Nurain closed, with the code C7QF, and one of Bapak Rahmat with the code GGGG."""
    with live_server.app.app_context():
        office = office_by_code("7571")
        at = clock.now() - timedelta(minutes=20)
        officers = []
        for username, code in (("officer", "C7QF"), ("officer2", "GGGG")):
            officer = find_person_by_username(office.id, username)
            visit = make_visit(office.id, state="done", at=at, officer_id=officer.id, code=code)
            officers.append((actor_of(officer), visit.id))
        db.session.remove()
    return officers


@pytest.fixture
def tablet(live_server, open_browser):
    """`tablet()` gives the enrolled tablet at its idle screen; `at` is another name for the server."""

    def start(at: str = live_server.url) -> Page:
        with live_server.app.app_context():
            make_device(office_by_code("7571").id)
            db.session.remove()
        page = open_browser(TABLET, at=at, service_workers="block")  # what it keeps no route could hold back
        name = live_server.app.config["DEVICE_COOKIE_NAME"]
        page.context.add_cookies([{"name": name, "value": "device-token", "url": at}])
        page.goto("/kiosk/")
        page.locator("html[data-ready] body[data-state='idle']").wait_for()
        return page

    return start


@pytest.fixture
def look_up(live_server):
    """`look_up(query, …)` asks the server's database."""

    def ask(query, *given):
        with live_server.app.app_context():
            found = query(*given)
            db.session.remove()
        return found

    return ask
