"""Siap luring is a tested state: each fault is named, and with a disk that takes nothing a guest reads the truth."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from pstku.core import clock
from pstku.core.db import db
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.offices.queries import office_by_code
from tests.browser.accessibility import violations
from tests.browser.conftest import TABLET, picture
from tests.browser.guests.kept import ready, silence
from tests.browser.guests.steps import admin, leftovers, press, state, to_check, visits
from tests.factories import make_visit

STORE = "/static/js/kiosk/outbox/store.js"
WELL = f"""async () => {{
  navigator.storage.persist = async () => true;
  navigator.storage.estimate = async () => ({{ quota: 1e9, usage: 0 }});
  const {{ addCodes, open }} = await import("{STORE}");
  await addCodes(Array.from({{ length: 30 }}, (_, place) => `W${{place}}`));
  (await open()).transaction("items", "readwrite").objectStore("items").clear();
}}"""
LACKS = """async (bytes) => {
  const { findLacks } = await import("/static/js/kiosk/outbox/readiness.js");
  return findLacks({ number: 1, bytes: new Uint8Array(bytes).fill(9) });
}"""
FILL = f"""async ([count, days]) => {{
  const {{ put }} = await import("{STORE}");
  const at = Date.now() - days * 86_400_000;
  for (let place = 0; place < count; place += 1) await put({{ id: `${{place}}`, kind: "visit", at, sealed: new Uint8Array(4) }});
}}"""
TAKE = f"""async (left) => {{
  const {{ heldCodes, takeNumber }} = await import("{STORE}");
  while ((await heldCodes()).length > left) await takeNumber(0, "Z");
}}"""
FREE = "(bytes) => { navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - bytes }); }"
NO_PUT = '() => { IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); }; }'
OTHER_READ = """() => {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function read(key) { return get.call(this, key === "trial" ? "other" : key); };
}"""
NO_DELETE = "() => { IDBObjectStore.prototype.delete = function keep(key) { return this.count(key); }; }"
FAULTS = (  # what breaks and with what, and what the tablet then lacks
    (NO_PUT, None, {"disk"}),
    (OTHER_READ, None, {"disk"}),
    (NO_DELETE, None, {"disk"}),
    (FILL, [449, 0], set()),
    (FILL, [450, 0], {"room"}),
    (FILL, [1, 13.9], set()),
    (FILL, [1, 14.1], {"old"}),
    (TAKE, 20, set()),
    (TAKE, 19, {"codes"}),
    (FREE, 50e6, set()),
    (FREE, 49.9e6, {"space"}),
    ("() => { navigator.storage.estimate = undefined; }", None, {"space_unknown"}),
    ("() => { navigator.storage.persist = async () => false; }", None, {"persistent"}),
    ("() => { caches.match = async () => undefined; }", None, {"shell"}),
)
NO_ADD = """() => { // as a full disk ends a transaction
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function refuse(item) {
    const request = add.call(this, item);
    this.transaction.abort();
    return request;
  };
}"""
NO_OPEN = 'IDBFactory.prototype.open = () => { throw new DOMException("", "UnknownError"); };'


def test_each_fault_is_named_and_what_is_just_enough_is_fine(live_server, open_browser, secret):
    page = open_browser(TABLET)
    page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])

    def start() -> None:
        page.goto("/kiosk/sw.js")  # our origin and the worker's scope, and no script of ours
        page.evaluate(WELL)

    start()
    page.evaluate(LACKS, 32)  # the worker is there from now on
    for fault, given, lacks in FAULTS:
        start()
        before = set(page.evaluate(LACKS, 32))
        assert before <= {"camera"}
        page.evaluate(fault, given)
        assert set(page.evaluate(LACKS, 32)) - before == lacks, (fault, given)
    start()
    assert "seal" in page.evaluate(LACKS, 5)  # a key that is none


def test_the_mark_tells_staff_what_is_old_and_that_space_is_not_known(live_server, tablet):
    page = ready(tablet())
    mark = page.locator(".ready-mark")
    mark.wait_for()
    tell = '(names) => import("/static/js/kiosk/states.js").then(({ emit }) => emit("readiness", names))'
    page.evaluate(tell, ["old"])
    expect(mark).to_have_text("Ada isian lebih dari 14 hari")
    expect(mark).to_have_attribute("data-ready", "false")
    page.evaluate(tell, ["space_unknown"])
    expect(mark).to_have_text("Siap luring")
    mark.dispatch_event("pointerdown")
    expect(page.get_by_text("Ruang penyimpanan: tidak diketahui.")).to_be_visible()


@pytest.mark.parametrize("is_open", [True, False], ids=["a full disk", "a store that does not open"])
def test_a_guest_whom_neither_server_nor_disk_takes_is_sent_to_the_desk(live_server, tablet, is_open):
    page = tablet()
    if not is_open:
        page.add_init_script(NO_OPEN)
        page.reload()
    ready(page)
    if is_open:
        page.evaluate(NO_ADD)
    silence(page)
    to_check(page)
    press(page, "check", "Simpan")
    place = state(page, "unkept")
    expect(place.get_by_role("heading", name="Belum tersimpan")).to_be_focused()
    expect(place.get_by_text("Silakan ke meja petugas")).to_be_visible()
    picture(page, "kiosk-belum-tersimpan")
    assert violations(page) == [] and leftovers(page) == [] and visits(live_server) == []
    press(page, "unkept", "Selesai")
    expect(state(page, "idle")).to_be_visible()


def test_a_tablet_whose_store_does_not_open_still_rings_invites_and_takes_guests(live_server, tablet):
    page = tablet()
    page.add_init_script(NO_OPEN)
    page.reload()
    ready(page)
    page.get_by_role("button", name="Minta bantuan petugas").click()
    expect(page.locator("#helped [data-help]")).to_contain_text("Mohon tunggu")
    page.locator("#helped").get_by_role("button", name="Kembali").click()
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "done")).to_be_visible()
    press(page, "done", "Selesai")
    with live_server.app.app_context():
        office = office_by_code("7571")
        served = make_visit(
            office.id, number=99, state="done", at=clock.now() - timedelta(minutes=9), officer_id=admin().person_id
        )
        invite_to_rate(office.id, served.id, None, admin())
        db.session.remove()
    expect(state(page, "rate-face")).to_be_visible()
    assert len(visits(live_server)) == 2
