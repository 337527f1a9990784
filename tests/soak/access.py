"""The tablet for everyone: each state in each size, text, language and contrast, one with another, fits and passes axe."""

import time
from itertools import product

from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.conftest import TIMERS
from tests.browser.guests.states import LANGUAGES, ROOM, SIZES, choose_language, each_state, each_text, faults
from tests.soak.glass import tablet
from tests.soak.house import House

CONTRASTS = {"no-preference": [], "more": ["color-contrast-enhanced"]}  # and the rules it has to keep beside


def run_axe(house: House, sizes: int) -> tuple[str, list[str]]:
    """Every state in the first so many SIZES; each fault is told with the state and all that was chosen."""
    screens, found, began = 0, [], time.monotonic()
    with tablet(house) as page:
        page.add_init_script(TIMERS)
        for size, contrast, language in product(list(SIZES)[:sizes], CONTRASTS, LANGUAGES):
            _open(page, size, contrast, language)
            for name in each_state(page):
                for text in each_text(page):
                    wrong = faults(page, room=ROOM[text]) + violations(page, more=CONTRASTS[contrast])
                    found += [f"{size} {contrast} {language} {text} {name}: {fault}" for fault in wrong]
                    screens += 1
    return f"{screens} screens, {len(found)} violations, {time.monotonic() - began:.0f} s", found


def _open(page: Page, size: str, contrast: str, language: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(contrast="more" if contrast == "more" else "no-preference")
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-outbox]")
    choose_language(page, language)
