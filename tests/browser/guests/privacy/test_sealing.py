"""A guest's entry is sealed in the browser, on plain HTTP too, and only the server can open it."""

import base64

from pstku.core.envelopes import open_envelope, outbox_key
from pstku.offices.queries import office_by_code
from tests.browser.conftest import TABLET

ID = "0198c2f0-7c1e-7abc-8def-0123456789ab"
TEXT = '{"name":"Siti Nurhaliza – Dg. Ma’nyonri","note":"100 % 😀"}'
SEAL = """async ([number, key, id, text]) => {
  const { readOfficeKey, seal } = await import("/static/js/kiosk/outbox/seal.js");
  return btoa(String.fromCharCode(...seal(readOfficeKey(number, key), id, text)));
}"""


def test_what_chromium_seals_without_a_secure_origin_opens_in_python(live_server, open_browser):
    page = open_browser(TABLET, at=live_server.url.replace("127.0.0.1", "kios.test"))
    page.goto("/kiosk/")
    assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    with live_server.app.app_context():
        office_id = office_by_code("7571").id
        key = base64.b64encode(outbox_key(office_id, 3)).decode()
    one, other = (base64.b64decode(page.evaluate(SEAL, [3, key, ID, TEXT])) for _ in range(2))
    assert one != other
    with live_server.app.app_context():
        assert {open_envelope(office_id, ID, envelope).decode() for envelope in (one, other)} == {TEXT}
    assert b"Siti" not in one
