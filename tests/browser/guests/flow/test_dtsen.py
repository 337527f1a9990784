"""A DTSEN visit from the tablet to the overview, in one go."""

import re

from playwright.sync_api import expect

from pstku.core.db import db
from pstku.offices.queries import office_by_code
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, TABLET, picture
from tests.factories import make_device


def test_a_dtsen_guest_is_taken_from_the_tablet_to_the_overview(live_server, open_browser, enter):
    with live_server.app.app_context():
        make_device(office_by_code("7571").id)
        db.session.remove()
    tablet = open_browser(TABLET)
    cookie = {"name": live_server.app.config["DEVICE_COOKIE_NAME"], "value": "device-token", "url": live_server.url}
    tablet.context.add_cookies([cookie])
    tablet.goto("/kiosk/")
    tablet.wait_for_selector("html[data-ready]")
    state = lambda name: tablet.locator(f".k-state[data-state={name}]")  # noqa: E731
    tablet.get_by_role("link", name="Isi buku tamu").click()
    cards = state("service").locator(".choice b")
    assert cards.all_inner_texts()[-2:] == ["Konsultasi DTSEN", "Lainnya"]
    expect(cards.last).to_be_in_viewport(ratio=1)  # eight of them without a scroll
    picture(tablet, "dtsen-kartu")
    state("service").locator(".choice", has_text="Konsultasi DTSEN").locator("input").click()
    tablet.locator("#name").fill("Rosma Tahir")
    for name, words in (("name", "Lanjut"), ("about", "Lewati"), ("contact", "Lewati"), ("check", "Simpan")):
        state(name).locator(".k-bottom").get_by_role("button", name=words, exact=True).click()
    expect(tablet.locator("[data-done=code]")).to_have_text(re.compile("^[2-9CFGHJMPQRVWX]{4}$"))

    desk = enter("officer", DESKTOP)
    desk.goto("/meja")
    desk.get_by_role("button", name="Mulai layani").click()
    expect(desk.get_by_role("heading", name="Data yang dicari")).to_have_count(0)
    desk.get_by_role("link", name="Jenis dan hasil DTSEN").click()
    desk.get_by_text("Cek desil").click()
    desk.get_by_text("Tidak ditemukan").click()
    expect(desk.get_by_text("Aplikasi Cek Bansos")).to_be_visible()
    assert violations(desk) == []
    picture(desk, "dtsen-catat")
    desk.get_by_role("button", name="Simpan").click()
    desk.get_by_text("Catatan DTSEN tersimpan.").wait_for()
    desk.goto("/meja")
    desk.get_by_role("button", name="Selesai", exact=True).click()
    desk.get_by_role("heading", name="Selesai hari ini").wait_for()

    head = enter("head", DESKTOP)
    head.goto("/ringkasan")
    row = head.locator("section[aria-labelledby=dtsen] tr", has_text="Cek desil")
    assert row.locator("td").all_inner_texts() == ["0", "0", "1", "0", "0"]
