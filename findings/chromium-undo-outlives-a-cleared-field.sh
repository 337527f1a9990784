#!/usr/bin/env bash
# Chromium 156 (Debian), driven by playwright 1.65.2: neither form.reset() nor `value = ""` ends a field's undo history.
# Undo and then redo in the emptied field write the former person's words again, and even twice, since both steps are
# applied to a value they were not made for. On a tablet that many people share, a form is clean only when the field was
# taken off the document and put back: then there is nothing to redo.
set -euo pipefail
chromium=$(command -v chromium) || { echo "needs Debian's chromium"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
CHROMIUM=$chromium "$dir/venv/bin/python" - <<'PY'
import os
from importlib.metadata import version
from playwright.sync_api import sync_playwright

CLEARED = {
    "value": "field => { field.value = ''; }",
    "reset": "field => field.form.reset()",
    "taken off and put back": """field => {
      field.value = "";
      const mark = document.createComment("");
      field.replaceWith(mark);
      mark.replaceWith(field);
    }""",
}
told = {}
with sync_playwright() as tools:
    browser = tools.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
    print("playwright", version("playwright"), "Chromium", browser.version)
    for way, clear in CLEARED.items():
        page = browser.new_page()
        page.set_content("<form><input id=nama></form>")
        page.click("#nama")
        page.keyboard.type("Rahmawati")
        page.eval_on_selector("#nama", clear)
        emptied = page.input_value("#nama")
        page.click("#nama")
        for keys in ("Control+z", "Control+Shift+z"):
            for _ in range(10):
                page.keyboard.press(keys)
        told[way] = (emptied, page.input_value("#nama"))
    browser.close()
print("after clearing, after undo and redo:", told)
assert told == {
    "value": ("", "RahmawatiRahmawati"),
    "reset": ("", "RahmawatiRahmawati"),
    "taken off and put back": ("", ""),
}
PY
