"""`make pictures`: every state of the tablet upright and lying, every page of the phone, in both languages."""

import io
import json

from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.guests.states import show
from tests.pictures.scene import OPEN, SECRET, SHUT, Wall
from tests.pictures.sources import DIALOGS, FOLDER, LANGUAGES, RECORD, stale

SIZES = {"mendatar": (1280, 800), "tegak": (800, 1280)}
PHONE = (390, 844)
WALL = (1280, 720)
SCALE, QUALITY, NOISE = 0.7, 55, 10
SHOWN = (  # brought onto the glass as they are; the way to the others is gone as a guest goes it
    "question", "question-done", "complaint", "complaint-done", "rate-code", "rate-face", "rate-why",
    "rate-thanks", "stored", "full", "ways",
)  # fmt: skip
# The same id for each guest of the pictures, so that code and QR are the same too; and nobody has waited for long.
ALIKE = "Date.now = () => 0; crypto.getRandomValues = (bytes) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).fill(7) && bytes"
ENGLISH = """() => {
  const put = (place, words) => { for (const e of document.querySelectorAll(place)) e.textContent = words; };
  put("[data-first]", "26 November 2026"); put("[data-due]", "22 January 2027");
  put("[data-rating=question]", "How happy are you with the help of Ibu Nurain?");
  put("[data-rating=served-by]", "Helped by Ibu Nurain"); put("[data-rating=service]", "Statistics help");
  put("[data-told]", "Rahmawati, Statistics help");
}"""
DRAWN = """() => Promise.all(
  [...document.querySelectorAll(".k-state:not([hidden]) img.qr[src]")].map((image) => image.decode()))"""
SCAN = """async () => {  // the camera's screen, fetched on the tap; this browser has no camera
  const answer = await fetch(`/kiosk/penilaian/kamera?bahasa=${document.documentElement.lang}`);
  for (const e of document.querySelectorAll(".k-state")) e.hidden = true;
  document.querySelector("#isi").insertAdjacentHTML("beforeend", await answer.text());
  const scan = document.querySelector("[data-state=rate-scan].k-state");
  await new Promise((resume) => { scan.querySelector("link").onload = resume; });
  scan.hidden = false;
}"""
STILL = """async () => {
  document.activeElement?.blur();
  document.querySelector(".ready-mark")?.remove(); // staff's; it comes when the tablet has tried itself
  for (const e of document.querySelectorAll(".k-main")) e.scrollTop = 0;
  await document.fonts.ready;
  for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
}"""
FACE = """() => document.querySelector("[data-rating=photo]").replaceChildren(
  ...[...document.querySelector(".k-state[data-state=idle] .avatar").childNodes].map((node) => node.cloneNode(true)))"""
PRESS = """([state, action]) =>
  document.querySelector(`.k-state[data-state='${state}'] .k-bottom [data-action='${action}']`).click()"""


def keep(page: Page, name: str, wanted: set[str]) -> None:
    """Write a picture that is asked for, small; one whose bytes are the same stays."""
    state, _, _ = name.partition("--")
    if state not in wanted:
        return
    page.mouse.move(1, 1)  # over nothing that lights up
    page.evaluate(STILL)
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    size = (round(image.width * SCALE), round(image.height * SCALE))
    made, file = io.BytesIO(), FOLDER / f"{name.replace('--', '-')}.webp"
    image.resize(size, Image.Resampling.LANCZOS).save(made, "webp", quality=QUALITY, method=6)
    if not file.exists() or is_other(Image.open(file), Image.open(made)):
        file.write_bytes(made.getvalue())


def is_other(before: Image.Image, now: Image.Image) -> bool:
    """Does anything but the smoothing of edges differ, which Chromium draws now one way and now the other?

    Measured: over squares of 8 pixels that moves no colour by more than 7 of 255, a letter of a heading by 44.
    """
    if before.size != now.size:
        return True
    moved = ImageChops.difference(*(one.convert("RGB").reduce(8) for one in (before, now)))
    return max(most for _, most in moved.getextrema()) > NOISE


