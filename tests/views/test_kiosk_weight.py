"""What a tablet on slow Wi-Fi loads before a guest can touch it."""

import gzip
import re

import pytest

from pstku.http.paths import STATIC
from tests.bench.pages import KB, sizes_of
from tests.factories import make_device
from tests.words.guests import english

ROOM = 256  # bytes that one zlib packs the same page larger than another
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def test_the_first_load_weighs_sixty_kilobytes_with_font_and_pictures(tablet):
    page = tablet.get("/kiosk/")
    sizes = sizes_of(tablet, page.page)
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js"))
    assert any(path.endswith(".woff2") for path in sizes) and any(path.endswith(".svg") for path in sizes)
    assert not any("noble" in path or "outbox" in path for path in sizes)  # sealing comes later
    assert scripts <= 32 * KB, sizes
    assert len(gzip.compress(page.data, 6)) + sum(sizes.values()) <= 60 * KB - ROOM, sizes


def test_no_word_of_a_guest_needs_the_whole_font(tablet):
    style = (STATIC / "css/base.css").read_text()
    (ranges,) = re.findall(r"unicode-range: ([^;]+);", style)
    signs = {
        sign
        for first, last in RANGE.findall(ranges)
        for sign in map(chr, range(int(first, 16), int(last or first, 16) + 1))
    }
    words = tablet.get("/kiosk/").page.get_text() + "".join(str(message.string) for message in english())
    assert {sign for sign in words if not sign.isspace()} <= signs
