"""Receipts and Daftar kirim: what became of each item, without a word of a guest, and only after it was read back."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.steps import begin, press, save, state, to_check, visits
from tests.browser.waiting import until

RECEIPTS = 'async () => (await import("/static/js/kiosk/outbox/receipts.js")).allReceipts()'
ITEMS = 'async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).length'
VOTE = """async () => {
  const { keep, settle } = await import("/static/js/kiosk/outbox/outbox.js");
  const id = "0198c2f0-7c1e-7abc-8def-0123456789ab";
  return settle(await keep("vote", { id, score: 4 }), { ok: true, id });
}"""
BREAK = """() => {
  window.whole = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const request = window.whole.apply(this, given);
    if (this.name === "receipts") request.onsuccess = () => request.transaction.abort();
    return request;
  };
}"""
MEND = "() => { IDBObjectStore.prototype.put = window.whole; }"
AGE = """async (days) => {
  const { open, RECEIPTS } = await import("/static/js/kiosk/outbox/store.js");
  const receipts = (await open()).transaction(RECEIPTS, "readwrite").objectStore(RECEIPTS);
  for (const back of days) receipts.put({ id: `of-${back}`, kind: "visit", at: Date.now() - back * 86400000, sent: 1, answer: "sent", number: "" });
  await new Promise((done) => { receipts.transaction.oncomplete = done; });
}"""

FILL = """async (count) => {
  const { open, ITEMS } = await import("/static/js/kiosk/outbox/store.js");
  const items = (await open()).transaction(ITEMS, "readwrite").objectStore(ITEMS);
  for (let n = 0; n < count; n += 1) items.add({ id: `${count}-${n}`, kind: "visit", at: Date.now(), sealed: new Uint8Array(40) });
  await new Promise((done) => { items.transaction.oncomplete = done; });
}"""
EMPTY = """async () => {
  const { open, ITEMS } = await import("/static/js/kiosk/outbox/store.js");
  const items = (await open()).transaction(ITEMS, "readwrite").objectStore(ITEMS);
  items.clear();
  await new Promise((done) => { items.transaction.oncomplete = done; });
}"""


@pytest.fixture
def page(working_tablet) -> Page:
    return working_tablet()


def pass_by(page: Page) -> None:
    """A guest begins and leaves."""
    begin(page)
    press(page, "name", "Batal dan hapus")


def hold(page: Page) -> None:
    page.locator(".ready-mark").dispatch_event("pointerdown")
    expect(page.get_by_role("dialog", name="Daftar kirim")).to_be_visible()


def test_staff_see_what_was_sent_by_holding_the_mark_and_no_name(live_server, page):
    to_check(page)
    save(page)
    press(page, "done", "Selesai")
    (visit,) = visits(live_server)
    until(page, lambda: page.evaluate(ITEMS) == 0)
    (receipt,) = page.evaluate(RECEIPTS)
    assert (receipt["id"], receipt["number"], receipt["answer"]) == (str(visit.id), "A-001", "sent")
    assert "Rahmawati" not in json.dumps(receipt)
    page.locator(".ready-mark").click()  # a guest who touches it
    page.wait_for_timeout(2300)
    assert page.get_by_role("dialog").count() == 0
    hold(page)
    listed = page.get_by_role("dialog", name="Daftar kirim")
    expect(listed.get_by_role("row", name="A-001")).to_contain_text("Diterima server")
    expect(listed.get_by_role("row", name="A-001")).to_contain_text(str(visit.id)[-6:])
    assert "Rahmawati" not in listed.inner_text()
    picture(page, "kiosk-daftar-kirim")
    assert violations(page) == []
    listed.get_by_role("button", name="Tutup").click()
    assert page.get_by_role("dialog").count() == 0


def test_a_vote_leaves_neither_id_nor_hour(page):
    assert page.evaluate(VOTE)
    (receipt,) = page.evaluate(RECEIPTS)
    midnight = page.evaluate("new Date().setHours(0, 0, 0, 0)")
    assert receipt["kind"] == "vote" and not receipt["id"].startswith("0198c2f0")
    assert receipt["at"] == receipt["sent"] == midnight


def test_without_a_receipt_the_guest_reads_that_it_is_on_the_tablet_and_it_is_sent_again(live_server, page):
    page.evaluate(BREAK)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    assert len(visits(live_server)) == 1 and page.evaluate(ITEMS) == 1
    page.evaluate(MEND)
    until(page, lambda: page.evaluate(ITEMS) == 0)
    assert len(visits(live_server)) == 1 and len(page.evaluate(RECEIPTS)) == 1


def test_receipts_are_kept_ninety_days(page):
    page.evaluate(AGE, [89, 91])
    page.reload()
    until(page, lambda: [one["id"] for one in page.evaluate(RECEIPTS)] == ["of-89"])


def test_a_tablet_that_stays_open_forgets_old_receipts_every_day(page):
    page.clock.install()
    page.reload()
    page.wait_for_selector(".ready-mark")
    page.evaluate(AGE, [80, 91])
    page.clock.fast_forward(86_400_000)
    until(page, lambda: [one["id"] for one in page.evaluate(RECEIPTS)] == ["of-80"])


def test_staff_see_on_a_tablet_without_server_that_it_is_nearly_full(page):
    page.context.set_offline(True)
    mark = page.locator(".ready-mark")
    page.evaluate(FILL, 449)
    pass_by(page)
    expect(mark).to_have_text("Siap luring")
    page.evaluate(FILL, 1)
    pass_by(page)
    expect(mark).to_have_text("Kotak kirim hampir penuh")
    expect(mark).to_have_attribute("data-ready", "false")
    page.evaluate(EMPTY)
    pass_by(page)
    expect(mark).to_have_text("Siap luring")
