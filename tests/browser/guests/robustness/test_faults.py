"""What breaks in the browser does not break the guest's way: a part that does not load, a fault in one, a broken disk, a slow net."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TABLET
from tests.browser.guests.kept import POSTED, ready, stored
from tests.browser.guests.steps import begin, leftovers, press, save, state, to_check, visits

BROKEN = {  # what a disk that is full, or a folder of the browser's that is damaged, does to a page
    "does not open": "IDBFactory.prototype.open = () => { throw new DOMException('damaged', 'UnknownError'); };",
    "is full": """const add = IDBObjectStore.prototype.add;
      IDBObjectStore.prototype.add = function (...given) {
        const request = add.apply(this, given);
        this.transaction.abort();
        return request;
      };""",
}


def test_without_one_of_the_scripts_the_plain_form_still_works(live_server, open_browser, secret):
    page = open_browser(TABLET)
    page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
    page.route("**/kiosk/states.js*", lambda route: route.abort())
    page.goto("/kiosk/")
    page.get_by_role("link", name="Isi buku tamu").click()
    expect(page).to_have_url(f"{live_server.url}/kiosk/buku-tamu")
    page.get_by_role("radio", name="Konsultasi statistik").check()
    page.get_by_label("Nama", exact=True).fill("Rahmawati")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_text("Kode kunjungan").first.wait_for()
    assert len(visits(live_server)) == 1


def test_a_fault_in_one_part_does_not_keep_the_glass_from_being_wiped(tablet):
    page = tablet()
    told = page.evaluate("""async () => {
      const { on } = await import("/static/js/kiosk/states.js");
      window.told = [];
      window.addEventListener("error", (event) => { event.preventDefault(); window.told.push(event.message); });
      on("wipe", () => { throw new Error("a fault"); });
      return window.told;
    }""")
    assert told == []
    begin(page)
    page.locator("#name").fill("Rahmawati")
    press(page, "name", "Batal dan hapus")
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == [] and "a fault" in page.evaluate("window.told")[0]
    page.go_back()
    assert leftovers(page) == []


@pytest.mark.parametrize("fault", BROKEN)
def test_on_a_broken_disk_a_guest_is_still_registered_once(live_server, tablet, fault):
    page = tablet()
    page.add_init_script(BROKEN[fault])
    page.reload()
    page.wait_for_selector("html[data-ready]")
    to_check(page)
    save(page)
    press(page, "done", "Selesai")
    assert len(visits(live_server)) == 1 and leftovers(page) == []


def test_a_server_that_does_not_answer_keeps_nobody_at_the_glass(live_server, tablet):
    page = ready(tablet())
    page.clock.install()
    page.reload()
    ready(page)
    held = []
    page.route(POSTED, lambda route: held.append(route))
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "check").locator("[aria-busy=true]")).to_be_visible()
    page.clock.run_for(9_000)
    expect(state(page, "stored")).to_be_visible()
    assert len(stored(page)) == 1 and leftovers(page) == []
