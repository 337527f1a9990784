"""A key in Chromium's own software authenticator: made on the account page, used on the sign-in page, taken away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP
from tests.people import PASSWORD


@pytest.fixture
def authenticator(live_server, open_browser):
    """The officer's browser, signed in under a name instead of a number, with a key store that unlocks itself."""
    live_server.app.config["PUBLIC_URL"] = live_server.url.replace("127.0.0.1", "localhost")
    page = open_browser(DESKTOP, at=live_server.app.config["PUBLIC_URL"])
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("officer")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    name = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return page, tools, name


def register(page: Page) -> None:
    page.goto("/saya/kunci-sandi")
    page.get_by_label("Nama perangkat").fill("HP saya")
    page.get_by_role("button", name="Daftarkan").click()
    expect(page.get_by_role("row", name=re.compile("HP saya"))).to_be_visible()


def leave(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/masuk")


def test_a_key_is_made_used_and_taken_away(authenticator):
    page, tools, name = authenticator
    register(page)
    leave(page)
    assert violations(page) == []
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(lambda url: "/masuk" not in url)
    page.goto("/saya/kunci-sandi")
    assert tools.send("WebAuthn.getCredentials", {"authenticatorId": name})["credentials"][0]["signCount"] > 0
    page.get_by_role("button", name="Hapus").click()
    leave(page)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Kunci sandi ini tidak dapat dipakai")).to_be_visible()


def test_a_device_that_does_not_unlock_says_so_and_the_password_is_still_there(authenticator):
    page, tools, name = authenticator
    register(page)
    leave(page)
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_text("Perangkat ini tidak memberi kunci")).to_be_visible()
    expect(page.get_by_label("Nama pengguna")).to_be_visible()
