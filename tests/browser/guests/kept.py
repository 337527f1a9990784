"""What lies in a tablet's outbox, and a server that is silent to it."""

from playwright.sync_api import Page
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.guestbook.models import Guest
from tests.browser.waiting import until

POSTED, DELIVERED, POLLED = "**/kiosk/api/kunjungan", "**/kiosk/api/kiriman", "**/kiosk/api/keadaan*"
STORE = "/static/js/kiosk/outbox/store.js"
STORED = f"""async () => (await (await import("{STORE}")).allItems()).map(
  (item) => ({{ ...item, sealed: Array.from(item.sealed, (byte) => String.fromCharCode(byte)).join("") }}))"""
FILL = """async (count) => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const service = Number(document.querySelector("[name=service]").value);
  for (let i = 0; i < count; i += 1) leave(await keep("visit", { id: uuid7(), service, name: `Tamu ${i}`, written_at: Date.now() }));
}"""

# Two minutes later, in the moment the server has answered something: what waits is tried, however often it was in vain.
LATER = """async () => {
  const now = Date.now;
  Date.now = () => now() + 120000;
  (await import("/static/js/kiosk/states.js")).emit("news", { invitation: null, at: 0 });
}"""


def stored(page: Page) -> list[dict]:
    return page.evaluate(STORED)


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-outbox]")
    return page


def silence(page: Page, *paths: str) -> None:
    for path in paths or (POSTED, DELIVERED, POLLED):
        page.route(path, lambda route: route.abort())


def hear_again(page: Page) -> None:
    page.unroute_all()


def emptied(page: Page, *, but: int = 0) -> None:
    """Wait until the outbox is empty, or holds no more than so many."""
    until(page, lambda: len(stored(page)) <= but)


def names(live_server) -> list[str]:
    with live_server.app.app_context():
        found = sorted(session().scalars(select(Guest.name)))
        db.session.remove()
    return found
