"""A village without signal: the library, its figures and the search on the phone."""

from functools import wraps
from threading import Event

import pytest
from flask import Response
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.core.db import session
from pstku.guestbook.models import DataNeed
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PHONE, picture
from tests.people import PASSWORD


@pytest.fixture
def phone(open_browser, office) -> Page:
    """One's own phone, signed in, with the library on it."""
    page = open_browser(PHONE)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("employee")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Ini HP saya sendiri").check()
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/jawab")
    wait_until(page, READY)
    return page


DETAILS = "/luring/pustaka.json?keterangan"
# The shelf is opened before anything lies on it, and the details are laid there last.
READY = f"caches.match('{DETAILS}').then((kept) => Boolean(kept && navigator.serviceWorker.controller))"


def wait_until(page: Page, condition: str) -> None:
    """Until the promise gives true; ten seconds at most."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {condition}")


def has_library(page: Page) -> bool:
    return page.evaluate("caches.has('pstku-pustaka')")


def wait_until_library_is_gone(page: Page) -> None:
    wait_until(page, "caches.has('pstku-pustaka').then((is_kept) => !is_kept)")


def test_without_signal_a_question_is_answered_from_the_phone(phone):
    phone.context.set_offline(True)
    phone.goto("/jawab")
    expect(phone.locator("#keadaan")).to_contain_text("Tanpa sinyal. Data per")
    phone.get_by_label("Apa yang ditanyakan?").press_sequentially("inflsi")
    expect(phone.locator(".a-name")).to_contain_text("Inflasi")
    expect(phone.locator(".big")).to_have_text("2,50")
    expect(phone.locator(".wa")).to_contain_text("Sumber:")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "tanpa-sinyal-jawab")
    assert violations(phone) == []
    expect(phone.locator(".also").get_by_role("link", name="Inflasi m-to-m")).to_be_visible()
    phone.get_by_label("Apa yang ditanyakan?").fill("ipm 2023")
    expect(phone.get_by_text("Belum diverifikasi, jangan dikutip.")).to_be_visible()
    assert "78,54" not in phone.content()


def test_a_period_without_a_figure_is_named_as_online(phone):
    said = {}
    for asked in ("miskin 2025", "tpt agustus 2017"):
        phone.goto(f"/jawab?q={asked}")
        said[asked] = [phone.locator(".answer .unfilled").inner_text(), phone.locator(".answer .delta").inner_text()]
    assert said["miskin 2025"] == ["belum diisi", "Angka Kota Gorontalo 2025 belum diisi."]
    phone.context.set_offline(True)
    for asked, words in said.items():
        phone.goto(f"/jawab?q={asked}")
        assert words == [phone.locator(".answer .unfilled").inner_text(), phone.locator(".answer .delta").inner_text()]


def test_the_phone_warns_of_what_a_card_does_not_answer(phone):
    asked = ("inflasi xyzzy", "inflsi", "ipm kabupaten boalemo", "kapan rilis inflasi")
    online = {}
    for question in asked:
        phone.goto(f"/jawab?q={question}")
        online[question] = phone.locator("#results").inner_text()
    phone.context.set_offline(True)
    for question, words in zip(
        asked,
        ("Belum terjawab: “xyzzy”.", "Dibaca sebagai inflasi", "Ini wilayah lain", "Jadwal rilis."),
        strict=True,
    ):
        phone.goto(f"/jawab?q={question}")
        expect(phone.locator("#ruang")).to_contain_text(words)
        assert words.split()[0] in online[question]


def test_a_range_is_a_table_on_the_phone_too(phone):
    phone.context.set_offline(True)
    phone.goto("/jawab?q=ipm 2021 dan 2022")
    expect(phone.locator(".answer")).to_have_count(1)
    rows = [row.inner_text().split("\t") for row in phone.locator(".a-range tbody tr").all()]
    assert [[cell.strip() for cell in row] for row in rows] == [["2021", "77,41"], ["2022", "78,22"]]
    expect(phone.locator(".answer .a-gap").first).to_contain_text("Jangan dibandingkan")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["/meja", "/belajar/latihan", "/luring/keadaan", "/saya"])
def test_a_page_that_needs_a_signal_says_so(phone, path):
    phone.context.set_offline(True)
    phone.goto(path)
    expect(phone.locator("h1")).to_have_text("Halaman ini butuh sinyal")
    assert phone.get_by_role("link", name="Coba lagi").last.get_attribute("href") == path
    phone.get_by_role("link", name="Ke Jawab").click()
    expect(phone.get_by_label("Apa yang ditanyakan?")).to_be_visible()
    phone.goto(path)
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Coba lagi").last.click()
    expect(phone.locator("h1")).not_to_have_text("Halaman ini butuh sinyal")


def test_the_library_is_read_without_signal(phone):
    phone.context.set_offline(True)
    phone.goto("/belajar")
    phone.get_by_role("link", name="Survei Angkatan Kerja Nasional (Sakernas)").click()
    expect(phone.locator("h1")).to_have_text("Survei Angkatan Kerja Nasional (Sakernas)")
    expect(phone.get_by_role("heading", name="Bagaimana dikumpulkan")).to_be_visible()
    phone.reload()  # the same address opens from the phone again
    expect(phone.locator("h1")).to_have_text("Survei Angkatan Kerja Nasional (Sakernas)")
    phone.get_by_role("navigation").get_by_role("link", name="Istilah").click()
    expect(phone.locator("dt", has_text="ADHK")).to_be_visible()
    phone.go_back()
    expect(phone.locator("h1")).to_contain_text("Sakernas")
    phone.goto("/belajar/indikator/ipm")
    expect(phone.locator("math")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "tanpa-sinyal-belajar")
    assert violations(phone) == []


def noted(live_server) -> list[str]:
    with live_server.app.app_context():
        return list(session().scalars(select(DataNeed.what)))


def wait_until_noted(page: Page, live_server, expected: list[str]) -> None:
    """The room says that it kept a note before it has arrived."""
    for _ in range(100):
        if noted(live_server) == expected:
            return
        page.wait_for_timeout(100)
    assert noted(live_server) == expected


def test_a_question_noted_without_signal_waits_on_the_phone_and_arrives_by_itself(phone, live_server):
    phone.context.set_offline(True)
    phone.goto("/jawab?q=harga ikan")
    phone.get_by_role("link", name="Catat: saya ditanya ini").click()
    expect(phone.get_by_label("Apa yang ditanyakan?")).to_have_value("harga ikan")
    phone.get_by_text("Wiraswasta").click()
    phone.get_by_role("button", name="Belum terjawab").click()
    expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
    waiting = phone.locator(".kept-notes li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("harga ikan")
    expect(phone.get_by_label("Apa yang ditanyakan?")).to_have_value("")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "tanpa-sinyal-catat")
    assert violations(phone) == []
    phone.get_by_label("Apa yang ditanyakan?").fill("salah ketik")
    phone.get_by_role("button", name="Terjawab", exact=True).click()
    expect(waiting).to_have_count(2)
    waiting.filter(has_text="salah ketik").get_by_role("button", name="Hapus").click()
    expect(waiting).to_have_count(1)
    phone.context.set_offline(False)
    expect(waiting).to_have_count(0)
    expect(phone.get_by_text("Terkirim.", exact=True)).to_be_visible()
    expect(phone.get_by_text("menunggu sinyal")).to_have_count(0)
    wait_until_noted(phone, live_server, ["harga ikan"])
    phone.get_by_label("Apa yang ditanyakan?").fill("luas sawah")
    phone.get_by_role("button", name="Belum terjawab").click()
    wait_until_noted(phone, live_server, ["harga ikan", "luas sawah"])
    expect(phone.get_by_text("Terkirim.", exact=True)).to_be_visible()
    expect(waiting).to_have_count(0)


def test_a_form_of_the_server_sent_without_signal_is_kept_and_sent_with_the_next_page(phone, live_server):
    phone.goto("/catat")
    phone.get_by_label("Apa yang ditanyakan?").fill("jumlah nelayan")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Belum terjawab").click()
    expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
    expect(phone.locator(".kept-notes")).to_contain_text("jumlah nelayan")
    phone.goto("/belajar/istilah")
    phone.goto("about:blank")  # an open page would send it as soon as there is signal
    phone.context.set_offline(False)
    phone.goto("/belajar")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    wait_until_noted(phone, live_server, ["jumlah nelayan"])
    phone.goto("/catat")
    phone.get_by_role("button", name="Terjawab", exact=True).click()
    phone.wait_for_url("**/tautan")  # with signal the worker stands in nobody's way


KEEP_NOTE = """([owner, need]) => Promise.all([import("/static/js/offline/notes.js"), import("/static/js/kiosk/uuid7.js")])
  .then(([notes, ids]) => notes.keepNote({
    visit_id: ids.uuid7(), need, occupation: "", do: "open", written_at: Date.now(), owner }))"""
SEND_NOTES = """() => import("/static/js/offline/notes.js").then((notes) => notes.sendNotes(
  document.querySelector('meta[name="phone-library"]').content, document.querySelector('meta[name="csrf-token"]').content))"""


def test_a_signal_that_goes_again_keeps_the_rest_and_says_what_arrived(phone, live_server):
    owner = phone.locator('meta[name="phone-library"]').get_attribute("content")
    phone.context.set_offline(True)
    for need in ("harga ikan", "luas sawah"):
        phone.evaluate(KEEP_NOTE, [owner, need])
    phone.route("**/catat/kiriman", lambda route: route.abort() if noted(live_server) else route.continue_())
    phone.context.set_offline(False)
    phone.goto("/belajar")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    assert noted(live_server) == ["harga ikan"]
    phone.unroute_all()
    phone.goto("/belajar/istilah")
    expect(phone.get_by_text("Terkirim: 1 catatan yang menunggu sinyal.")).to_be_visible()
    assert noted(live_server) == ["harga ikan", "luas sawah"]


def test_what_waits_goes_with_signing_out_and_is_never_sent_by_somebody_else(phone, live_server):
    phone.evaluate(KEEP_NOTE, ["somebody else", "rahasia"])
    assert phone.evaluate(SEND_NOTES) == 0
    phone.goto("/belajar")
    wait_until(phone, "import('/static/js/offline/notes.js').then((n) => n.waitingNotes()).then((w) => !w.length)")
    assert noted(live_server) == []
    phone.route("**/catat/kiriman", lambda route: route.abort())
    phone.evaluate(KEEP_NOTE, [phone.locator('meta[name="phone-library"]').get_attribute("content"), "harga ikan"])
    phone.locator("details.ph-menu summary").click()
    phone.get_by_role("navigation", name="Menu lain").get_by_role("button", name="Keluar").click()
    phone.wait_for_url("**/")
    wait_until(phone, "caches.has('pstku-catatan').then((is_kept) => !is_kept)")


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


def test_no_page_of_a_signed_in_person_is_kept(phone):
    for path in ("/saya", "/belajar", "/luring/keadaan", "/jawab?q=ipm"):
        phone.goto(path)
    kept = phone.evaluate(
        """async () => {
          const all = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              all.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
            }
          }
          return all;
        }"""
    )
    outside = [path for path, _ in kept if not path.startswith(("/static/", "/luring"))]
    assert outside == [] and len(kept) > 15
    assert not [path for path, text in kept if "Iwan" in text or ("csrf" in text and path == "/luring")]


def test_a_slow_page_gives_way_to_the_phone_after_four_seconds(phone, live_server):
    quick = live_server.app.view_functions["intranet.library"]
    is_over = Event()

    @wraps(quick)
    def slow():
        is_over.wait(20)
        return quick()

    live_server.app.view_functions["intranet.library"] = slow
    try:
        phone.goto("/belajar")
        expect(phone.locator("#keadaan")).to_contain_text("Pustaka di HP ini. Data per")
    finally:
        is_over.set()


def test_a_search_nobody_answers_goes_on_in_the_library_of_the_phone(phone):
    phone.goto("/jawab")
    phone.evaluate("htmx.config.timeout = 200")
    phone.route("**/jawab?q=*", lambda route: None)
    phone.get_by_label("Apa yang ditanyakan?").press_sequentially("ipm 2021")
    phone.wait_for_url("**/luring?q=ipm*")
    expect(phone.locator(".answer").first).to_contain_text("77,41")


def test_a_note_nobody_answers_is_kept_on_the_phone_and_sent_once(phone, live_server):
    """The server takes the note and says nothing: the phone keeps it, and what is sent again is the same note."""
    views = live_server.app.view_functions
    quick = views["intranet.field_note"]
    script = live_server.app.test_client().get("/sw.js")
    is_over = Event()

    @wraps(quick)
    def silent():
        answer = quick()
        is_over.wait(20)
        return answer

    @wraps(views["intranet.service_worker"])
    def hasty():
        words = script.get_data(as_text=True).replace("NOTE_PATIENCE = 10_000", "NOTE_PATIENCE = 300")
        return Response(words, mimetype="text/javascript")

    views["intranet.service_worker"], views["intranet.field_note"] = hasty, silent
    try:
        phone.evaluate(NEXT_WORKER)
        phone.goto("/catat")
        phone.get_by_label("Apa yang ditanyakan?").fill("jumlah nelayan")
        phone.get_by_role("button", name="Belum terjawab").click()
        expect(phone.get_by_text("Tersimpan di HP ini, menunggu sinyal.")).to_be_visible()
        views["intranet.field_note"] = quick
        phone.goto("/belajar")
        wait_until(phone, "caches.open('pstku-catatan').then((shelf) => shelf.keys()).then((kept) => !kept.length)")
        wait_until_noted(phone, live_server, ["jumlah nelayan"])
    finally:
        is_over.set()


NEXT_WORKER = """new Promise((taken) => {
  navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true });
  navigator.serviceWorker.ready.then((ready) => ready.update());
}).then(() => true)"""


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


def test_on_plain_http_the_page_says_what_it_cannot_do(enter):
    page = enter("employee", PHONE)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/luring/keadaan")
    expect(page.get_by_text("Di alamat ini pustaka tidak bisa disimpan.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan untuk dipakai tanpa sinyal")).to_have_count(0)
    page.goto("/luring")
    expect(page.locator("h1")).to_have_text("Di alamat ini pustaka tidak bisa disimpan")
