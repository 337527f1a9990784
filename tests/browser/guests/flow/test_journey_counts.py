"""The tablet counts how far its guests come: once each, at the end, without a word of them."""

import json

from tests.browser.guests.steps import begin, press, save, state, to_check
from tests.browser.waiting import until


def test_each_guest_is_counted_once_at_the_last_step(tablet):
    page = tablet()
    told = []

    def note(request) -> None:
        if request.url.endswith("/perjalanan"):
            told.append(json.loads(request.post_data))

    page.on("request", note)
    loaded = "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/journey.js'))"
    until(page, lambda: page.evaluate(loaded))
    page.wait_for_selector("html[data-outbox]")
    to_check(page)
    save(page)
    press(page, "done", "Selesai")
    begin(page)
    page.locator("#name").fill("Zulkarnainsyah")
    press(page, "name", "Batal dan hapus")
    begin(page, "Pengaduan")  # another way: not counted
    press(page, "complaint", "Batal dan hapus")
    state(page, "idle").get_by_role("link", name="Beri penilaian").click()
    page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:home'))")
    until(page, lambda: len(told) == 2)
    page.evaluate("async () => { await fetch('/healthz'); }")  # what was told meanwhile has left
    assert [one["ended_at"] for one in told] == ["done", "name"]
    assert all(set(one) == {"ended_at", "seconds", "sent_at"} for one in told)
