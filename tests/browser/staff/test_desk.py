"""An officer's morning at the desk, in a real browser."""

import re

from playwright.sync_api import expect

from pstku.core.db import db, session
from pstku.guestbook.models import DataNeed, Visit
from pstku.offices.queries import sole_office_id
from tests.browser.conftest import DESKTOP, PHONE, held_back, picture
from tests.factories import make_visit


def arrive(live_server, **fields):
    with live_server.app.app_context():
        visit = make_visit(sole_office_id("7571"), **fields)
        db.session.remove()
    return visit


def test_a_fresh_tab_says_that_it_is_silent_and_rings_once_it_may(live_server, enter):
    page = enter("officer", DESKTOP)
    visit = arrive(live_server, name="Budi Santoso")
    page.goto("/meja")
    off = page.get_by_role("button", name="Ketuk untuk menyalakan suara")
    off.wait_for()
    picture(page, "suara-mati")
    page.locator("#ring[data-count='1']").wait_for(state="attached")
    expect(page.locator("#ring[data-heard]")).to_have_count(0)  # nobody could hear it: it is not done with
    off.click()
    expect(off).to_be_hidden()
    page.locator(f"#ring[data-heard$='{visit.id}']").wait_for(state="attached")


def test_a_key_is_as_good_as_a_press_to_let_the_ring_sound(live_server, enter):
    page = enter("officer", DESKTOP)
    page.goto("/meja")
    off = page.get_by_role("button", name="Ketuk untuk menyalakan suara")
    off.wait_for()
    page.keyboard.press("Tab")
    expect(off).to_be_hidden()


def test_a_page_reached_by_a_link_rings_without_another_press(live_server, enter):
    page = enter("officer", DESKTOP)
    page.goto("/belajar")
    page.get_by_role("link", name="Meja layanan").first.click()
    page.wait_for_url("**/meja")
    arrive(live_server, name="Budi Santoso")
    page.locator("#ring[data-heard]").wait_for(state="attached")
    expect(page.get_by_role("button", name="Ketuk untuk menyalakan suara")).to_be_hidden()


def test_a_guest_rings_is_served_answered_and_closed(live_server, enter):
    page = enter("officer", DESKTOP)
    page.goto("/belajar")
    visit = arrive(live_server, name="Budi Santoso")
    ring = page.locator("#ring .ring")
    ring.wait_for()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    picture(page, "desk-ring")
    ring.get_by_role("link", name="Buka meja layanan").click()
    page.get_by_role("button", name="Mulai layani").click()
    page.get_by_role("heading", name="Budi Santoso").wait_for()

    page.get_by_label("Data apa yang dicari tamu?").press_sequentially("ipm 2024")
    row = page.locator("form.need-row").first
    row.get_by_role("button", name="Ya, sesuai").click()
    page.locator(".needs").get_by_text("Indeks Pembangunan Manusia").wait_for()
    picture(page, "desk-serving")

    page.get_by_role("button", name="Selesai").click()
    page.get_by_role("heading", name="Selesai hari ini").wait_for()
    page.get_by_role("link", name="Lengkapi").click()
    page.get_by_label("Jenis kelamin").select_option("male")
    page.get_by_label("Selebihnya tidak diketahui").check()
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/meja")
    expect(page.get_by_role("heading", name="Selesai hari ini")).to_be_visible()
    expect(page.get_by_role("heading", name="Belum dilengkapi")).to_have_count(0)
    with live_server.app.app_context():
        assert session().get_one(Visit, visit.id).state == "done"
        assert session().query(DataNeed).one().indicator_key == "ind.ipm"


def test_what_an_officer_types_survives_the_polling_of_the_desk(live_server, enter):
    page = enter("officer", DESKTOP)
    arrive(live_server, name="Yusran")
    page.goto("/meja")
    page.get_by_role("button", name="Mulai layani").click()
    box = page.get_by_label("Data apa yang dicari tamu?")
    box.fill("penduduk")
    arrive(live_server, name="Hapsa")
    page.locator(".waiting").get_by_text("Hapsa").wait_for()
    assert box.input_value() == "penduduk"


def test_what_is_typed_before_the_scripts_arrive_is_looked_for(live_server, enter):
    page = enter("officer", DESKTOP)
    arrive(live_server, name="Maryam")
    page.goto("/meja")
    with held_back(page, "**/js/ring.js*"):
        page.get_by_role("button", name="Mulai layani").click(no_wait_after=True)
        page.get_by_label("Data apa yang dicari tamu?").press_sequentially("ipm 2024")
    page.locator("form.need-row").first.get_by_role("button", name="Ya, sesuai").wait_for()


def test_two_officers_press_at_once_and_one_reads_why(live_server, enter):
    arrive(live_server, name="Rahmawati")
    first, second = enter("officer", DESKTOP), enter("officer2", DESKTOP)
    for page in (first, second):
        page.goto("/meja")
    second.get_by_role("button", name="Mulai layani").click()
    second.get_by_role("heading", name="Rahmawati").wait_for()
    first.get_by_role("button", name="Mulai layani").click()
    first.get_by_text("Tamu ini sudah dilayani Rahmat Djafar, SST.").wait_for()
    first.get_by_text("Rahmat Djafar, SST sedang melayani").wait_for()


def test_the_desk_works_on_a_phone_without_javascript(live_server, enter):
    page = enter("officer", PHONE, java_script_enabled=False)
    arrive(live_server, name="Siti", needs_help=True)
    page.goto("/meja")
    picture(page, "desk-phone")
    page.get_by_role("button", name="Mulai layani").click()
    page.get_by_role("link", name="Serahkan ke rekan").click()
    page.locator("label", has_text="Rahmat Djafar, SST").click()
    page.get_by_role("button", name="Serahkan").click()
    page.wait_for_url("**/meja")
    page.get_by_text("Rahmat Djafar, SST sedang melayani").wait_for()


def test_back_gives_nothing_of_a_guest_back(enter):
    page = enter("officer", DESKTOP)
    page.goto("/meja/catat")
    page.get_by_text("E-mail", exact=True).first.click()
    page.get_by_label("Nama", exact=True).fill("Budi Santoso")
    page.goto("/belajar")
    page.go_back()
    page.get_by_role("heading", name="Catat WA/telepon").wait_for()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("")
    expect(page.locator("input[name=channel]:checked")).to_have_value("whatsapp")