def on_tablet(page: Page, suffix: str, wanted: set[str]) -> None:
    """The guest's way through the book, then every other state."""

    def at(state: str) -> None:
        expect(page.locator(f".k-state[data-state={state}]")).to_be_visible()
        page.evaluate(DRAWN)
        keep(page, f"{state}--{suffix}", wanted)

    at("idle")
    page.locator(".k-state[data-state=idle] [data-open=service]").click()
    at("service")
    page.locator(".k-state[data-state=service] .choice input").nth(1).click()
    page.locator("#name").fill("Rahmawati Djafar")
    at("name")
    page.locator(".k-state[data-state=name] [data-open=returning]").click()
    at("returning")
    page.evaluate(PRESS, ["returning", "back"])
    page.evaluate(PRESS, ["name", "next"])
    for field, value in (("age_group", "17_25"), ("sex", "female"), ("occupation", "student"), ("education", "s1")):
        page.locator(f"[name={field}][value='{value}']").check(force=True)
    at("about")
    page.evaluate(PRESS, ["about", "next"])
    at("contact")
    page.evaluate(PRESS, ["contact", "skip"])
    at("check")
    page.locator(".k-state[data-state=check] [data-open=more]").first.click()
    at("more")
    page.evaluate(PRESS, ["more", "back"])
    page.evaluate(PRESS, ["check", "save"])
    expect(page.locator("[data-done=code]")).not_to_be_empty()
    at("done")
    page.evaluate("window.isApart = true")  # no timer takes away what nobody waits before
    for state in SHOWN:
        show(page, state)
        if page.evaluate("document.documentElement.lang") == "en":
            page.evaluate(ENGLISH)
        page.evaluate(FACE)
        at(state)
    show(page, "name")
    for name in DIALOGS:
        page.evaluate("(id) => document.getElementById(id).showModal()", name)
        keep(page, f"{name}--{suffix}", wanted)
        page.evaluate("(id) => document.getElementById(id).close()", name)
    page.evaluate(SCAN)
    at("rate-scan")


def tablet(open_browser, live_server, size: tuple[int, int]) -> Page:
    options = {"has_touch": True, "service_workers": "block", "reduced_motion": "reduce"}
    page = open_browser({"width": size[0], "height": size[1]}, **options)
    page.add_init_script(ALIKE)
    name = live_server.app.config["DEVICE_COOKIE_NAME"]
    page.context.add_cookies([{"name": name, "value": SECRET, "url": live_server.url, "sameSite": "Strict"}])
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-outbox]")
    return page


def speak(page: Page, language: str) -> None:
    if language != page.evaluate("document.documentElement.lang"):
        page.locator("a.language").click()
        expect(page.locator("html")).to_have_attribute("lang", language)


def on_wall(open_browser, live_server, wall: Wall, language: str) -> Page:
    page = open_browser({"width": WALL[0], "height": WALL[1]})
    name, value = wall.cookie
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url, "sameSite": "Strict"}])
    page.goto(f"{wall.address}?bahasa={language}")
    return page


def test_take_the_pictures(made_of, scene, live_server, standing, open_browser):
    """Those of stale states only, then the record."""
    FOLDER.mkdir(exist_ok=True)
    wanted = set(stale(made_of))
    for file in FOLDER.glob("*.webp"):
        if not any(file.name.startswith(f"{name}-") for name in made_of):
            file.unlink()
    for language in LANGUAGES:
        for word, size in SIZES.items():
            standing.moment = OPEN
            page = tablet(open_browser, live_server, size)
            speak(page, language)
            on_tablet(page, f"{word}-{language}", wanted)
            page.context.close()
            standing.moment = SHUT
            page = tablet(open_browser, live_server, size)
            speak(page, language)
            keep(page, f"idle-closed--{word}-{language}", wanted)
            page.context.close()
        standing.moment = OPEN
        page = open_browser({"width": PHONE[0], "height": PHONE[1]})
        for name, address in scene.phone.items():
            page.goto(f"{address}?bahasa={language}")
            keep(page, f"{name}--{language}", wanted)
        for name, wall in scene.walls.items():
            with scene.opened(wall):
                page = on_wall(open_browser, live_server, wall, language)
                keep(page, f"{name}--{language}", wanted)
                page.context.close()
    RECORD.write_text(json.dumps(made_of, indent=0) + "\n", encoding="utf-8")
