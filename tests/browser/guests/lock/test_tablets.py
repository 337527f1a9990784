"""A tablet that is paired, revoked, without a network, or older than the office."""

from playwright.sync_api import expect

from pstku.core.db import atomic, db
from pstku.devices.operations import approve_pairing
from pstku.offices.models import OpeningHours
from pstku.offices.operations import changed
from pstku.offices.queries import office_by_code
from tests.browser.conftest import TABLET, picture
from tests.browser.guests.steps import admin, press, revoke, state, to_check, visits
from tests.people import PASSWORD


def unsteady(page) -> None:
    """The server has the first entry but its answer is lost; the next one does not arrive, the third does."""
    fails = {"left": 2}

    def fail(route) -> None:
        if fails["left"] == 2:
            route.fetch()
        if fails["left"] > 0:
            fails["left"] -= 1
            route.abort()
        else:
            route.continue_()

    page.route("**/kiosk/api/kunjungan", fail)


def test_what_was_saved_while_the_network_is_gone_arrives_once(live_server, tablet):
    page = tablet()
    page.wait_for_selector("html[data-outbox]")
    unsteady(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    with page.expect_response("**/kiosk/api/kiriman"):
        pass
    assert len(visits(live_server)) == 1


def test_what_a_tablet_could_not_keep_is_tried_until_somebody_answers(live_server, tablet):
    page = tablet()
    page.route("**/outbox/*", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("html[data-ready]")
    unsteady(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "check").locator("[data-error]")).to_contain_text("Belum terkirim. Mencoba lagi…")
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_a_tablet_unpaired_in_mid_form_says_so_and_keeps_what_was_typed(live_server, tablet):
    page = tablet()
    to_check(page)
    revoke(live_server)
    press(page, "check", "Simpan")
    line = state(page, "check").locator("[data-error]")
    expect(line).to_contain_text("dicabut")
    expect(line).to_contain_text("Isian Anda tetap ada")
    expect(page.locator("[data-told=name]")).to_have_text("Rahmawati")
    assert visits(live_server) == []


def test_an_idle_tablet_reads_itself_anew_when_the_office_changes(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    with live_server.app.app_context():
        office = office_by_code("7571")
        with atomic() as s:
            s.query(OpeningHours).filter_by(office_id=office.id).delete()
            changed(office.id)
        db.session.remove()
    page.clock.run_for(6_000)
    expect(page.get_by_text("Sekarang tutup").first).to_be_visible()
    page.wait_for_selector("html[data-ready]")  # until then the link leads to the form without scripts
    assert page.get_by_role("link", name="Beri penilaian").is_visible()
    page.get_by_role("link", name="Petugas masih ada? Isi buku tamu").click()
    expect(state(page, "service")).to_be_visible()


def test_an_idle_tablet_that_was_revoked_shows_so(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    revoke(live_server)
    page.clock.run_for(6_000)
    expect(page.get_by_role("heading", name="Tablet ini sudah dicabut")).to_be_visible()


def test_a_browser_is_paired_by_the_code_it_shows_and_leaves_staff_behind(live_server, open_browser):
    page = open_browser(TABLET)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("employee")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    page.goto("/kiosk/")
    page.get_by_role("button", name="Keluar dan jadikan kios").click()
    page.get_by_role("button", name="Tampilkan kode").click()
    code = page.locator(".code").text_content()
    picture(page, "kiosk-kode")
    with live_server.app.app_context():
        approve_pairing(admin(), code, name="Tablet Loket 1", desk_id=None)
        db.session.remove()
    page.wait_for_selector("html[data-ready]")
    expect(state(page, "idle")).to_be_visible()
    picture(page, "kiosk-siaga")
