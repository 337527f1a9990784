"""What a poll of the desk brings, and that it brings nothing while nobody acts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.tokens import uuid7
from pstku.devices.operations import Pulse, heartbeat
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin
from pstku.offices.queries import configuration
from pstku.outbox.operations.arriving import Shown, take_kept_visit
from tests.desk import poll, register, shown_by, statements
from tests.factories import make_device

NOON = clock.now().replace(hour=4, minute=0)  # in Gorontalo


@pytest.fixture
def officer(sign_in):
    return sign_in("officer")


def test_one_poll_of_the_desk_brings_ring_and_board_and_then_nothing_until_somebody_acts(cast, officer):
    page = officer.get("/meja")
    poller = page.page.select_one("[hx-trigger='every 5s']")
    assert poller["hx-get"] == "/meja/kabar"
    assert len(page.page.select("[hx-trigger^=every]")) == 1
    known = shown_by(page)
    first = poll(officer, **known)
    assert first.page.select("#ring, #board") == []  # both are as the page shows them
    known |= shown_by(first)
    assert poll(officer, **known).status_code == 204
    register(cast, name="Yusran")
    news = poll(officer, **known)
    assert "Yusran" in news.page.select_one("#board").get_text()
    assert news.page.select_one("#ring")["data-count"] == "1"
    assert {part["id"] for part in news.page.select("[hx-swap-oob=true]")} == {"known", "ring", "board"}
    assert poll(officer, **known | shown_by(news)).status_code == 204


@pytest.mark.both_engines
def test_an_entry_of_hours_ago_stands_on_the_board_and_rings_for_nobody(cast, officer):
    known = shown_by(officer.get("/meja"))
    entry = Entry(service_id=configuration(cast.office_id).services[1].id, name="Yusran", needs_help=True)
    for hours, count in ((2, ""), (0.25, "1")):
        origin = Origin("tablet", kept_for=timedelta(hours=hours))
        with clock.at(NOON):
            take_kept_visit(cast.office_id, uuid7(), replace(entry, name=f"Yusran {hours}"), origin, Shown())
            news = poll(officer, **known)
        known |= shown_by(news)
        waiting = news.page.select_one("#board").get_text(" ", strip=True)
        assert f"Yusran {hours}" in waiting and "Perlu bantuan" in waiting
        ring = news.page.select_one("#ring")
        assert (ring.get("data-count", "") if ring else "") == count


def test_the_desk_hears_of_a_tablet_that_is_nearly_full_and_of_one_that_is(cast, officer):
    device_id = make_device(cast.office_id)
    known = shown_by(officer.get("/meja"))
    for count, words in ((449, ""), (450, "hampir penuh: 450 isian"), (451, ""), (500, "penuh: tamu berikutnya")):
        heartbeat(device_id, Pulse(outbox_count=count, outbox_age_seconds=600))
        register(cast)  # the stamp moves when somebody acts
        news = poll(officer, **known)
        known |= shown_by(news)
        told = news.page.select_one("#crowded")
        assert (words in told.get_text(" ", strip=True)) if words else told is None, count
    assert "penuh" in officer.get("/meja").page.select_one("#crowded").get_text()


@pytest.mark.both_engines
def test_the_desk_hears_of_what_has_lain_on_a_tablet_for_two_weeks(cast, officer):
    """Also when the tablet itself has been silent since."""
    device_id = make_device(cast.office_id)
    known = shown_by(officer.get("/meja"))
    for age, silent, words in ((13.9, 0, ""), (14.1, 0, "sejak 14 hari"), (3, 12, "sejak 15 hari")):
        with clock.at(clock.now() - timedelta(days=silent)):
            heartbeat(device_id, Pulse(outbox_count=2, aside_count=1, outbox_age_seconds=int(age * 86400)))
        register(cast)
        news = poll(officer, **known)
        known |= shown_by(news)
        told = news.page.select_one("#crowded")
        assert (words in told.get_text(" ", strip=True)) if words else told is None, age
        assert bool(news.page.select("#crowded .note.bad")) is bool(words)


@pytest.mark.both_engines
def test_a_quiet_poll_reads_two_rows_and_builds_nothing(cast, officer, monkeypatch):
    register(cast)
    known = shown_by(poll(officer))
    monkeypatch.setattr("pstku.intranet.desk.ring.board", None)
    monkeypatch.setattr("pstku.intranet.desk.ring.ring_for", None)
    assert statements(lambda: poll(officer, **known)) <= 3  # who asks, the office's day, the end of the trail
    assert statements(lambda: poll(officer, "/meja/panggilan", **known)) <= 2


def test_the_board_of_a_minute_later_is_told_though_nobody_acted(cast, officer):
    with clock.at(clock.now().replace(second=0, microsecond=0)):
        now = clock.now()
        register(cast)
        known = shown_by(poll(officer))
    with clock.at(now + timedelta(seconds=59)):
        assert poll(officer, **known).status_code == 204
    with clock.at(now + timedelta(seconds=60)):
        assert "1 menit" in poll(officer, **known).page.select_one("#board").get_text()
