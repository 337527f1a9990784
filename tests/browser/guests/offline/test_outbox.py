"""What a guest saved while nobody answered: sealed on the tablet, kept, and what the guest reads of it."""

import json
import re
from functools import partial

from playwright.sync_api import expect
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.devices.models import Device
from pstku.devices.operations import enrol_demo_device
from pstku.offices.queries import office_by_code
from pstku.ratings.models import Vote
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guests.kept import (
    DELIVERED,
    FILL,
    LATER,
    POLLED,
    POSTED,
    emptied,
    hear_again,
    names,
    ready,
    silence,
    stored,
)
from tests.browser.guests.steps import leftovers, press, revoke, save, settings, state, to_check, visits
from tests.browser.waiting import until

LOOSE = """async () => {
  const { send } = await import("/static/js/kiosk/post.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const service = Number(document.querySelector("[name=service]").value);
  send("/kiosk/api/kunjungan", { id: uuid7(), service, name: "Rahmawati" }); // its disk takes nothing
}"""


def test_while_nobody_answers_a_guest_is_kept_sealed_and_arrives_once(live_server, tablet):
    page = ready(tablet())
    silence(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored").get_by_role("heading", name="Tersimpan di tablet ini")).to_be_focused()
    picture(page, "kiosk-tersimpan-di-tablet")
    assert leftovers(page) == [] and violations(page) == []
    (item,) = stored(page)
    assert "Rahmawati" not in json.dumps(item) and visits(live_server) == []
    assert "Rahmawati" not in page.content()
    press(page, "stored", "Selesai")
    expect(state(page, "idle")).to_be_visible()
    hear_again(page)
    emptied(page)
    assert [str(visit.id) for visit in visits(live_server)] == [item["id"]]


def test_who_goes_back_in_the_moment_of_saving_is_kept_all_the_same(live_server, tablet):
    page = ready(tablet())
    silence(page)
    to_check(page)
    page.evaluate("""() => {
      document.querySelector("[data-action=save]").click();
      window.dispatchEvent(new PopStateEvent("popstate", { state: { depth: 0 } })); // before a frame was drawn
    }""")
    expect(state(page, "idle")).to_be_visible()
    until(page, lambda: len(stored(page)) == 1)
    hear_again(page)
    emptied(page)
    assert names(live_server) == ["Rahmawati"]


PASSING = [
    *({"status": status, "json": {"error": "Nanti saja."}} for status in (403, 404, 408, 425, 429)),
    *({"status": status, "body": "<p>Masuk Wi-Fi</p>", "content_type": "text/html"} for status in (401, 404, 422)),
    {"status": 200, "json": {"ok": True}},
]


def fulfil(answer, route) -> None:
    route.fulfill(**answer)


def test_an_answer_that_says_nothing_of_the_entry_keeps_it(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    for count, answer in enumerate(PASSING, 1):
        page.unroute(POSTED)
        page.route(POSTED, partial(fulfil, answer))
        to_check(page)
        press(page, "check", "Simpan")
        expect(state(page, "stored").get_by_role("heading", name="Tersimpan di tablet ini")).to_be_visible()
        press(page, "stored", "Selesai")
        assert [item.get("aside") for item in stored(page)] == [None] * count, answer
    hear_again(page)
    page.evaluate(LATER)
    emptied(page)
    assert len(visits(live_server)) == len(PASSING)


def test_a_guest_who_is_answered_leaves_nothing_behind(live_server, tablet):
    page = ready(tablet())
    to_check(page)
    save(page)
    emptied(page)
    assert len(visits(live_server)) == 1


def test_what_is_kept_outlives_the_page(live_server, tablet):
    page = ready(tablet())
    silence(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    other = page.context.new_page()
    page.close()
    other.goto("/kiosk/")
    emptied(ready(other))
    assert names(live_server) == ["Rahmawati"]


def test_a_revoked_tablet_keeps_what_it_has_and_sends_it_when_enrolled_again(live_server, tablet):
    page = ready(tablet())
    silence(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    revoke(live_server)
    hear_again(page)
    press(page, "stored", "Selesai")
    expect(page.get_by_role("heading", name="Tablet ini sudah dicabut")).to_be_visible()
    assert len(stored(page)) == 1
    with live_server.app.app_context():
        secret = enrol_demo_device(office_by_code("7571").id, name="Tablet lagi", desk_id=None)
        db.session.remove()
    page.context.add_cookies([{"name": "kios", "value": secret, "url": live_server.url, "sameSite": "Strict"}])
    page.goto("/kiosk/")
    emptied(ready(page))
    assert names(live_server) == ["Rahmawati"]


def test_a_vote_that_nobody_takes_is_kept_with_its_last_word(live_server, tablet):
    page = ready(tablet())
    page.route("**/kiosk/suara", lambda route: route.abort())
    silence(page, DELIVERED)
    page.evaluate(
        """async (score) => {
      const { openVote, choose } = await import("/static/js/kiosk/rating/vote.js");
      openVote({ id: "0198c2f0-7c1e-7abc-8def-0123456789ab" }, { officerId: null, invitationId: null });
      choose(score, performance.now());
    }""",
        4,
    )
    until(page, lambda: [item["n"] for item in stored(page)] == [1])
    page.evaluate(
        """async (comment) => {
      const { deliver } = await import("/static/js/kiosk/rating/vote.js");
      deliver({ reasons: [], comment, unsur: null, unsur_value: null });
    }""",
        "Cepat sekali",
    )
    until(page, lambda: [item["n"] for item in stored(page)] == [2])  # the last word has taken the first one's place
    (item,) = stored(page)
    assert item["kind"] == "vote" and "Cepat" not in json.dumps(item)
    hear_again(page)
    emptied(page)
    with live_server.app.app_context():
        vote = session().scalars(select(Vote)).one()
        assert (vote.score, vote.comment) == (4, "Cepat sekali")
        db.session.remove()


VOTE = """async () => {
  const { openVote, choose } = await import("/static/js/kiosk/rating/vote.js");
  openVote({ id: null, code: "C7QF" }, { officerId: null, invitationId: null });
  choose(4, performance.now());
  document.dispatchEvent(new CustomEvent("kiosk:show", { detail: "rate-thanks" }));
}"""


def test_thanks_say_no_more_than_what_is_true_of_the_vote(live_server, tablet):
    settings(live_server, thanks_seconds=15)
    page = ready(tablet())
    line = page.locator("[data-standing]:visible")
    page.evaluate(VOTE)  # by a code that nobody could look up
    expect(line).to_have_text("Tersimpan di tablet ini, dikirim sendiri nanti.")
    page.locator(".language").click()
    expect(line).to_have_text("Saved on this tablet, and sent by itself later.")
    page.locator("[data-rating=thanks]").click()
    expect(state(page, "idle")).to_be_visible()
    page.route("**/kiosk/suara", lambda route: route.fulfill(json={"id": route.request.post_data_json["id"]}))
    page.evaluate(VOTE.replace("id: null", 'id: "0198c2f0-7c1e-7abc-8def-0123456789ab"'))
    expect(line).to_have_text("Sudah kami terima.")


def test_the_heartbeat_counts_what_is_kept(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 3)
    with page.expect_request(re.compile("keadaan.*outbox=3")):
        pass
    with live_server.app.app_context():
        assert session().scalars(select(Device.id)).one()
        db.session.remove()


def test_a_corrected_entry_takes_the_place_of_the_first(live_server, tablet):
    page = ready(tablet())
    silence(page)
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    (first,) = stored(page)
    again = """async (id) => {
      const { keep } = await import("/static/js/kiosk/outbox/outbox.js");
      await keep("visit", { id, name: "Rahma" });
    }"""
    page.evaluate(again, first["id"])
    (second,) = stored(page)
    assert second["id"] == first["id"] and second["n"] > first["n"]


def test_an_unused_page_is_read_anew_only_while_there_is_somebody_to_give_it(live_server, tablet):
    page = ready(tablet())
    page.evaluate("window.isOld = true")
    silence(page, "**/healthz")
    page.evaluate("document.querySelector('#isi').dataset.page = 'of yesterday'")
    with page.expect_request("**/healthz"):
        pass
    with page.expect_request("**/healthz"):  # it asks again: the first answer has been dealt with
        pass
    assert page.evaluate("window.isOld")
    hear_again(page)
    page.wait_for_function("() => !window.isOld")


def test_what_is_kept_is_sent_before_the_page_is_read_anew(live_server, tablet):
    """The server takes its time: the page waits for it, and then goes."""
    page = ready(tablet())
    page.evaluate("window.isOld = true")
    held = []
    page.route(DELIVERED, lambda route: held.append(route))
    page.evaluate(FILL, 3)
    until(page, lambda: bool(held))
    page.evaluate("document.querySelector('#isi').dataset.page = 'of yesterday'")
    for _ in range(2):
        with page.expect_response(POLLED):
            pass
    assert page.evaluate("window.isOld") and len(stored(page)) == 3
    held[0].continue_()
    page.unroute(DELIVERED)
    page.wait_for_function("() => !window.isOld")
    assert stored(ready(page)) == [] and len(visits(live_server)) == 3


def test_what_the_server_cannot_take_now_holds_a_new_page_up_no_longer_than_five_minutes(live_server, tablet):
    page = ready(tablet())
    page.evaluate("window.isOld = true")
    page.route(DELIVERED, lambda route: route.fulfill(status=503))
    page.evaluate(FILL, 1)
    page.evaluate("document.querySelector('#isi').dataset.page = 'of yesterday'")
    with page.expect_response(DELIVERED):
        pass
    with page.expect_response(POLLED):
        pass
    assert page.evaluate("window.isOld")
    page.evaluate("(now) => { Date.now = () => now + 301_000; }", page.evaluate("Date.now()"))
    page.wait_for_function("() => !window.isOld")
    assert len(stored(ready(page))) == 1  # safe on the disk


def test_what_stands_in_memory_only_is_never_lost_to_a_new_page(live_server, tablet):
    page = ready(tablet())
    page.evaluate("window.isOld = true")
    silence(page, POSTED)
    page.evaluate(LOOSE)
    page.evaluate("(now) => { Date.now = () => now + 301_000; }", page.evaluate("Date.now()"))
    page.evaluate("document.querySelector('#isi').dataset.page = 'of yesterday'")
    for _ in range(2):
        with page.expect_response(POLLED):
            pass
    assert page.evaluate("window.isOld")
    hear_again(page)
    page.wait_for_function("() => !window.isOld")
    assert len(visits(live_server)) == 1


def test_while_the_server_is_silent_nobody_waits_for_it(live_server, tablet):
    page = ready(tablet())
    silence(page, "**/kiosk/api/**")
    with page.expect_event("requestfailed"):  # a poll
        pass
    asked: list[str] = []
    page.route(POSTED, lambda route: (asked.append(route.request.url), route.abort()))
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "stored")).to_be_visible()
    assert asked == []


def test_a_full_tablet_sends_guests_to_the_desk_and_overwrites_nothing(live_server, tablet):
    page = ready(tablet())
    silence(page, "**/kiosk/api/**")
    page.evaluate(FILL, 500)
    before = [item["n"] for item in stored(page)]
    to_check(page)
    press(page, "check", "Simpan")
    expect(state(page, "full").get_by_role("heading", name="Tablet ini penuh")).to_be_focused()
    expect(state(page, "full").locator(".tick use")).to_have_attribute("href", re.compile("#i-alert$"))
    picture(page, "kiosk-penuh")
    assert violations(page) == [] and leftovers(page) == []
    assert [item["n"] for item in stored(page)] == before and len(before) == 500
