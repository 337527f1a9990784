"""A village without signal: the library, its figures and the search on the phone."""

from functools import wraps
from threading import Event

from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import PHONE, picture


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


def test_a_page_that_needs_a_signal_says_so(phone):
    for path in ("/meja", "/belajar/latihan", "/luring/keadaan", "/saya"):
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
    outside = [path for path, _ in kept if not path.startswith(("/static/", "/gaya/", "/luring"))]
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


def test_on_plain_http_the_page_says_what_it_cannot_do(enter):
    page = enter("employee", PHONE)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/luring/keadaan")
    expect(page.get_by_text("Di alamat ini pustaka tidak bisa disimpan.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan untuk dipakai tanpa sinyal")).to_have_count(0)
    page.goto("/luring")
    expect(page.locator("h1")).to_have_text("Di alamat ini pustaka tidak bisa disimpan")
