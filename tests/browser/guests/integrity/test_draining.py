"""How the outbox empties: once, in order, and until the server names each item; what it refuses stops no other."""

import re
from itertools import count
from threading import Event

import pytest

from pstku.core.db import db
from pstku.outbox.operations.arriving import take_kept_visit
from pstku.outbox.operations.keys import change_key
from tests.browser.guests.kept import (
    DELIVERED,
    FILL,
    LATER,
    emptied,
    hear_again,
    names,
    ready,
    silence,
    stored,
)
from tests.browser.guests.steps import admin, visits
from tests.browser.waiting import until


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
        told = {gone: 422, broken: 500}
        route.fulfill(json={"items": [{"id": one, "status": told.get(one, 200)} for one in sent[-1]]})

    silence(page, "**/kiosk/api/sisihan")
    page.evaluate("Date.now = ((now) => () => now)(Date.now())")  # no pause ends by itself
    page.route(DELIVERED, answer)
    page.evaluate(LATER)
    until(page, lambda: [(item["id"], item.get("aside")) for item in stored(page)] == [(gone, 422), (broken, None)])
    assert sent == [[gone, broken, fine]]
    page.evaluate(FILL, 1)
    until(page, lambda: len(stored(page)) == 2)  # the next guest's is sent at once, without the two
    assert len(sent) == 2 and broken not in sent[1]
    page.evaluate(LATER)
    until(page, lambda: len(sent) == 3)
    assert sent[2] == [broken]


NO_ASIDE = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (row, ...key) {
    const asked = put.call(this, row, ...key);
    if (row.aside) this.transaction.abort(); // as a full disk does
    return asked;
  };
}"""
POLLED = """async () => Promise.allSettled(
  (await import("/static/js/kiosk/states.js")).emit("news", { invitation: null, at: 0 }))"""


def test_what_a_full_disk_cannot_set_aside_waits_and_is_not_sent_at_every_poll(live_server, tablet):
    page = ready(tablet())
    silence(page, DELIVERED)
    page.evaluate(FILL, 3)
    bad = stored(page)[0]["id"]
    sent: list[list[str]] = []

    def answer(route) -> None:
        sent.append([item["id"] for item in route.request.post_data_json["items"]])
        route.fulfill(json={"items": [{"id": one, "status": 422 if one == bad else 200} for one in sent[-1]]})

    page.evaluate(NO_ASIDE)
    page.evaluate("Date.now = ((now) => () => now)(Date.now())")  # no pause ends by itself
    page.route(DELIVERED, answer)
    page.evaluate(LATER)
    until(page, lambda: [item["id"] for item in stored(page)] == [bad])
    page.evaluate(POLLED)
    assert len(sent) == 1
    page.evaluate(LATER)
    until(page, lambda: len(sent) == 2)
    assert sent[1] == [bad] and len(stored(page)) == 1


OTHERS = [
    {"status": 401, "json": {}},
    {"status": 403, "json": {}},
    {"status": 404, "json": {}},
    {"status": 408, "json": {}},
    {"status": 425, "json": {}},
    {"status": 429, "json": {}},
    {"status": 500, "json": {}},
    {"status": 503, "json": {}},
    {"status": 200, "body": "<p>Masuk Wi-Fi</p>", "content_type": "text/html"},
    {"status": 302, "headers": {"Location": "/masuk"}},
    {"status": 200, "json": {"ok": True}},
    {"status": 200, "json": {"items": [{"id": "another", "status": 200}]}},
    *({"status": 200, "json": {"items": "each", "each": one}} for one in (401, 403, 404, 408, 425, 429, 500, 503)),
]


def test_any_other_answer_keeps_what_is_kept(live_server, tablet):
    page = ready(tablet())
    now = {"answer": {}, "times": 0}

    def pretend(route) -> None:
        now["times"] += 1
        answer, items = now["answer"], route.request.post_data_json["items"]
        each = answer.get("json", {}).get("each")
        told = {"items": [{"id": item["id"], "status": each} for item in items]} if each else answer.get("json")
        route.fulfill(**{**answer, "json": told} if told is not None else answer)

    silence(page, DELIVERED)
    page.evaluate(FILL, 2)
    page.route(DELIVERED, pretend)
    for answer in OTHERS:
        now.update(answer=answer, times=0)
        # It tries again when the first answer has been dealt with.
        until(page, lambda: page.evaluate(LATER) or now["times"] > 1)
        assert [item.get("aside") for item in stored(page)] == [None, None], answer
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
