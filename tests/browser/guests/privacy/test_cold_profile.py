"""A tablet that was started without its server, lost: its closed browser's files hold no word of a guest."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import ARGUMENTS, TABLET
from tests.browser.guests.privacy.test_profile import PLANTED, hits, sign_in
from tests.browser.guests.steps import state
from tests.chromium import find_chromium


def test_a_cold_start_leaves_no_word_of_a_guest(chromium, live_server, secret, tmp_path):
    folder = tmp_path / "profile"

    def start() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            folder,
            executable_path=find_chromium(),
            args=ARGUMENTS,
            base_url=live_server.url,
            viewport=TABLET,
            locale="id-ID",
        )
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
        page = context.pages[0]
        page.goto("/kiosk/")
        page.wait_for_selector(".ready-mark")
        return page

    start().context.close()
    live_server.pull()
    page = start()
    expect(state(page, "idle").get_by_text("Belum diketahui").first).to_be_visible()
    sign_in(page)
    page.context.close()
    assert {words: hits(folder, words) for words in PLANTED} == {words: [] for words in PLANTED}
    assert hits(folder, "/kiosk/luring")  # the worker and what it keeps do lie there
    live_server.put_back()
