"""Nobody gets away from the tablet's page, or leaves it changed for the next guest: by keys, fingers, a mouse, or a dropped file."""

from playwright.sync_api import Page, expect

from tests.browser.guests.steps import begin, state

NOTE = """(signs) => {
  window.refused = [];
  for (const sign of signs) window.addEventListener(sign, (event) => window.refused.push([event.defaultPrevented, event.key ?? sign]));
}"""
KEYS = ("Control+p", "Control+s", "Control+o", "Control+f", "Control+u", "Control+h", "Control+j", "Control+Shift+i",
        "Control++", "Control+-", "Control+0", "F1", "F3", "F7", "F12",
        "Control+Shift+c", "Control+Shift+a")  # fmt: skip


def refused(page: Page) -> list[list]:
    return page.evaluate("window.refused.splice(0)")


def test_no_key_opens_anything_of_the_browsers(tablet):
    page = tablet()
    begin(page)
    page.evaluate(NOTE, ["keydown"])
    for keys in KEYS:
        page.keyboard.press(keys)
        assert refused(page)[-1][0], keys
    page.locator("#name").fill("Budi")
    page.locator("#name").focus()
    for keys in ("Control+a", "Control+c", "Control+v", "Tab", "Shift+Tab", "ArrowLeft",
                 "Control+ArrowLeft", "Control+Shift+ArrowRight", "Control+Backspace", "Control+Home", "Control+End",
                 "Shift+Insert", "Enter"):  # fmt: skip
        page.keyboard.press(keys)
        assert not refused(page)[-1][0], keys
    expect(state(page, "about")).to_be_visible()


def test_no_menu_opens_and_nothing_is_dragged_or_opened_beside(tablet):
    page = tablet()
    page.evaluate(NOTE, ["contextmenu", "wheel"])
    link = page.get_by_role("link", name="Isi buku tamu")
    link.click(button="right")
    page.keyboard.down("Control")
    page.mouse.wheel(0, 100)
    page.keyboard.up("Control")
    page.wait_for_function("window.refused.length === 2")
    assert [is_refused for is_refused, _ in refused(page)] == [True, True]
    link.click(button="middle")
    for modifier in ("Control", "Shift", "Meta"):
        link.click(modifiers=[modifier])
        expect(state(page, "service")).to_be_visible()  # it is a tap like any other
        state(page, "service").get_by_role("button", name="Kembali").click()
    assert len(page.context.pages) == 1
    assert (
        page.evaluate(
            "[...document.querySelectorAll('a, form')].filter((e) => e.target && e.target !== '_self').length"
        )
        == 0
    )


def test_a_dropped_file_is_not_opened(tablet, tmp_path):
    page = tablet()
    file = tmp_path / "catatan.html"
    file.write_text("<h1>Bukan kios</h1>")
    link = page.context.new_cdp_session(page)
    held = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        link.send("Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": held})
    assert page.evaluate("document.title").endswith("PSTku") and page.url.endswith("/kiosk/")
    expect(state(page, "idle")).to_be_visible()


def test_two_fingers_and_a_long_touch_leave_the_page_as_it_is(tablet):
    page = tablet()
    link = page.context.new_cdp_session(page)
    page.evaluate(NOTE, ["contextmenu"])
    link.send("Input.synthesizePinchGesture", {"x": 400, "y": 300, "scaleFactor": 2, "gestureSourceType": "touch"})
    link.send("Input.synthesizeTapGesture", {"x": 640, "y": 300, "tapCount": 2, "gestureSourceType": "touch"})
    link.send("Input.synthesizeTapGesture", {"x": 640, "y": 40, "duration": 1200, "gestureSourceType": "touch"})
    assert page.evaluate("visualViewport.scale") == 1
    assert all(is_refused for is_refused, _ in refused(page))
    assert page.evaluate("getSelection().toString()") == ""


def test_every_way_on_the_glass_stays_with_the_kiosk(live_server, tablet):
    page = tablet()
    page.wait_for_selector("html[data-outbox]")
    ways = page.evaluate("[...document.querySelectorAll('a[href], form[action]')].map((e) => e.href ?? e.action)")
    assert ways and [way for way in ways if not way.startswith(f"{live_server.url}/kiosk/")] == []
