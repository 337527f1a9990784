"""What an admin asks of a tablet from afar, as the tablet does it; and how it becomes a newer version."""

from playwright.sync_api import expect

from pstku.core.db import db, session
from pstku.devices.models import Device
from pstku.remote.operations.commands import ask_to_reload, close_tablet, open_tablet
from pstku.remote.queries import commands
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.offline.test_cold_start import CACHED, SETTLED
from tests.browser.guests.steps import admin, press, state, to_check, visits
from tests.browser.waiting import until

WORDS = "Tablet sedang dibersihkan. Silakan langsung ke meja petugas."
WAITING = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/kiosk/");
  await registration.update();
  return Boolean(registration.waiting);
}"""
IS_OURS = """async () => {
  const { active } = await navigator.serviceWorker.getRegistration("/kiosk/");
  return active === navigator.serviceWorker.controller;
}"""


def order(live_server, act) -> None:
    """`act(admin, device_id)` of the only tablet."""
    with live_server.app.app_context():
        act(admin(), session().query(Device).one().id)
        db.session.remove()


def stages(live_server) -> list[str]:
    with live_server.app.app_context():
        device = session().query(Device).one()
        found = [str(given.stage) for given in commands(device.office_id).get(device.id, [])]
        db.session.remove()
    return found


def close(live_server, ends_at=None) -> None:
    order(live_server, lambda who, device: close_tablet(who, device, WORDS, "Please go to the desk.", ends_at))


def test_a_tablet_reloads_when_its_guest_has_finished_and_says_so(live_server, working_tablet):
    page = working_tablet()
    page.evaluate("window.isOld = true")
    to_check(page)
    order(live_server, ask_to_reload)
    until(page, lambda: stages(live_server) == ["received"])
    assert page.evaluate("window.isOld")
    expect(page.locator("[data-told=name]")).to_have_text("Rahmawati")
    press(page, "check", "Simpan")
    press(page, "done", "Selesai")
    page.wait_for_function("() => !window.isOld")
    until(page, lambda: stages(live_server) == ["done"])
    assert len(visits(live_server)) == 1


def test_a_closed_tablet_stays_closed_without_its_server_and_opens_again(live_server, working_tablet):
    page = working_tablet()
    close(live_server)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("link", name="Isi buku tamu")).to_be_hidden()
    expect(page.get_by_role("button", name="Minta bantuan petugas")).to_be_visible()
    until(page, lambda: stages(live_server) == ["done"])
    picture(page, "kiosk-ditutup")
    assert violations(page) == []
    page.wait_for_selector("html[data-outbox]")
    live_server.pull()
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-outbox]")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("link", name="Isi buku tamu")).to_be_hidden()
    page.locator(".language").click()
    expect(page.get_by_text("Please go to the desk.")).to_be_visible()
    order(live_server, open_tablet)
    live_server.put_back()
    expect(page.get_by_role("link", name="Isi buku tamu")).to_be_visible(timeout=30_000)
    expect(page.get_by_text(WORDS)).to_have_count(0)


def test_a_new_version_takes_over_no_page_in_use(live_server, working_tablet, monkeypatch):
    page = working_tablet()
    until(page, lambda: page.evaluate(SETTLED))
    page.evaluate("window.isOld = true")
    to_check(page)
    for module in ("kiosk.home", "kiosk.shell", "kiosk.idle"):
        monkeypatch.setattr(f"{module}.tablet_build", lambda: "of-tomorrow")
    until(page, lambda: page.evaluate(WAITING))
    before = page.evaluate(CACHED)["names"]
    assert len(before) == 2 and page.evaluate(IS_OURS) and page.evaluate("window.isOld")
    press(page, "check", "Simpan")
    press(page, "done", "Selesai")
    page.wait_for_function("() => !window.isOld")
    until(page, lambda: page.evaluate(SETTLED))
    [kept] = page.evaluate(CACHED)["names"]
    assert kept in before and len(visits(live_server)) == 1
    live_server.pull()
    page.goto("/kiosk/")  # the new one starts without the server as well
    expect(state(page, "idle")).to_be_visible()
    live_server.put_back()
