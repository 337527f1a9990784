"""Every state of the tablet in every size, with large text, with other colours, without motion, and by keys alone."""

from itertools import combinations, product

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.states import (
    LANGUAGES,
    ROOM,
    SIZES,
    choose_language,
    each_state,
    each_text,
    faults,
    show,
)
from tests.browser.guests.steps import begin, press, settings, state

# What still runs over its edge with text of twice the size.
CUT_AT_DOUBLE = {("short", "done")}  # the ticket and the code stand side by side there
LENGTHEN = """(state) => {
  const walk = document.createTreeWalker(document.querySelector(`.k-state[data-state='${state}']`), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.data.trimEnd();
    if (words.length > 3) walk.currentNode.data = `${words} ${words.slice(0, Math.ceil(words.length * 0.4)).trim()}`;
  }
}"""
IN_VIEW = """() => [...document.querySelectorAll(".k-state:not([hidden]) .face")].every((face) => {
  const [box, main] = [face.getBoundingClientRect(), face.closest(".k-main").getBoundingClientRect()];
  return box.top >= main.top - 1 && box.bottom <= main.bottom + 1;
})"""


def opened(tablet, size: str, **options) -> Page:
    width, height = SIZES[size]
    page = tablet({"width": width, "height": height}, **options)
    page.wait_for_selector("html[data-outbox]")  # the last two states come with it
    return page


