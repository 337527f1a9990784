"""A NIK typed into a search box leaves the browser in no request."""

from urllib.parse import unquote_plus

from tests.browser.conftest import DESKTOP
from tests.browser.waiting import until

NIK = "7571012345678901"


def test_a_search_box_refuses_a_nik_before_anything_is_sent(enter):
    page = enter("officer", DESKTOP)
    page.goto("/jawab")
    asked = []
    page.on("request", lambda request: asked.append(unquote_plus(request.url)))
    box = page.locator("main input[type=search]")
    for typed in (NIK, "desil 7571 0123 4567 8901", "7571.0123-4567.8901"):
        box.fill(typed)
        assert box.evaluate("(box) => box.validity.patternMismatch"), typed
        box.press("Enter")
    box.fill("penduduk 2019 2020 2021 2022")
    assert box.evaluate("(box) => box.validity.valid")
    box.press("Enter")
    until(page, lambda: any("2019 2020" in url for url in asked))
    assert not [url for url in asked if "7571" in url]
