"""Nothing is left on the glass for the next person: Back, a reload, Batal, walking away, the last screen."""

from playwright.sync_api import expect

from tests.browser.guests.steps import begin, leftovers, press, save, settings, state, to_check, visits


def test_back_walks_the_steps_and_shows_nothing_after_the_end(tablet):
    page = tablet()
    to_check(page)
    page.go_back()
    expect(state(page, "contact")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator("#name")).to_have_value("Rahmawati")
    press(page, "name", "Lanjut")
    expect(state(page, "check")).to_be_visible()
    save(page)
    press(page, "done", "Selesai")
    for _ in range(3):
        page.go_back()
        if not page.url.endswith("/kiosk/"):
            break
        expect(state(page, "idle")).to_be_visible()
        assert leftovers(page) == []


def test_a_reload_in_mid_form_leaves_nothing(live_server, tablet):
    page = tablet()
    begin(page)
    page.locator("#name").fill("Rahmawati")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []
    page.goto("/kiosk/buku-tamu")
    page.go_back()
    page.wait_for_selector("html[data-ready]")
    assert leftovers(page) == []
    assert visits(live_server) == []


def test_batal_dan_hapus_forgets_everything(tablet):
    page = tablet()
    to_check(page)
    press(page, "check", "Batal dan hapus")
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []
    assert "Rahmawati" not in page.content()
    assert page.evaluate("[localStorage.length, sessionStorage.length, JSON.stringify(history.state)]") == [
        0,
        0,
        '{"depth":0}',
    ]


def test_kembali_to_the_first_screen_forgets_everything(tablet):
    page = tablet()
    state(page, "idle").locator("[data-action=help]").click()
    page.get_by_role("dialog").get_by_role("button", name="Tinggalkan pertanyaan").click()
    state(page, "question").locator("textarea").first.fill("Rahmawati mencari inflasi")
    state(page, "question").get_by_role("button", name="Kembali").click()
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []


def test_a_guest_who_walks_away_is_asked_and_then_forgotten(live_server, tablet):
    settings(live_server, idle_seconds=60)
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    begin(page)
    page.locator("#name").fill("Rahmawati")
    page.clock.run_for(62_000)
    expect(page.get_by_role("dialog")).to_contain_text("Masih di sini?")
    page.get_by_role("button", name="Ya, lanjutkan").click()
    expect(page.locator("#name")).to_have_value("Rahmawati")
    page.clock.run_for(62_000)
    page.clock.run_for(32_000)
    expect(state(page, "idle")).to_be_visible()
    assert leftovers(page) == []


def test_the_last_screen_leaves_by_itself_unless_more_time_is_asked_for(live_server, tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    to_check(page)
    save(page)
    page.get_by_role("button", name="Perlu waktu lagi").click()
    page.clock.run_for(61_000)
    expect(state(page, "done")).to_be_visible()
    page.clock.run_for(61_000)
    expect(state(page, "idle")).to_be_visible()
    assert page.locator("[data-done=code]").text_content() == ""
