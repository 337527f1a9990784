"""Every state of the tablet, one after the other, with what a real guest would make it show; and what fits."""

from collections.abc import Iterator

from playwright.sync_api import Page

DIALOGS = ("still-here", "helped", "removed-number")
SIZES = {"landscape": (1280, 800), "portrait": (800, 1280), "short": (960, 600), "keyboard": (1280, 400)}
LANGUAGES = ("id", "en")
ROOM = {"usual": 150, "large": 150, "double": 90}  # for each size of text, the least height between the bars, in px
SET_TEXT = """(text) => {
  const { dataset, style } = document.documentElement;
  if (text === "large") dataset.text = text; // what the button does
  else delete dataset.text;
  style.fontSize = text === "double" ? "44px" : "";
}"""
# What the server would have told; long, as a guest with a long name and an officer with a long one meet it.
FILL = """() => {
  const put = (place, words) => { for (const e of document.querySelectorAll(place)) e.textContent = words; };
  put("[data-done=letter]", "A"); put("[data-done=number]", "014"); put("[data-done=ahead]", "12"); put("[data-done=code]", "C7QF");
  put("[data-done=officer]", "Ibu Nurain Abdurrahman"); put("[data-code]", "C7QF9-2WXGH");
  put("[data-first]", "26 November 2026"); put("[data-due]", "22 Januari 2027");
  document.querySelector("[data-state=complaint-done] .qr").src = "/kiosk/qr/pengaduan/C7QF9-2WXGH";
  put("[data-rating=question]", "Seberapa puas Anda dengan layanan Ibu Nurain Abdurrahman?");
  put("[data-rating=served-by]", "Dilayani oleh Ibu Nurain Abdurrahman"); put("[data-rating=service]", "Konsultasi statistik");
  put("[data-rating=visit-code]", "C7QF"); put("[data-left]", "60");
  put("[data-told]", "Rahmawati Abdurrahman Djafar, Konsultasi statistik");
  for (const e of document.querySelectorAll(".reasons")) e.hidden = e.dataset.reasons !== "poor";
  const unsur = document.querySelector("[data-unsur]");
  if (unsur) unsur.hidden = false;
}"""
FAULTS = """(main) => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 0;
  const box = (e) => e.getBoundingClientRect();
  const size = (e) => `${Math.round(box(e).width)}x${Math.round(box(e).height)}`;
  const name = (e) => `${e.tagName.toLowerCase()} "${(e.innerText || e.getAttribute("aria-label") || e.id || e.className).trim().slice(0, 30)}" ${size(e)}`;
  const place = document.querySelector("dialog[open]") ?? document.body;
  const targets = [...place.querySelectorAll("button, a, label.tap, label.choice, .input")].filter(seen);
  const faults = [];
  const fault = (kind, found) => { for (const e of found) faults.push(`${kind}: ${name(e)}`); };
  fault("smaller than 64", targets.filter((e) => box(e).height < 63.5 || box(e).width < 63.5));
  fault("main button lower than 96", targets.filter((e) => e.matches(".btn.lg") && box(e).height < 95.5));
  fault("face smaller than 160", targets.filter((e) => e.matches(".face") && Math.min(box(e).height, box(e).width) < 159.5));
  fault("outside", targets.filter((e) => box(e).right > innerWidth + 1 || box(e).left < -1));
  fault("words cut", targets.filter((e) => e.scrollWidth > e.clientWidth + 1 && !e.matches("input, textarea")));
  fault("text cut", [...place.querySelectorAll("h1, h2, p, dt, dd, legend, label, b, small")].filter((e) => seen(e) && (box(e).right > innerWidth + 1 || box(e).left < -1)));
  fault("text under 20 px", [...place.querySelectorAll("*")].filter((e) => seen(e) && !e.closest(".vh, svg") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && parseFloat(getComputedStyle(e).fontSize) < 19.9));
  fault("fixed but off the glass", targets.filter((e) => e.closest(".k-bottom, .k-top") && (box(e).bottom > innerHeight + 1 || box(e).top < -1)));
  if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
  for (const e of document.querySelectorAll(".k-main, dialog[open]")) if (seen(e) && e.scrollWidth > e.clientWidth + 1) faults.push(`sideways: ${name(e)}`);
  for (const e of document.querySelectorAll(".k-main")) if (seen(e) && box(e).height < main) faults.push(`room left for the screen itself: ${size(e)}`);
  if (place !== document.body && (box(place).top < -1 || box(place).bottom > innerHeight + 1)) faults.push(`dialog: ${size(place)}`);
  for (const one of targets) for (const other of targets) {
    if (one === other || one.contains(other) || other.contains(one) || one.closest(".k-main") || other.closest(".k-main")) continue;
    const [a, b] = [box(one), box(other)];
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) faults.push(`overlap: ${name(one)} ${name(other)}`);
  }
  return [...new Set(faults)];
}"""


def show(page: Page, name: str) -> None:
    page.evaluate("(state) => document.dispatchEvent(new CustomEvent('kiosk:show', { detail: state }))", name)
    page.evaluate(FILL)


def each_state(page: Page) -> Iterator[str]:
    """Bring each state, then each question over the screen, onto the glass; yields its name."""
    page.evaluate("window.isApart = true")  # no timer takes away what nobody waits before
    yield "idle"
    for name in page.evaluate("[...document.querySelectorAll('.k-state')].map((e) => e.dataset.state)")[1:]:
        show(page, name)
        yield name
        if name == "returning":
            page.evaluate("document.querySelector('[data-action=use-code]').click()")
            yield "returning by code"
            page.evaluate("document.querySelector('[data-action=use-code]').click()")
    for name in DIALOGS:
        page.evaluate("(id) => document.getElementById(id).showModal()", name)
        yield name
        page.evaluate("(id) => document.getElementById(id).close()", name)
    page.evaluate("window.isApart = false")


def choose_language(page: Page, language: str) -> None:
    """Bring the words of "id" or "en" onto the glass, from whatever stands there."""
    if page.locator("html").get_attribute("lang") != language:
        page.evaluate("document.querySelector('a.language').click()")  # with the keyboard open the bar steps back
        page.wait_for_selector(f"html[lang={language}]")


def set_text(page: Page, text: str) -> None:
    """Show the text as ROOM names it: as usual, as "Huruf besar" makes it, or of twice the usual size."""
    page.evaluate(SET_TEXT, text)


def each_text(page: Page) -> Iterator[str]:
    """Show what stands on the glass in each size of text; yields its name, and ends with the usual one."""
    for text in ROOM:
        set_text(page, text)
        yield text
    set_text(page, "usual")


def faults(page: Page, *, room: int = 150) -> list[str]:
    """What cannot be seen or hit on the glass as it stands; `room` is the least height left between the bars, in px."""
    return page.evaluate(FAULTS, room)
