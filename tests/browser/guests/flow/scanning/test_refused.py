"""A tablet whose browser may not use the camera."""

import pytest

from tests.browser.guests.flow.scanning.conftest import filming
from tests.browser.guests.flow.scanning.test_camera import open_camera, shown


@pytest.fixture(scope="module")
def chromium(chromium, film):
    with filming(chromium, film, asked="=deny") as browser:
        yield browser


def test_a_camera_that_is_not_allowed_leads_straight_to_the_keypad(tablet):
    page = tablet()
    open_camera(page)
    page.get_by_text("Kamera tidak diizinkan di tablet ini. Ketik kode kunjungan Anda.").wait_for()
    shown(page, "rate-code")
