"""A tablet's secret on its way: in the cookie of a poll, on the admin's page, and in the hands of somebody who copied it."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.remote.operations.secrets import ask_for_new_secret
from tests.factories import make_device

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BEAT = timedelta(seconds=46)
LIST = "/admin/tablet"


@pytest.fixture
def device_id(cast):
    with clock.at(NOON):
        return make_device(cast.office_id, token="device-token")


@pytest.fixture
def tablet(app, client, device_id):
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def poll(tablet):
    return tablet.get("/kiosk/api/keadaan")


def held(app, tablet) -> str:
    return tablet.http.get_cookie(app.config["DEVICE_COOKIE_NAME"]).value


@pytest.mark.both_engines
def test_the_next_secret_comes_with_a_poll_and_a_copy_of_the_old_one_is_seen(app, cast, tablet, device_id, sign_in):
    admin = sign_in("admin")
    admin.post_form(f"{LIST}/{device_id}/rahasia", {}, page=f"{LIST}/{device_id}")
    assert "menunggu tablet melapor" in admin.get(f"{LIST}/{device_id}").text
    start = clock.now()
    for number in range(5):
        with clock.at(start + number * BEAT):
            assert poll(tablet).status_code == 200
    second = held(app, tablet)
    assert second != "device-token" and "dipakai lagi" not in admin.get(LIST).text
    copy = app.test_client()
    copy.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    with clock.at(start + timedelta(minutes=20)):
        assert "Tablet ini sudah dicabut" in copy.get("/kiosk/").text
        assert copy.get("/kiosk/api/keadaan").status_code == 401
        assert poll(tablet).status_code == 200
    assert "rahasia lama dipakai lagi" in admin.get(LIST).text
    assert "Ada salinannya" in admin.get(f"{LIST}/{device_id}").text
    assert "Rahasia lama tablet dipakai lagi" in admin.get("/admin/").text


def test_a_poll_between_two_beats_changes_no_cookie(app, cast, tablet, device_id):
    with clock.at(NOON):
        poll(tablet)
    ask_for_new_secret(cast.admin, device_id)
    with clock.at(NOON + timedelta(seconds=20)):
        assert "Set-Cookie" not in poll(tablet).headers
    with clock.at(NOON + BEAT):
        assert "HttpOnly" in poll(tablet).headers["Set-Cookie"] and held(app, tablet) != "device-token"
