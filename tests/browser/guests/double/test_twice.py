"""What is done twice counts once: two taps, two presses of Enter, two tablets, two pages of one tablet, and Back after the end."""

import pytest
from playwright.sync_api import expect

from tests.browser.guests.kept import emptied, hear_again, ready, silence, stored
from tests.browser.guests.steps import leftovers, press, save, state, to_check, visits


def test_a_double_tap_on_simpan_is_one_visit(live_server, tablet):
    page = tablet()
    to_check(page)
    state(page, "check").locator(".k-bottom .primary").dblclick()
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_simpan_pressed_again_and_again_by_keys_is_one_visit(live_server, tablet):
    page = tablet()
    to_check(page)
    state(page, "check").locator(".k-bottom .primary").focus()
    for _ in range(4):
        page.keyboard.press("Enter", delay=0)
    expect(state(page, "done")).to_be_visible()
    assert len(visits(live_server)) == 1


def test_a_double_tap_goes_one_step(tablet):
    page = tablet()
    page.get_by_role("link", name="Isi buku tamu").dblclick()
    expect(state(page, "service")).to_be_visible()
    state(page, "service").locator(".choice", has_text="Konsultasi statistik").dblclick()
    expect(state(page, "name")).to_be_visible()
    page.locator("#name").fill("Rahmawati")
    state(page, "name").locator(".k-bottom .primary").dblclick(no_wait_after=True)
    expect(state(page, "about")).to_be_visible()


def test_back_after_the_end_and_simpan_again_is_a_new_guest_with_nothing_of_the_first(live_server, tablet):
    page = tablet()
    to_check(page)
    save(page)
    page.go_back()
    expect(state(page, "idle")).to_be_visible()
    page.go_forward()
    assert leftovers(page) == []
    page.goto("/kiosk/")
    page.wait_for_selector("html[data-ready]")
    to_check(page, "Budi")
    save(page)
    assert len({row.guest_id for row in visits(live_server)}) == len(visits(live_server)) == 2


def test_two_tablets_at_once_get_two_numbers(live_server, tablet):
    pages = [tablet(), tablet()]
    for page in pages:
        to_check(page)
    for page in pages:
        state(page, "check").locator(".k-bottom .primary").click(no_wait_after=True)
    for page in pages:
        expect(state(page, "done")).to_be_visible()
    assert sorted(row.number for row in visits(live_server)) == [1, 2]


@pytest.mark.parametrize("closes", [False, True], ids=["both stay", "the first is closed"])
def test_two_pages_of_one_tablet_send_what_each_kept_once(live_server, tablet, closes):
    first = ready(tablet())
    second = first.context.new_page()
    second.goto("/kiosk/")
    ready(second)
    for page in (first, second):
        silence(page)  # both, before anything is kept: either sends what lies in the store of both
    for page, name in ((first, "Rahmawati"), (second, "Budi")):
        to_check(page, name)
        press(page, "check", "Simpan")
        expect(state(page, "stored")).to_be_visible()
    assert len(stored(second)) == 2
    if closes:
        first.close()
    for page in [second] if closes else [first, second]:
        hear_again(page)
    emptied(second)
    assert len(visits(live_server)) == 2
    assert len({row.tablet_number for row in visits(live_server)}) == 2
