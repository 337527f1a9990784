#!/usr/bin/env bash
# htmx 2.0.11 in Debian's Chromium: an element of the answer whose id is on the page gets the old element's `style`
# attribute for a moment (attributesToSettle). Where a script had set element.style (which a style-src 'self' policy
# allows), the copy is an inline style (which it forbids): the browser reports a violation although neither page nor
# answer holds any style. Moving what a script changes to a class, or leaving `style` out of attributesToSettle, ends it.
set -euo pipefail
chromium=$(command -v chromium) || { echo "needs Debian's chromium"; exit 1; }
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
(cd "$dir" && npm install --silent --no-audit --no-fund htmx.org@2.0.11)
CHROMIUM=$chromium HTMX="$dir/node_modules/htmx.org/dist/htmx.min.js" "$dir/venv/bin/python" - <<'PY'
import http.server
import os
import pathlib
import threading
from playwright.sync_api import sync_playwright

HTMX = pathlib.Path(os.environ["HTMX"]).read_bytes()
PAGE = b"""<!doctype html><meta name=htmx-config content='{"includeIndicatorStyles": false%s}'>
<script src=/htmx.js></script><button hx-get=/part hx-target='#box'>ambil</button><p id=box><i id=bar>lama</i></p>"""
PLAIN, WITHOUT = PAGE % b"", PAGE % b', "attributesToSettle": ["class"]'


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind = "text/javascript" if self.path == "/htmx.js" else "text/html"
        body = {"/htmx.js": HTMX, "/": PLAIN, "/tanpa": WITHOUT}.get(self.path, b"<i id=bar>baru</i>")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
violations = {}
with sync_playwright() as tools:
    browser = tools.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
    print("Chromium", browser.version, "htmx 2.0.11")
    for path in ("/", "/tanpa"):
        page = browser.new_page()
        page.add_init_script("document.addEventListener('securitypolicyviolation', e => (window.seen ||= []).push(e.effectiveDirective))")
        page.goto(f"http://127.0.0.1:{server.server_port}{path}")
        page.evaluate("document.getElementById('bar').style.width = '50%'; window.seen = []")
        page.evaluate("""() => new Promise(done => {
            document.body.addEventListener('htmx:afterSettle', () => setTimeout(done, 100))
            document.querySelector('button').click()
        })""")
        violations[path] = page.evaluate("window.seen")
        page.close()
    browser.close()
print("violations with the usual settings:", violations["/"])
print("violations without `style` in attributesToSettle:", violations["/tanpa"])
assert "style-src-attr" in violations["/"] and violations["/tanpa"] == []
PY
