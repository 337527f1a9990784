"""A tablet that is switched on while the server is dark, and what an update does to what it keeps."""

from playwright.sync_api import Page, expect

from pstku.http.headers import POLICY
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.steps import press, state, to_check, visits
from tests.browser.waiting import until

KEPT = 'async () => (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).length'
CACHED = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("kios-kulit-"));
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return { names, addresses: pages.flat().map(({ url }) => new URL(url).pathname) };
}"""
# The newest worker keeps its files and answers this page; no other is on the way.
SETTLED = """async () => {
  const { active, installing, waiting } = await navigator.serviceWorker.getRegistration("/kiosk/");
  const isWorking = active?.state === "activated" && active === navigator.serviceWorker.controller;
  return isWorking && !installing && !waiting && Boolean(await caches.match("/kiosk/luring"));
}"""
LACKS = """() => new Promise((tell) => {
  const watch = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) {
      const told = new URL(name).searchParams.get("lacks");
      if (told !== null) tell(told.split(","));
    }
  });
  watch.observe({ type: "resource", buffered: true });
})"""


def emptied(page: Page) -> None:
    until(page, lambda: page.evaluate(KEPT) == 0)


def test_a_tablet_starts_without_its_server_keeps_a_guest_and_delivers_later(live_server, working_tablet):
    page = working_tablet()
    live_server.pull()
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-outbox]")
    idle = state(page, "idle")
    expect(idle.get_by_role("heading", name="Selamat datang.")).to_be_visible()
    expect(idle.get_by_text("Belum diketahui").first).to_be_visible()
    picture(page, "kiosk-tanpa-server")
    assert violations(page) == []
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    press(page, "stored", "Selesai")
    live_server.put_back()
    until(page, lambda: len(visits(live_server)) == 1)
    expect(idle.get_by_text("Belum diketahui")).to_have_count(0, timeout=30_000)  # read anew, with day and officer
    emptied(page)


def test_the_cache_holds_no_answer_of_the_server_and_nobody(live_server, working_tablet):
    page = working_tablet()
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "done")).to_be_visible()
    kept = page.evaluate(CACHED)
    assert len(kept["names"]) == 1
    assert {path for path in kept["addresses"] if not path.startswith(("/static/", "/gaya/"))} == {"/kiosk/luring"}
    policy = "caches.match('/kiosk/luring').then(({ headers }) => headers.get('Content-Security-Policy'))"
    assert page.evaluate(policy) == POLICY


def test_after_an_update_no_old_script_meets_the_new_page_and_what_waits_arrives(
    live_server, working_tablet, monkeypatch
):
    page = working_tablet()
    page.route("**/kiosk/api/kunjungan", lambda route: route.abort())
    live_server.pull()
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-outbox]")
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    before = page.evaluate(CACHED)["names"]
    for module in ("kiosk.home", "kiosk.shell"):
        monkeypatch.setattr(f"{module}.tablet_build", lambda: "of-tomorrow")
    live_server.put_back()
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto("/kiosk/")
    page.wait_for_selector(".ready-mark")
    assert [url for url in asked if url.endswith("/states.js")]  # from the server, not from the old cache
    emptied(page)
    assert len(visits(live_server)) == 1
    until(page, lambda: len(page.evaluate(CACHED)["names"]) == 1 and page.evaluate(CACHED)["names"] != before)
    until(page, lambda: page.evaluate(SETTLED))
    live_server.pull()
    page.goto("/kiosk/")  # the new one starts without the server as well
    expect(state(page, "idle")).to_be_visible()
    live_server.put_back()


def test_the_tablet_tells_whether_it_is_ready(live_server, working_tablet):
    page = working_tablet()
    lacks = page.evaluate(LACKS)
    assert {"seal", "disk", "room", "space", "shell", "secure"}.isdisjoint(lacks)
    assert visits(live_server) == [] and page.evaluate(KEPT) == 0


def test_on_plain_http_an_open_page_goes_on_and_says_what_it_lacks(live_server, working_tablet):
    page = working_tablet(at=live_server.url.replace("127.0.0.1", "kios.test"))
    page.wait_for_selector(".ready-mark")
    lacks = page.evaluate(LACKS)
    assert {"secure", "camera", "space_unknown"} <= set(lacks) and {"seal", "disk", "shell"}.isdisjoint(lacks)
    live_server.pull()
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    live_server.put_back()
    emptied(page)
    assert len(visits(live_server)) == 1
