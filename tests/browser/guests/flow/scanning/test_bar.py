"""What the shipped decoder reads, in its worker as the tablet starts it, of 200 seeded pictures; zxing-cpp beside it."""

import hashlib
from collections import Counter

import pytest
import zxingcpp

from tests.browser.conftest import TABLET
from tests.browser.guests.flow.scanning.pictures import A_KIND, HEIGHT, KINDS, WIDTH, shots
from tests.people import ROOT

VENDORED = ROOT / "static/vendor/zxing-wasm-3.1.6"
READ = """
async ([width, height]) => {
  const { openReader } = await import("/static/js/kiosk/camera/reader.js");
  const file = document.querySelector("#shots").files[0];
  const grey = new Uint8Array(await file.arrayBuffer());
  const reader = await openReader();
  const found = [], colours = new Uint32Array(width * height);
  for (let at = 0; at < grey.length; at += colours.length) {
    for (let i = 0; i < colours.length; i += 1) colours[i] = 0xff000000 | grey[at + i] * 0x10101;
    found.push(await reader.read(new ImageData(new Uint8ClampedArray(colours.buffer), width, height)));
  }
  reader.close();
  return found;
}
"""


@pytest.fixture(scope="module")
def drawn():
    return list(shots())


@pytest.fixture
def read(open_browser, live_server, drawn, tmp_path):
    """The texts the shipped decoder finds in each picture."""
    file = tmp_path / "shots"
    file.write_bytes(b"".join(shot.image.tobytes() for shot in drawn))
    page = open_browser(TABLET)
    page.goto("/kiosk/")
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'shots' }))")
    page.set_input_files("#shots", file)
    return page.evaluate(READ, [WIDTH, HEIGHT])


def test_the_shipped_decoder_reads_what_a_guest_may_hold_before_it(read, drawn):
    assert len(read) == len(drawn) == A_KIND * len(KINDS) == 200
    hits = Counter(shot.kind for shot, texts in zip(drawn, read, strict=True) if shot.text in texts)
    wrong = [texts for shot, texts in zip(drawn, read, strict=True) if set(texts) - {shot.text}]
    beside = sum(
        any(found.text == shot.text for found in zxingcpp.read_barcodes(shot.image, zxingcpp.BarcodeFormat.QRCode))
        for shot in drawn
    )
    print(dict(hits), "zxing-cpp", beside)
    assert wrong == []
    assert hits.total() >= 190
    assert min(hits[kind] for kind in KINDS) >= 34
    assert hits.total() >= 0.97 * beside


def test_the_vendored_decoder_is_the_one_that_was_bundled():
    for line in (VENDORED / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == digest, name
    assert "MIT" in (VENDORED / "LICENSE").read_text() and "Apache" in (VENDORED / "LICENSE.zxing-cpp").read_text()
