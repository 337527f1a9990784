"""Every screen of the guest book fits the tablet, can be hit, and can be read."""

import pytest
from playwright.sync_api import expect

from tests.browser.guests.steps import begin, press, save, settings, state, visits

SIZES = [{"width": 1280, "height": 800}, {"width": 800, "height": 1280}, {"width": 960, "height": 600}]

MEASURE = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
  const box = (e) => { const r = e.getBoundingClientRect(); return [Math.round(r.width), Math.round(r.height)]; };
  const name = (e) => (e.textContent || e.getAttribute("aria-label") || e.id).trim().slice(0, 40);
  const place = document.querySelector("dialog[open]") ?? document; // what lies behind a dialog cannot be touched
  const targets = [...place.querySelectorAll("button, a, label.tap, label.choice, .input")].filter(seen);
  return {
    small: targets.filter((e) => box(e)[1] < 63.5 || box(e)[0] < 63.5).map((e) => `${name(e)} ${box(e)}`),
    lowMain: targets.filter((e) => e.matches(".btn.lg") && box(e)[1] < 95.5).map((e) => `${name(e)} ${box(e)}`),
    outside: targets.filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1).map(name),
    wide: document.documentElement.scrollWidth - innerWidth,
    tinyText: [...document.querySelectorAll("main *, header *")].filter((e) => seen(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 19.9).map(name),
    focus: document.activeElement.tagName,
    primaries: targets.filter((e) => e.matches(".btn.primary.lg, .giant.primary")).length,
  };
}"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_every_screen_fits_and_every_target_can_be_hit(live_server, tablet, size):
    page = tablet(size)

    def check(name: str, focus: str | None = "H1") -> None:
        found = page.evaluate(MEASURE)
        faults = {key: found[key] for key in ("small", "lowMain", "outside", "tinyText") if found[key]}
        assert faults == {}, (name, faults)
        assert found["wide"] <= 0 and found["primaries"] <= 1, (name, found)
        assert focus is None or found["focus"] == focus, (name, found["focus"])

    check("idle", None)
    page.get_by_role("link", name="Isi buku tamu").click()
    check("service")
    state(page, "service").locator(".choice", has_text="Konsultasi statistik").locator("input").click()
    check("name")
    press(page, "name", "Lanjut")
    check("name, refused", "INPUT")
    page.get_by_role("button", name="Pernah ke sini").click()
    check("returning")
    page.get_by_role("button", name="Pakai kode kunjungan").click()
    check("returning by code", None)
    press(page, "returning", "Kembali")
    page.locator("#name").fill("Rahmawati")
    press(page, "name", "Lanjut")
    check("about")
    press(page, "about", "Lanjut")
    check("contact")
    press(page, "contact", "Lanjut")
    check("check")
    page.get_by_role("button", name="Tambah").click()
    check("more")
    press(page, "more", "Kembali ke ringkasan")
    save(page)
    check("done")
    state(page, "done").get_by_role("button", name="Tinggalkan pertanyaan").click()
    check("question")
    press(page, "question", "Batal dan hapus")
    check("idle again")
    begin(page, "Pengaduan")
    check("complaint")
    press(page, "complaint", "Batal dan hapus")
    page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
    check("help", None)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
def test_the_services_are_alike_and_nothing_of_the_queue_ticket_is_cut(live_server, tablet, size):
    settings(live_server, mode="queue")
    page = tablet(size)
    page.get_by_role("link", name="Isi buku tamu").click()
    boxes = [card.bounding_box() for card in state(page, "service").locator(".choice").all()]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1
    state(page, "service").locator(".choice", has_text="Konsultasi statistik").locator("input").click()
    page.locator("#name").fill("Rahmawati")
    for step, words in (("name", "Lanjut"), ("about", "Lewati"), ("contact", "Lewati")):
        press(page, step, words)
    save(page)
    for place in (".k-main", ".ticket"):
        cut = "(box) => box.scrollHeight - box.clientHeight"
        assert state(page, "done").locator(place).evaluate(cut) <= 0, place


def test_huruf_besar_makes_text_large_until_the_guest_leaves(tablet):
    page = tablet()
    begin(page)
    page.get_by_role("button", name="Huruf besar").locator("visible=true").click()
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) == 40
    assert page.evaluate(MEASURE)["outside"] == []
    press(page, "name", "Batal dan hapus")
    assert page.evaluate(size) == 22


def test_it_works_with_tab_and_enter_only(live_server, tablet):
    page = tablet()
    page.get_by_role("link", name="Isi buku tamu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(state(page, "service")).to_be_visible()  # moving between the cards goes nowhere
    page.keyboard.press("Enter")
    page.locator("#name").focus()
    page.keyboard.type("Budi")
    page.keyboard.press("Enter")
    expect(state(page, "about")).to_be_visible()
    for name in ("about", "contact"):
        state(page, name).locator(".primary").focus()
        page.keyboard.press("Enter")
    state(page, "check").locator(".primary").focus()
    page.keyboard.press("Enter")
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_when_it_is_answered_can_be_read_before_it_is_sent_on_a_short_tablet_too(tablet):
    for is_large in (False, True):
        page = tablet({"width": 960, "height": 600})
        if is_large:
            page.get_by_role("button", name="Huruf besar").locator("visible=true").click()
        page.get_by_role("button", name="Minta bantuan petugas").locator("visible=true").click()
        page.get_by_role("button", name="Tinggalkan pertanyaan").locator("visible=true").click()
        expect(state(page, "question").get_by_text("paling lama dalam 3 hari kerja")).to_be_in_viewport(ratio=1)
        press(page, "question", "Batal dan hapus")
        begin(page, "Pengaduan")
        expect(state(page, "complaint").get_by_text("Kabar pertama dalam 3 hari kerja")).to_be_in_viewport(ratio=1)
