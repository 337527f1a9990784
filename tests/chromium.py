"""Debian's Chromium, as the tests find it."""

import shutil


def find_chromium() -> str | None:
    """The path of Chromium; its headless shell where there is one, which draws the same pages for a third less work."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
