"""Kritik & saran at the tablet, for guests without a visit to rate."""

import pytest
from sqlalchemy import select

from pstku.core.db import session
from pstku.ratings.models import Remark, Vote
from tests.factories import make_device


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def words() -> list[str]:
    return list(session().scalars(select(Remark.text)))


@pytest.mark.both_engines
def test_words_are_kept_without_a_vote_and_the_tablet_is_idle_again(tablet):
    answer = tablet.post_form("/kiosk/kritik-saran", {"text": "Tolong tambah kursi."})
    assert (answer.status_code, answer.location) == (303, "/kiosk/")
    assert words() == ["Tolong tambah kursi."]
    assert session().scalars(select(Vote)).all() == []


@pytest.mark.both_engines
def test_the_same_form_twice_is_one_remark(tablet):
    page = tablet.get("/kiosk/kritik-saran").page
    fields = {f["name"]: f["value"] for f in page.select("input[type=hidden]")} | {"text": "Tolong tambah kursi."}
    for _ in range(2):
        tablet.post("/kiosk/kritik-saran", data=fields)
    assert words() == ["Tolong tambah kursi."]


def test_nothing_typed_is_told_so_and_what_was_typed_stays(tablet):
    answer = tablet.post_form("/kiosk/kritik-saran", {"text": "ab"})
    assert answer.status_code == 422
    assert answer.page.select_one("textarea[name=text]").get_text() == "ab"
    assert words() == []


def test_a_page_left_alone_goes_back_to_idle(tablet):
    assert tablet.get("/kiosk/kritik-saran").headers["Refresh"] == "180; url=/kiosk/"


def test_only_a_tablet_offers_it_and_the_code_page_leads_there(client, tablet):
    assert "/kiosk/kritik-saran" in tablet.get("/kiosk/", check=False).get_data(as_text=True)
    tablet.http.delete_cookie("kios")
    assert client.get("/kiosk/kritik-saran").status_code == 401
