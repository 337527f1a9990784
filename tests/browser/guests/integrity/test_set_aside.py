"""What the server refused stays on the tablet until somebody decided, and goes then with a receipt that says so."""

from playwright.sync_api import Page
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.setaside.models import AsideItem
from pstku.setaside.operations import discard_aside
from tests.browser.guests.steps import admin, visits
from tests.browser.waiting import until

ITEMS = """async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).map(({ id, aside }) => [id, aside])"""
RECEIPTS = """async () => (await (await import("/static/js/kiosk/outbox/receipts.js")).allReceipts()).map(({ id, answer }) => [id, answer])"""
BAD = """async () => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const id = uuid7();
  const service = Number(document.querySelector("[name=service]").value);
  leave(await keep("visit", { id, service, name: "Rahmawati", party_size: "999", written_at: Date.now() }));
  return id;
}"""


def waiting(live_server) -> list[AsideItem]:
    with live_server.app.app_context():
        rows = list(session().scalars(select(AsideItem)))
        db.session.remove()
    return rows


def started(page: Page) -> Page:
    page.reload()
    page.wait_for_selector("html[data-outbox]")
    return page


def test_a_refused_item_goes_only_when_an_admin_has_decided(live_server, working_tablet):
    page = working_tablet()
    bad = page.evaluate(BAD)
    until(page, lambda: len(waiting(live_server)) == 1)
    (item,) = waiting(live_server)
    assert item.item_id == bad and b"Rahmawati" not in item.envelope
    assert page.evaluate(ITEMS) == [[bad, 422]]
    with page.expect_response("**/kiosk/api/sisihan") as shown_again:
        started(page)
    assert [one["status"] for one in shown_again.value.json()["items"]] == [425]  # nobody has decided
    assert page.evaluate(ITEMS) == [[bad, 422]] and visits(live_server) == []
    with live_server.app.app_context():
        discard_aside(admin(), item.id)
        db.session.remove()
    started(page)
    until(page, lambda: page.evaluate(ITEMS) == [])
    assert page.evaluate(RECEIPTS) == [[bad, "discarded"]]
