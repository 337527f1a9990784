"""Mulai tanpa server: what a tablet keeps of its page, and the service worker that keeps it."""

import json
import re

import pytest

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import atomic
from pstku.officers.models import Duty
from pstku.offices.models import ServiceType
from pstku.offices.operations import changed
from pstku.offices.queries import configuration
from tests.factories import make_device

CONSTANT = re.compile(r"^const (\w+) = (.*);$", re.MULTILINE)


@pytest.fixture
def duty_today(cast):
    with atomic() as s:
        today = clock.local_day(clock.now(), configuration(cast.office_id).tz)
        s.add(Duty(office_id=cast.office_id, on=today, person_id=cast.officer.person_id, is_backup=False))
        changed(cast.office_id)
    return s.get(Person, cast.officer.person_id)


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def constants(worker) -> dict:
    return {name: json.loads(value) for name, value in CONSTANT.findall(worker.text)[:3]}


def test_only_a_tablet_is_given_the_page_and_its_worker(client):
    assert client.get("/kiosk/luring", check=False).status_code == 401
    assert client.get("/kiosk/sw.js", check=False).status_code == 401


def test_the_kept_page_holds_no_token_no_session_and_nobody(tablet, cast, duty_today):
    assert duty_today.call_name in tablet.get("/kiosk/").text
    tablet.http.delete_cookie("session")
    answer = tablet.get("/kiosk/luring")
    assert "Set-Cookie" not in answer.headers and "csrf" not in answer.text
    assert duty_today.call_name not in answer.text and "/kiosk/foto" not in answer.text
    idle = answer.page.select_one("[data-state=idle]").get_text(" ")
    assert "Belum diketahui" in idle and "Server belum menjawab." in idle
    assert not answer.page.select_one("[data-now=clock]").get_text()
    assert answer.page.select_one("[data-open=service]")  # nobody knows whether it is closed


def test_the_kept_page_is_the_tablets_page_in_all_else(tablet):
    def steps(page):
        return [state["data-state"] for state in page.select("[data-state]")]

    kept, live = tablet.get("/kiosk/luring"), tablet.get("/kiosk/")
    assert steps(kept.page) == steps(live.page)
    assert kept.headers["Content-Security-Policy"] == live.headers["Content-Security-Policy"]
    assert kept.page.select_one("#isi")["data-page"] != live.page.select_one("#isi")["data-page"]  # so it is read anew
    assert tablet.get("/kiosk/luring").data == kept.data  # a worker is new only when something changed


def test_the_worker_keeps_all_the_page_needs_and_it_is_there(tablet):
    files = constants(tablet.get("/kiosk/sw.js"))["FILES"]
    assert len(files) == len(set(files))  # a browser installs no worker that names a file twice
    for address in files:
        assert tablet.get(address, check=False).status_code == 200, address
    page = tablet.get("/kiosk/").page
    needed = {part.get("href") or part.get("src") for part in page.select("link[rel=stylesheet], script[src]")}
    assert needed <= set(files)
    assert {"/static/js/kiosk/outbox/seal.js", "/static/js/kiosk/states.js"} <= set(files)
    assert not [address for address in files if "/foto" in address or "sw.js" in address]


@pytest.mark.both_engines
def test_every_change_makes_a_new_worker(tablet, cast):
    first = constants(tablet.get("/kiosk/sw.js"))
    assert tablet.get("/kiosk/").headers["X-PSTku-Build"] == first["BUILD"]
    with atomic() as s:
        s.query(ServiceType).filter_by(office_id=cast.office_id).first().guest_label = "Layanan baru"
        changed(cast.office_id)
    second = constants(tablet.get("/kiosk/sw.js"))
    assert second["VERSION"] != first["VERSION"] and second["BUILD"] == first["BUILD"]
    assert tablet.get("/kiosk/sw.js").headers["Cache-Control"] == "no-cache"