def is_checked(place: int, size: str, text: str, language: str) -> bool:
    """Whether axe reads the state of that place in this size, text and language: once in each size, the rest by turns.

    So each state, each size, each text and each language meets each of the others; they are 24 together, and each of these
    meets some states. Every state in all of them is `python -m tests.soak axe 4`.
    """
    turn = place + list(SIZES).index(size)
    return text == list(ROOM)[turn % 3] and language == LANGUAGES[(turn // 3 + list(SIZES).index(size)) % 2]


def test_the_turns_leave_no_pair_out():
    factors = ("idle", *"abcde"), SIZES, ROOM, LANGUAGES
    met = [
        (names[place], size, text, language)
        for names in [list(factors[0])]
        for place, size, text, language in product(range(6), SIZES, ROOM, LANGUAGES)
        if is_checked(place, size, text, language)
    ]
    assert len({turn[:2] for turn in met}) == len(met) == 6 * 4
    for one, other in combinations(range(4), 2):
        pairs = {(turn[one], turn[other]) for turn in met}
        assert pairs == set(product(factors[one], factors[other]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_state_fits_and_passes_axe(tablet, size, language):
    page = opened(tablet, size)
    choose_language(page, language)
    for place, name in enumerate(each_state(page)):
        for text in each_text(page):
            if text != "double" or (size, name) not in CUT_AT_DOUBLE:
                assert (name, text, faults(page, room=ROOM[text])) == (name, text, [])
            if name == "rate-face" and size != "keyboard" and text != "double":  # nobody types there
                assert page.evaluate(IN_VIEW), "a guest sees all four faces, or none"
            if is_checked(place, size, text, language):
                assert (name, text, violations(page)) == (name, text, [])
            picture(page, f"kiosk-{size}-{text}-{language}-{name.replace(' ', '-')}")


def test_with_the_keyboard_open_field_and_lanjut_both_stay_in_view(tablet):
    page = opened(tablet, "keyboard")
    begin(page)
    expect(page.locator("#name")).to_be_in_viewport(ratio=1)
    expect(state(page, "name").get_by_role("button", name="Lanjut")).to_be_in_viewport(ratio=1)


def test_texts_of_twice_the_size_and_words_40_percent_longer_do_not_break(tablet):
    page = opened(tablet, "landscape")
    for name in ("idle", "name", "rate-face", "check", "returning"):
        if name != "idle":
            show(page, name)
        page.evaluate("document.documentElement.style.fontSize = '44px'")
        assert (name, faults(page, room=90)) == (name, [])
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.evaluate(LENGTHEN, name)
        assert (name, faults(page, room=90)) == (name, [])


def test_high_contrast_and_forced_colours_show_every_border(tablet):
    for options in ({"contrast": "more"}, {"forced_colors": "active"}):
        page = opened(tablet, "landscape", **options)
        for name in each_state(page):
            assert (name, faults(page)) == (name, [])
            if "contrast" in options:
                assert (name, violations(page, more=["color-contrast-enhanced"])) == (name, [])
        show(page, "rate-face")
        border = page.locator(".face").first.evaluate("(face) => getComputedStyle(face).borderTopWidth")
        assert border in ("2px", "3px")
        picture(page, f"kiosk-kontras-{next(iter(options))}")


def test_nothing_moves_for_whoever_wants_no_motion(tablet):
    page = opened(tablet, "landscape", reduced_motion="reduce")
    durations = """() => [...document.querySelectorAll("*")].flatMap((e) => {
      const style = getComputedStyle(e);
      return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
    })"""
    assert max(page.evaluate(durations)) == 0


def walk(page: Page, key: str = "Tab", most: int = 60) -> list[str]:
    """What the focus meets on one round through the screen, named as a screen reader names it."""
    met: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        name = page.evaluate("""() => {
          const e = document.activeElement;
          if (e === document.body) return "";
          const words = (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.value || "").trim();
          const box = e.closest("label, button, a, input, textarea").getBoundingClientRect();
          const bar = e.closest(".k-main") && document.querySelector(".k-state:not([hidden]) .k-bottom");
          const hidden = bar && Math.min(box.bottom, box.top + 40) > bar.getBoundingClientRect().top + 2;
          return (hidden ? "UNSEEN " : "") + words.replace(/\\s+/g, " ");
        }""")
        if not name:
            break
        met.append(name)
    return met


def test_two_switches_meet_everything_in_reading_order_and_in_view(tablet):
    page = opened(tablet, "landscape")
    begin(page)
    assert walk(page) == [
        "Nama",
        "Pernah ke sini",
        "Di bawah 17 tahun, nama boleh kosong",
        "Kembali",
        "Batal dan hapus",
        "Minta bantuan",
        "Lanjut",
    ]
    page.locator("#name").fill("Budi")
    press(page, "name", "Lanjut")
    met = walk(page)
    assert met[-5:] == ["Kembali", "Batal dan hapus", "Minta bantuan", "Lewati", "Lanjut"]
    assert not [name for name in met if name.startswith("UNSEEN")]


def test_a_guest_who_has_only_tab_and_space_signs_the_book_and_rates(live_server, tablet):
    page = opened(tablet, "landscape")

    def go(name: str, key: str = "Space") -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            words = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText")
            if name in words:
                page.keyboard.press(key)
                return
        raise AssertionError(name)

    go("Isi buku tamu", "Enter")
    expect(state(page, "service").locator("h1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(state(page, "name").locator("h1")).to_be_focused()
    go("Di bawah 17")
    go("Lanjut")
    expect(state(page, "about").locator("h1")).to_be_focused()
    go("Lewati")
    expect(state(page, "check").locator("h1")).to_be_focused()
    go("Simpan")
    expect(state(page, "done")).to_be_visible()
    expect(state(page, "done").locator("h1")).to_be_focused()


def test_errors_and_questions_are_announced(live_server, tablet):
    settings(live_server, idle_seconds=60)
    page = opened(tablet, "landscape")
    begin(page)
    press(page, "name", "Lanjut")
    field = page.locator("#name")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    expect(page.locator(f"#{field.get_attribute('aria-describedby')}")).to_have_text(
        "Nama belum terisi. Ketik minimal dua huruf."
    )
    roles = page.evaluate("[...document.querySelectorAll('[data-error]')].map((line) => line.getAttribute('role'))")
    assert roles and set(roles) == {"alert"}
    page.get_by_role("button", name="Minta bantuan").locator("visible=true").click()
    expect(page.get_by_role("dialog", name="Petugas sedang dihubungi").get_by_role("status")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('still-here').showModal()")
    expect(page.get_by_role("dialog", name="Masih di sini?")).to_be_visible()
