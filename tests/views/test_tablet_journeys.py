"""Langkah tamu: what tablets count of their guests' way, and the admin's page of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect, select

from pstku.core import clock
from pstku.core.db import db, session
from pstku.devices.models import JourneyCount
from tests.factories import make_device, make_visit

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}


@pytest.fixture
def device_id(cast):
    return make_device(cast.office_id, token="device-token")


@pytest.fixture
def tell(app, client, device_id):
    """`tell("contact", 40)` counts a guest as the tablet's script does."""
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return lambda step, seconds: client.post(
        "/kiosk/api/perjalanan", json={"ended_at": step, "seconds": seconds}, headers=PROOF
    )


def rows():
    db.session.remove()
    return sorted((one.ended_at, one.within_seconds, one.count) for one in session().scalars(select(JourneyCount)))


@pytest.mark.both_engines
def test_guests_of_a_day_are_counted_together(tell):
    for seconds in (31, 40, 44):
        assert tell("done", seconds).status_code == 200
    tell("contact", 12)
    assert rows() == [("contact", 15, 1), ("done", 45, 3)]


@pytest.mark.parametrize(("step", "seconds"), [("Budi", 10), ("", 10), ("rating", 5)])
def test_what_is_no_step_is_not_kept(tell, step, seconds):
    assert tell(step, seconds).status_code == 200
    assert rows() == []


@pytest.mark.parametrize("seconds", [-5, "x", None, 10**12])
def test_an_odd_time_does_no_harm(tell, seconds):
    assert tell("done", seconds).status_code == 200
    assert [count for _step, _within, count in rows()] == [1]


@pytest.mark.both_engines
def test_a_count_holds_no_moment_and_no_guest(app):
    assert set(inspect(JourneyCount).columns.keys()) == {"device_id", "day", "ended_at", "within_seconds", "count"}


def test_the_admin_sees_steps_where_guests_leave_time_and_share_of_raters(cast, tell, device_id, sign_in):
    for step, seconds, times in (("done", 40, 3), ("contact", 20, 2), ("name", 5, 1)):
        for _ in range(times):
            tell(step, seconds)
    for rated in (True, False, True, True):
        make_visit(cast.office_id, state="done", device_id=device_id, rated_at=clock.now() if rated else None)
    admin = sign_in("admin")
    row = admin.get("/admin/tablet/langkah").page.select_one("main tbody tr")
    assert [cell.get_text(strip=True) for cell in row.select("td.n")] == ["6", "6", "5", "5", "3", "3"]
    words = " ".join(row.get_text().split())
    assert "Kontak (2 tamu)" in words and "30–45 detik" in words
    assert "dilayani" not in words  # of four a share would tell of single guests
    make_visit(cast.office_id, state="done", device_id=device_id, rated_at=None)
    assert "3 dari 5 yang dilayani" in admin.get("/admin/tablet/langkah").text
    assert "/admin/tablet/langkah" in admin.get("/admin/tablet").text


@pytest.mark.both_engines
def test_those_served_count_from_the_first_of_thirty_days_of_the_office(cast, tell, device_id, sign_in):
    tell("done", 40)
    tz = ZoneInfo("Asia/Makassar")
    today = datetime.combine(clock.local_day(clock.now(), tz), time(), tz)
    first = today - timedelta(days=29)
    for at in (first - timedelta(minutes=1), *[first] * 5, today):
        rated = first if at == today else None
        make_visit(cast.office_id, at=at, state="done", device_id=device_id, rated_at=rated)
    assert "1 dari 6 yang dilayani" in sign_in("admin").get("/admin/tablet/langkah").text


def test_only_an_admin_sees_it(sign_in):
    assert sign_in("officer").get("/admin/tablet/langkah").status_code == 403
