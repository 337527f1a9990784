"""What a guest saved while nobody answered: sealed on the tablet, sent once, and kept until the server names it."""

import json
import re
from itertools import count
from threading import Event

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pstku.core.db import db, session
from pstku.devices.models import Device
from pstku.devices.operations import enrol_demo_device
from pstku.guestbook.models import Guest
from pstku.offices.queries import office_by_code
from pstku.outbox.operations.arriving import take_kept_visit
from pstku.outbox.operations.keys import change_key
from pstku.ratings.models import Vote
from tests.browser.accessibility import violations
from tests.browser.conftest import picture
from tests.browser.guestbook.steps import admin, leftovers, press, revoke, save, settings, state, to_check, visits
from tests.browser.waiting import until

POSTED, DELIVERED, POLLED = "**/kiosk/api/kunjungan", "**/kiosk/api/kiriman", "**/kiosk/api/keadaan*"
STORE = "/static/js/kiosk/outbox/store.js"
STORED = f"""async () => (await (await import("{STORE}")).allItems()).map(
  (item) => ({{ ...item, sealed: Array.from(item.sealed, (byte) => String.fromCharCode(byte)).join("") }}))"""
FILL = """async (count) => {
  const { keep, leave } = await import("/static/js/kiosk/outbox/outbox.js");
  const { uuid7 } = await import("/static/js/kiosk/uuid7.js");
  const service = Number(document.querySelector("[name=service]").value);
  for (let i = 0; i < count; i += 1) leave(await keep("visit", { id: uuid7(), service, name: `Tamu ${i}`, written_at: Date.now() }));
}"""

# Two minutes later, in the moment the server has answered something: what waits is tried, however often it was in vain.
LATER = """async () => {
  const now = Date.now;
  Date.now = () => now() + 120000;
  (await import("/static/js/kiosk/states.js")).emit("news", { invitation: null, at: 0 });
}"""


def stored(page: Page) -> list[dict]:
    return page.evaluate(STORED)


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-outbox]")
    return page


def silence(page: Page, *paths: str) -> None:
    for path in paths or (POSTED, DELIVERED, POLLED):
        page.route(path, lambda route: route.abort())


def hear_again(page: Page) -> None:
    page.unroute_all()


def emptied(page: Page, *, but: int = 0) -> None:
    """Wait until the outbox is empty, or holds no more than so many."""
    until(page, lambda: len(stored(page)) <= but)


def names(live_server) -> list[str]:
    with live_server.app.app_context():
        found = sorted(session().scalars(select(Guest.name)))
        db.session.remove()
    return found


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


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_what_the_server_will_never_take_is_set_aside_and_stops_no_other(live_server, tablet, status):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 3)
    bad = stored(page)[0]["id"]

    def refuse_one(route) -> None:
        items = route.request.post_data_json["items"]
        if any(item["id"] == bad for item in items):
            route.fulfill(status=status, json={"error": "no"})  # of the whole batch: nobody says which one it is
        else:
            route.continue_()

    silence(page, "**/kiosk/api/sisihan")  # where it would be tried anew, and taken (tests/views/test_aside.py)
    page.route(DELIVERED, refuse_one)
    emptied(page, but=1)
    until(page, lambda: [(item["id"], item.get("aside")) for item in stored(page)] == [(bad, status)])
    assert names(live_server) == ["Tamu 1", "Tamu 2"]
    with page.expect_request(re.compile("keadaan.*outbox=1&")):  # somebody sees that it is there
        pass
    page.reload()
    with page.expect_request(re.compile("keadaan.*outbox=1&")):
        pass


