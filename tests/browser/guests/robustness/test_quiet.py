"""What takes long waits until no key comes: a scanner's code in the first second of a page is read whole."""

from tests.browser.conftest import TABLET
from tests.browser.waiting import until

TYPED = """() => {
  window.done = false;
  const key = () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "7" }));
  key();
  const typing = setInterval(key, 30);
  setTimeout(() => { clearInterval(typing); window.ended = performance.now(); }, 1500);
  import("/static/js/kiosk/quiet.js").then(({ quiet }) => quiet()).then(() => { window.done = performance.now(); });
}"""
PIECES = """async () => {
  const { readOfficeKey, warm } = await import("/static/js/kiosk/outbox/seal.js");
  const pieces = [];
  let since = performance.now();
  await warm(readOfficeKey(1, btoa("9".repeat(32))), async () => {
    pieces.push(performance.now() - since);
    await new Promise((resolve) => { setTimeout(resolve); });
    since = performance.now();
  });
  return pieces.length;
}"""


def test_while_keys_come_nothing_long_begins(live_server, open_browser):
    page = open_browser(TABLET)
    page.goto("/healthz")
    page.evaluate('import("/static/js/kiosk/quiet.js")')
    page.evaluate(TYPED)
    until(page, lambda: page.evaluate("window.done"))
    assert page.evaluate("window.done - window.ended") > 800  # a second after the last key


def test_sealing_is_warmed_in_pieces(live_server, open_browser):
    page = open_browser(TABLET)
    page.goto("/healthz")
    assert page.evaluate(PIECES) == 4
