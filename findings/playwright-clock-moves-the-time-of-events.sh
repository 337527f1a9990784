#!/usr/bin/env bash
# playwright 1.65.2 with Debian's Chromium: after page.clock.install() also `event.timeStamp` of real key presses is
# the made-up time, and stands still between them. Code that tells a barcode scanner from a person by the gaps between
# keys takes everything typed in such a test for a scan. Without the clock, the gaps are real.
set -euo pipefail
chromium=$(command -v chromium) || { echo "needs Debian's chromium"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
CHROMIUM=$chromium "$dir/venv/bin/python" - <<'PY'
import os
import time
from importlib.metadata import version
from playwright.sync_api import sync_playwright

gaps = {}
with sync_playwright() as tools:
    browser = tools.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
    print("playwright", version("playwright"), "Chromium", browser.version)
    for installed in (False, True):
        page = browser.new_page()
        if installed:
            page.clock.install()
            page.clock.pause_at("2030-01-01T08:00:00")
        page.set_content("<input id=kode>")
        page.evaluate("window.at = []; document.addEventListener('keydown', e => at.push(e.timeStamp))")
        page.focus("#kode")
        page.keyboard.press("A")
        time.sleep(0.4)
        page.keyboard.press("B")
        first, second = page.evaluate("window.at")
        gaps[installed] = second - first
        page.close()
    browser.close()
print("ms between two keys pressed 400 ms apart, real clock:", round(gaps[False]), "- paused clock:", round(gaps[True]))
assert gaps[False] >= 350 and gaps[True] == 0
PY
