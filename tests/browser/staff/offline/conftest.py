"""One's own phone with the library on it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.staff.offline.library import READY, wait_until
from tests.people import PASSWORD


@pytest.fixture
def phone(open_browser, office) -> Page:
    """One's own phone, signed in, with the library on it."""
    page = open_browser(PHONE)
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("employee")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_label("Ini HP saya sendiri").check()
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/jawab")
    wait_until(page, READY)
    return page
