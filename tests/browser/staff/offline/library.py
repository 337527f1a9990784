"""The library in a phone's browser: whether it is there, and waiting for it."""

from playwright.sync_api import Page

from tests.browser.waiting import until

DETAILS = "/luring/pustaka.json?keterangan"


# The shelf is opened before anything lies on it, and the details are laid there last.
READY = f"caches.match('{DETAILS}').then((kept) => Boolean(kept && navigator.serviceWorker.controller))"


def wait_until(page: Page, condition: str) -> None:
    """Until the promise gives true."""
    until(page, lambda: page.evaluate(condition))


def has_library(page: Page) -> bool:
    return page.evaluate("caches.has('pstku-pustaka')")


def wait_until_library_is_gone(page: Page) -> None:
    wait_until(page, "caches.has('pstku-pustaka').then((is_kept) => !is_kept)")
