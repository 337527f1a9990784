"""`make freeze`: what a tablet of this release seals, kept for ever in tests/vectors/envelopes.

Made once, by the scripts of the release in a browser, before its version is given; nobody ever changes the file.
"""

import json
from base64 import b64encode

from playwright.sync_api import expect

from pstku.core import keys
from pstku.core.envelopes import open_envelope
from pstku.offices.queries import office_by_code
from tests.browser.conftest import chromium, engine, live_server, open_browser  # noqa: F401
from tests.browser.guestbook.conftest import secret, tablet  # noqa: F401
from tests.browser.guestbook.kept import ready, silence, stored
from tests.browser.guestbook.steps import begin, press, state
from tests.browser.waiting import until
from tests.vectors.releases import FOLDER, VERSION

ANSWER_ALL = """(name) => {
  for (const group of document.querySelectorAll(`[data-state=${name}] fieldset`)) [...group.querySelectorAll("[type=radio]")].at(1)?.click();
  for (const box of document.querySelectorAll(`[data-state=${name}] [name=consent]`)) box.checked = true;
}"""
CODES = """async () => (await import("/static/js/kiosk/outbox/store.js")).countCodes()"""


def test_freeze(app, live_server, tablet):  # noqa: F811
    path = FOLDER / f"{VERSION}.json"
    assert not path.exists(), f"{path.name} is there, and offices hold envelopes of it: it is never changed"
    page = ready(tablet())
    until(page, lambda: page.evaluate(CODES) > 0)
    silence(page, "**/kiosk/api/**", "**/kiosk/penilaian/**", "**/kiosk/suara")
    with page.expect_event("requestfailed"):  # the tablet knows that nobody answers
        pass
    begin(page)
    page.get_by_label("Nama", exact=True).locator("visible=true").fill("Rahmawati")
    press(page, "name", "Lanjut")
    page.evaluate(ANSWER_ALL, "about")
    page.locator("[name=agency]").fill("Universitas Negeri Gorontalo")
    page.locator("[name=party_size]").fill("3")
    page.locator("[name=party_female]").fill("2")
    press(page, "about", "Lanjut")
    page.locator("#phone").fill("0812 3456 7890")
    page.evaluate(ANSWER_ALL, "contact")
    press(page, "contact", "Lanjut")
    press(page, "check", "Simpan")
    code = state(page, "stored").locator(".t-code .code").text_content()
    press(page, "stored", "Selesai")
    page.get_by_role("link", name="Beri penilaian").click()
    page.locator("#rate-code-input").fill(code)
    press(page, "rate-code", "Lanjut")
    state(page, "rate-face").get_by_role("button", name="Puas", exact=True).click()
    why = state(page, "rate-why")
    why.locator("[data-reasons]:not([hidden]) .tap").first.click()
    why.locator("textarea").fill("Cepat dan jelas.")
    why.get_by_role("button", name="Selesai").click()
    expect(state(page, "rate-thanks")).to_be_visible()
    until(page, lambda: [item["kind"] for item in stored(page)] == ["visit", "vote"])
    with app.app_context(), keys.other_keys(app.config["SECRET_KEY"], app.config["DATA_KEY"]):
        office_id = office_by_code("7571").id
        items = [told(office_id, item) for item in stored(page)]
    found = {"data_key": app.config["DATA_KEY"], "office_id": office_id, "items": items}
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def told(office_id: int, item: dict) -> dict:
    """As a file holds it: what it is, by the tablet's clock, sealed and in plain words."""
    envelope = item["sealed"].encode("latin-1")
    text = open_envelope(office_id, item["id"], envelope).decode()
    return {
        "id": item["id"],
        "kind": item["kind"],
        "at": item["at"],
        "text": text,
        "envelope": b64encode(envelope).decode(),
    }
