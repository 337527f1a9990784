"""*Dengarkan*: every screen is read from clips, on until the guest leaves; never what a guest typed."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.guests.states import show
from tests.browser.guests.steps import begin, press, state
from tests.browser.waiting import until

VOICES = Path(__file__).parents[4] / "static/voices"
# A clip that is over at once, and says which it was; the browser's own voice may say nothing at all.
QUIET = """() => {
  window.heard = [];
  window.Audio = class {
    set src(url) { this.file = String(url); }
    play() { window.heard.push(this.file.replace(/.*\\/|[.].*/g, "")); setTimeout(() => this.onended()); return Promise.resolve(); }
    pause() {}
  };
  if (window.speechSynthesis) window.speechSynthesis.speak = () => { throw new Error("the browser's voice"); };
}"""
GONE_ON = "async () => { await fetch('/healthz'); }"  # whatever would have been said by now
# Rows and moments of the office: what stands there is the office's own.
OWN_WORDS = r"\d\d\.\d\d|Ibu |Bapak |Nurain|Buka lagi|Jalan|Tekan Minta|Kabar pertama paling lambat|^·|^\d* ?orang$|^[\dA-Z-]*$|tidak diisi|•"
SEEN = """(state) => [...document.querySelectorAll(`.k-state[data-state='${state}'] :is(h1, .help, .hint, legend, .field > label, .choice :is(b, small),
  .ways :is(b, p), .face b, .giant b, .lead, .note p, .private span)`)].filter((e) => e.checkVisibility()).map((e) => e.innerText.replace(/\\s+/g, " ").trim())"""


def sentences() -> dict[str, str]:
    """What each clip stands for."""
    told = json.loads((VOICES / "id/clips.json").read_text(encoding="utf-8"))
    return {file: written for written, file in told.items()}


def heard(page: Page) -> list[str]:
    return [sentences()[file] for file in page.evaluate("window.heard")]


def listening(tablet, **options) -> Page:
    page = tablet(**options)
    page.evaluate(QUIET)
    return page


def listen(page: Page) -> None:
    page.get_by_role("button", name="Dengarkan").locator("visible=true").click()


def test_every_sentence_of_every_screen_has_its_clip(tablet):
    page = listening(tablet)
    page.wait_for_selector("html[data-outbox]")  # it adds screens of its own
    listen(page)
    until(page, lambda: "Isi buku tamu" in heard(page))
    known = "|".join(
        re.sub(r"%\\\(\w+\\\)[sd]", ".+?", re.escape(written))
        for written in sorted(sentences().values(), key=len)[::-1]
    )
    whole = re.compile(f"(({known})( |$))+")
    names = page.evaluate("[...document.querySelectorAll('.k-state')].map((e) => e.dataset.state)")
    for name in names[1:]:
        page.evaluate("(state) => document.dispatchEvent(new CustomEvent('kiosk:show', { detail: state }))", name)
        unsaid = [words for words in page.evaluate(SEEN, name) if not re.search(OWN_WORDS, words)]
        assert [words for words in unsaid if not whole.fullmatch(words)] == [], name
        if name != "done":
            title = state(page, name).locator("h1").inner_text()
            until(page, lambda title=title: title in heard(page))


def test_it_goes_on_from_screen_to_screen_until_the_guest_leaves(tablet):
    page = listening(tablet)
    begin(page)
    listen(page)
    until(page, lambda: "Nama panggilan boleh. Satu kata pun cukup." in heard(page))
    press(page, "name", "Lanjut")
    until(page, lambda: heard(page)[-1] == "Nama belum terisi. Ketik minimal dua huruf.")
    page.locator("#name").fill("Siapa nama Anda?")  # a guest may type even that: it is not read again
    page.evaluate("window.heard = []")
    press(page, "name", "Lanjut")
    until(page, lambda: "Perlu bantuan khusus?" in heard(page))
    press(page, "about", "Lewati")
    press(page, "contact", "Lewati")
    until(page, lambda: heard(page)[-2:] == ["Sudah benar?", "Konsultasi statistik"])
    assert "Siapa nama Anda?" not in heard(page)
    page.get_by_role("button", name="Minta bantuan").locator("visible=true").click()
    until(page, lambda: "Mohon tunggu di sini. Anda boleh terus mengisi." in heard(page))
    page.get_by_role("dialog").get_by_role("button", name="Kembali").click()
    press(page, "check", "Batal dan hapus")
    page.evaluate("window.heard = []")
    begin(page)
    page.evaluate(GONE_ON)
    assert heard(page) == []
    expect(page.get_by_role("button", name="Dengarkan").locator("visible=true")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_in_english_it_reads_english_and_words_of_another_language_in_theirs(tablet):
    page = listening(tablet)
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    state(page, "idle").locator("[data-action=read-aloud]").click()
    english = json.loads((VOICES / "en/clips.json").read_text(encoding="utf-8"))
    files = lambda: page.evaluate("window.heard")  # noqa: E731
    until(page, lambda: english["Welcome."] in files() and english["Please touch one."] in files())
    page.evaluate(  # a row without English
        "Object.assign(document.querySelector('.choice b'), { lang: 'id', textContent: 'Konsultasi statistik' })"
    )
    show(page, "service")
    until(page, lambda: english["How can we help you?"] in files())
    until(page, lambda: {written: file for file, written in sentences().items()}["Konsultasi statistik"] in files())


def test_nothing_is_read_to_the_next_guest_when_the_language_goes_back(tablet):
    page = listening(tablet)
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    state(page, "idle").locator("[data-action=read-aloud]").click()
    until(page, lambda: page.evaluate("window.heard.length") > 0)
    page.get_by_role("link", name="Fill in the guest book").click()
    press(page, "service", "Cancel and delete")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.evaluate(GONE_ON)
    page.evaluate("window.heard = []")
    begin(page)
    page.evaluate(GONE_ON)
    assert heard(page) == []


def test_a_second_tap_is_silence(tablet):
    page = listening(tablet)
    begin(page)
    listen(page)
    until(page, lambda: "Siapa nama Anda?" in heard(page))
    listen(page)
    page.evaluate(GONE_ON)
    page.evaluate("window.heard = []")
    page.locator("#name").fill("Budi")
    press(page, "name", "Lanjut")
    page.evaluate(GONE_ON)
    assert heard(page) == []


def test_nothing_of_it_is_loaded_before_the_tap_and_the_clips_can_be_heard(tablet):
    page = tablet()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page)
    assert not [url for url in asked if "voice" in url]
    with page.expect_response(re.compile(r"/static/voices/id/\w+\.opus")) as clip:
        listen(page)
    assert clip.value.ok
    page.evaluate("""() => { window.ended = 0;
      const play = HTMLMediaElement.prototype.play;
      HTMLMediaElement.prototype.play = function () { this.addEventListener("ended", () => { window.ended += 1; }); return play.call(this); };
    }""")
    until(page, lambda: page.evaluate("window.ended") >= 1)
    assert all(url.startswith(page.url.split("/kiosk/")[0]) for url in asked)


def test_without_a_network_the_button_is_as_it_was(tablet):
    page = tablet()
    begin(page)
    page.route("**/static/voices/**", lambda route: route.abort())
    listen(page)
    button = page.get_by_role("button", name="Dengarkan").locator("visible=true")
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("typed", ["Terima kasih.", "Sangat puas"])
def test_a_typed_sentence_that_has_a_clip_is_not_read(tablet, typed):
    page = listening(tablet)
    begin(page)
    page.locator("#name").fill(typed)
    for step, words in (("name", "Lanjut"), ("about", "Lewati"), ("contact", "Lewati")):
        press(page, step, words)
    listen(page)
    until(page, lambda: "Sudah benar?" in heard(page))
    page.evaluate(GONE_ON)
    assert typed not in heard(page)
