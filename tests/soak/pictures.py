"""Screens of people while something is wrong, to be looked at."""

from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.chromium import find_chromium
from tests.served.server import DEVICE_TOKEN
from tests.soak.house import House

TABLET, PHONE, DESKTOP = (1280, 800), (390, 844), (1280, 900)
TIMEOUT = 30_000


def take_pictures(place: House, name: str, folder: Path, colleague: CookieJar, admin: CookieJar) -> None:
    """The tablet's first page, a guest's phone, a colleague's phone and an admin's desktop, one file each."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    at = f"http://localhost:{place.server.port}"
    tablet = [{"name": "kios", "value": DEVICE_TOKEN, "url": at}]
    wanted: list[tuple[str, str, tuple[int, int], list[dict[str, Any]]]] = [
        ("tablet", "/kiosk/", TABLET, tablet),
        ("guest-phone", "/masuk", PHONE, []),
        ("colleague-phone", "/meja", PHONE, _of(colleague, at)),
        ("admin-desktop", "/admin/", DESKTOP, _of(admin, at)),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for who, path, (width, height), cookies in wanted:
            context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
            context.add_cookies(cookies)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(f"{at}{path}", timeout=TIMEOUT, wait_until="load")
            page.screenshot(path=folder / f"{name.replace(' ', '-')}-{who}.png")
            context.close()
        browser.close()


def _of(jar: CookieJar, at: str) -> list[dict[str, Any]]:
    return [{"name": cookie.name, "value": cookie.value, "url": at} for cookie in jar]
