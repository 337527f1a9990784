"""Waiting for what must come: as long as a busy machine needs, and no longer than it takes."""

from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Page

PATIENCE = 30_000  # milliseconds


def until(page: Page, happens: Callable[[], bool]) -> None:
    """Let the page go on working until it happens; fail when it does not."""
    end = monotonic() + PATIENCE / 1000
    while not happens():
        assert monotonic() < end, "it did not happen"
        page.wait_for_timeout(50)