def test_one_bad_item_is_late_or_set_aside_by_itself_and_delays_nobody_behind_it(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 3)
    gone, broken, fine = (item["id"] for item in stored(page))
    sent: list[list[str]] = []

    def answer(route) -> None:
        sent.append([item["id"] for item in route.request.post_data_json["items"]])
        told = {gone: 404, broken: 500}
        route.fulfill(json={"items": [{"id": one, "status": told.get(one, 200)} for one in sent[-1]]})

    silence(page, "**/kiosk/api/sisihan")
    page.evaluate("Date.now = ((now) => () => now)(Date.now())")  # no pause ends by itself
    page.route(DELIVERED, answer)
    page.evaluate(LATER)
    until(page, lambda: [(item["id"], item.get("aside")) for item in stored(page)] == [(gone, 404), (broken, None)])
    assert sent == [[gone, broken, fine]]
    page.evaluate(FILL, 1)
    until(page, lambda: len(stored(page)) == 2)  # the next guest's is sent at once, without the two
    assert len(sent) == 2 and broken not in sent[1]
    page.evaluate(LATER)
    until(page, lambda: len(sent) == 3)
    assert sent[2] == [broken]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 401, "json": {}},
        {"status": 403, "json": {}},
        {"status": 404, "json": {}},
        {"status": 429, "json": {}},
        {"status": 503, "json": {}},
        {"status": 200, "body": "<p>Masuk Wi-Fi</p>", "content_type": "text/html"},
        {"status": 302, "headers": {"Location": "/masuk"}},
        {"status": 200, "json": {"ok": True}},
        {"status": 200, "json": {"items": [{"id": "another", "status": 200}]}},
        {"status": 200, "json": {"items": "each", "each": 500}},
    ],
    ids=lambda answer: str(answer)[:60],
)
def test_any_other_answer_keeps_what_is_kept(live_server, tablet, answer):
    page = ready(tablet())
    answered = []

    def pretend(route) -> None:
        answered.append(1)
        items = route.request.post_data_json["items"]
        each = answer.get("json", {}).get("each")
        told = {"items": [{"id": item["id"], "status": each} for item in items]} if each else answer.get("json")
        route.fulfill(**{**answer, "json": told} if told is not None else answer)

    page.route(DELIVERED, pretend)
    page.evaluate(FILL, 2)
    until(
        page, lambda: page.evaluate(LATER) or len(answered) > 1
    )  # it tries again when the first answer has been dealt with
    assert [item.get("aside") for item in stored(page)] == [None, None]
    assert visits(live_server) == []


def test_a_slow_batch_behind_is_sent_in_the_order_of_the_store(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 60)
    order = [item["id"] for item in stored(page)]
    sent: list[str] = []

    def note(route) -> None:
        sent.extend(item["id"] for item in route.request.post_data_json["items"])
        route.continue_()

    page.route(DELIVERED, note)
    emptied(page)
    assert sent == order
    assert sorted(visit.number for visit in visits(live_server)) == list(range(1, 61))


# The tablet waits forty seconds for a batch; here it gives up at once.
HURRY = """() => {
  const wait = window.setTimeout;
  window.setTimeout = (act, ms, ...rest) => wait(act, ms === 40000 ? 500 : ms, ...rest);
}"""


def test_a_batch_that_is_sent_again_while_the_first_still_runs_is_written_once(live_server, tablet, monkeypatch):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 3)
    page.evaluate(HURRY)
    released, calls, done = Event(), count(1), []

    def slow(*told):
        if next(calls) == 2:  # the first item is written, the server stands still before the second
            assert released.wait(60)
        done.append(told[1])
        return take_kept_visit(*told)

    monkeypatch.setattr("kiosk.deliveries.take_kept_visit", slow)
    hear_again(page)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/kiriman")):
        pass
    page.evaluate(LATER)
    emptied(page)
    assert len(done) == 4 and names(live_server) == ["Tamu 0", "Tamu 1", "Tamu 2"]
    released.set()
    until(page, lambda: len(done) == 6)  # and the first goes on with what it had, in vain
    assert names(live_server) == ["Tamu 0", "Tamu 1", "Tamu 2"]
    assert sorted(visit.number for visit in visits(live_server)) == [1, 2, 3]


SEALED_TO = """async () => {
  const { numberOf } = await import("/static/js/kiosk/outbox/seal.js");
  return (await (await import("/static/js/kiosk/outbox/store.js")).allItems()).map(({ sealed }) => numberOf(sealed));
}"""


def test_what_was_sealed_before_ganti_kunci_arrives_and_the_next_is_sealed_to_the_new_key(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 1)
    with live_server.app.app_context():
        assert change_key(admin()) == 2
        db.session.remove()
    assert page.evaluate(SEALED_TO) == [1]
    hear_again(page)
    emptied(page)
    assert names(live_server) == ["Tamu 0"]
    with page.expect_request(re.compile("keadaan.*key=2")):  # it says that it needs the first no longer
        page.evaluate(LATER.replace("120000", "7200000"))  # a tablet asks for the key once an hour
    silence(page, DELIVERED)
    page.evaluate(FILL, 1)
    assert page.evaluate(SEALED_TO) == [2]
    hear_again(page)
    page.evaluate(LATER)
    emptied(page)
    assert names(live_server) == ["Tamu 0", "Tamu 0"]


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
