"""How long the library stays on a device: until signing out, thirty days, or a newer form."""

from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, picture
from tests.browser.staff.offline.library import DETAILS, has_library, wait_until, wait_until_library_is_gone
from tests.people import PASSWORD


def test_signing_out_takes_the_library_away(phone):
    phone.locator("details.ph-menu summary").click()
    phone.get_by_role("navigation", name="Menu lain").get_by_role("button", name="Keluar").click()
    phone.wait_for_url("**/")
    wait_until_library_is_gone(phone)
    phone.context.set_offline(True)
    phone.goto("/jawab?q=inflasi")
    expect(phone.locator("h1")).to_have_text("Pustaka belum ada di HP ini")
    expect(phone.locator(".answer")).to_have_count(0)


def test_an_ended_sign_in_takes_the_library_away_at_the_next_signal(phone):
    phone.context.clear_cookies()
    result = phone.evaluate("import('/static/js/offline/keep.js').then((kept) => kept.refresh('1'))")
    assert result == "gone" and not has_library(phone)


def test_a_sign_in_closed_from_another_device_takes_the_library_away(phone, enter):
    laptop = enter("employee", DESKTOP)
    laptop.goto("/saya")
    laptop.get_by_role("button", name="Tutup").click()
    expect(laptop.get_by_role("button", name="Tutup")).to_have_count(0)
    phone.goto("/jawab")
    phone.wait_for_url(lambda url: "/masuk" in url)
    wait_until_library_is_gone(phone)
    phone.context.set_offline(True)
    phone.goto("/jawab?q=inflasi")
    expect(phone.locator("h1")).to_have_text("Pustaka belum ada di HP ini")


def test_the_sign_in_page_leaves_the_library_of_a_live_sign_in(phone):
    phone.goto("/masuk")
    phone.evaluate(
        "new Promise((done) => requestIdleCallback(() => setTimeout(done, 300)))"
    )  # the page's own came first
    assert has_library(phone)


def test_somebody_else_on_the_phone_starts_without_it(phone):
    phone.context.clear_cookies()
    phone.goto("/masuk")
    phone.get_by_label("Nama pengguna").fill("officer")
    phone.get_by_label("Kata sandi").fill(PASSWORD)
    phone.get_by_role("button", name="Masuk", exact=True).click()
    phone.wait_for_url("**/meja")
    wait_until_library_is_gone(phone)


def test_after_30_days_without_the_server_the_library_is_gone(phone):
    phone.evaluate(
        """async () => {
          const shelf = await caches.open("pstku-pustaka");
          const place = "/luring/pustaka.json?keterangan";
          const kept = await (await shelf.match(place)).json();
          kept.checkedAt -= 30 * 24 * 3600 * 1000;
          await shelf.put(place, new Response(JSON.stringify(kept)));
        }"""
    )
    phone.context.set_offline(True)
    phone.goto("/jawab?q=inflasi")
    expect(phone.locator("h1")).to_have_text("Pustaka belum ada di HP ini")
    wait_until_library_is_gone(phone)


FORM_OF = f"() => caches.match('{DETAILS}').then((kept) => kept?.json()).then((kept) => kept?.form)"

AGE = """() => caches.open('pstku-pustaka').then(async (shelf) => {
  const kept = await (await shelf.match('/luring/pustaka.json?keterangan')).json();
  await shelf.put('/luring/pustaka.json?keterangan', new Response(JSON.stringify({ ...kept, form: kept.form - 1 })));
})"""


def test_a_library_that_newer_scripts_cannot_read_is_asked_for_anew_at_once(phone):
    wanted = phone.evaluate(FORM_OF)
    phone.evaluate(AGE)
    phone.goto("/belajar")
    wait_until(phone, f"({FORM_OF})().then((form) => form === {wanted})")
    phone.context.set_offline(True)
    phone.goto("/jawab?q=inflasi")
    expect(phone.locator(".a-name").first).to_contain_text("Inflasi")


def test_an_office_computer_keeps_it_only_when_asked_and_lets_go(enter, office):
    page = enter("employee", DESKTOP)
    page.goto("/luring/keadaan")
    expect(page.get_by_text("Pustaka belum ada di HP ini.")).to_be_visible()
    assert not has_library(page)
    page.get_by_role("button", name="Simpan untuk dipakai tanpa sinyal").click()
    expect(page.get_by_text("Siap dipakai tanpa sinyal.")).to_be_visible()
    expect(page.locator("dl")).to_contain_text("angka terverifikasi")
    picture(page, "tanpa-sinyal-keadaan")
    assert violations(page) == []
    page.get_by_role("button", name="Hapus dari HP ini").click()
    expect(page.get_by_text("Pustaka belum ada di HP ini.")).to_be_visible()
    wait_until(page, "caches.keys().then((names) => names.length === 0)")
