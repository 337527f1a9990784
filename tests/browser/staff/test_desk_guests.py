"""A guest without a tablet: entered at the desk, handed to a colleague who is told, and found again the next day."""

from playwright.sync_api import expect
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.guestbook.models import Visit
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, picture


def visit_of(live_server) -> Visit:
    with live_server.app.app_context():
        visit = session().scalars(select(Visit)).one()
        db.session.remove()
    return visit


def faults(page) -> list[str]:
    """Of the whole page at once: on a phone the tabs at its foot lie over whatever is scrolled under them."""
    before = page.viewport_size
    page.set_viewport_size({"width": before["width"], "height": 4000})
    found = violations(page)
    page.set_viewport_size(before)
    return found


def test_a_guest_is_entered_handed_over_and_found_again(live_server, enter):
    mine, colleague = enter("officer", PHONE), enter("officer2", DESKTOP)
    colleague.goto("/belajar")
    mine.goto("/meja")
    mine.get_by_role("link", name="Tambah tamu").click()
    mine.get_by_role("button", name="Simpan dan mulai layani").click()
    expect(mine.locator("#name-error")).to_be_visible()
    expect(mine.locator(".error-summary")).to_be_focused()
    assert faults(mine) == []
    picture(mine, "tambah-tamu")
    mine.get_by_label("Nama", exact=True).fill("Yusran Abdulah")
    mine.get_by_role("button", name="Simpan dan mulai layani").click()
    expect(mine.locator(".serving")).to_contain_text("Yusran Abdulah")
    assert visit_of(live_server).channel == "desk"
    mine.get_by_role("link", name="Serahkan ke rekan").click()
    assert faults(mine) == []
    picture(mine, "serahkan")
    mine.get_by_text("Rahmat Djafar").click()
    mine.get_by_role("button", name="Serahkan").click()
    ring = colleague.locator("#ring .ring")
    expect(ring).to_contain_text("Rekan menyerahkan tamu kepada Anda")
    picture(colleague, "diserahkan")
    ring.get_by_role("link", name="Buka meja layanan").click()
    colleague.get_by_role("button", name="Saya lanjutkan").click()
    expect(colleague.locator("#ring .ring")).to_have_count(0)
    colleague.get_by_role("link", name="Rincian tamu").click()
    colleague.get_by_label("Nama", exact=True).fill("Yusran Abdullah")
    assert faults(colleague) == []
    colleague.get_by_role("button", name="Simpan").first.click()
    mine.goto("/meja")
    mine.get_by_role("link", name="Daftar kunjungan").click()
    mine.get_by_label("Nama, kode, atau instansi").fill("abdullah")
    mine.get_by_role("button", name="Cari", exact=True).click()
    assert faults(mine) == []
    picture(mine, "daftar-kunjungan")
    mine.get_by_role("link", name="Yusran Abdullah").click()
    mine.wait_for_url(f"**/meja/{visit_of(live_server).id}**")


def test_the_personal_qr_is_as_large_as_it_is_drawn(enter):
    page = enter("officer", DESKTOP)
    page.goto("/qr-saya")
    page.get_by_role("button", name="Buat QR saya").click()
    code = page.locator("#live_qr svg.qr path")
    assert round(code.evaluate("(path) => path.getBoundingClientRect().width")) == 252
