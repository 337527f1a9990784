"""What a guest and a colleague see when the database does not do its part: Indonesian, what to do, nothing typed lost."""

import pytest

from pstku.app import create_app
from pstku.core.db import db, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.http import access
from pstku.offices.queries import configuration, office_by_code
from tests import places
from tests.conftest import config_for
from tests.factories import make_device
from tests.page import PageClient
from tests.people import PASSWORD

PROOF = {"X-PSTku": "1", "Origin": "http://localhost", "Accept": "application/json"}
AWAY = [places.gone, places.read_only]


@pytest.fixture
def worker(database_url, tmp_path):
    """The application as a worker runs it."""
    app = create_app(config_for(database_url, tmp_path), with_commands=False)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tablet(worker):
    office = office_by_code("7571")
    make_device(office.id, token="device-token")
    browser = PageClient(worker)
    browser.http.set_cookie(worker.config["DEVICE_COOKIE_NAME"], "device-token")
    browser.entry = {"id": str(uuid7()), "service": configuration(office.id).services[1].id, "name": "Budi"}
    session().commit()
    return browser


def tell(tablet):
    return tablet.post("/kiosk/api/kunjungan", json=tablet.entry, headers=PROOF)


@pytest.mark.both_engines
@pytest.mark.parametrize("fault", AWAY)
def test_a_tablet_is_told_to_send_again_and_then_it_is_one_visit(tablet, fault):
    with fault():
        answer = tell(tablet)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert "belum tersimpan" in answer.json["error"]
    assert tell(tablet).status_code == 200 == tell(tablet).status_code
    assert session().query(Visit).count() == 1


def test_a_page_that_cannot_be_opened_says_so_in_indonesian_and_comes_by_itself(worker, tablet):
    with places.gone():
        for path in ("/", "/masuk", "/masuk?next=/jawab", "/tidak-ada"):
            answer = PageClient(worker).get(path)
            assert (answer.status_code, answer.mimetype) == (503, "text/html"), path
            assert "belum bisa dibuka" in answer.page.select_one("h1").get_text()
            assert answer.page.select_one("meta[http-equiv=refresh]")["content"] == "3"
            assert answer.page.select_one("a.btn")["href"] == path
        screen = tablet.get("/kiosk/")
        assert screen.status_code == 503 and "meja petugas" in screen.page.get_text()
        assert PageClient(worker).get("/healthz").status_code == 200
    assert tablet.get("/kiosk/").status_code == 200


@pytest.fixture
def officer(worker):
    browser = PageClient(worker)
    browser.post_form("/masuk", {"username": "officer", "password": PASSWORD})
    return browser


@pytest.mark.both_engines
def test_what_was_typed_comes_back_with_a_button_to_send_it_again(officer):
    page = officer.get("/meja/catat")
    form = page.page.select_one("form[method=post]")
    fields = {
        "csrf_token": form.select_one("[name=csrf_token]")["value"],
        "name": 'Bu "Sitti" <b>',
        "needs": ["a", "b"],
    }
    with places.gone():
        answer = officer.post("/meja/catat", data=fields)
    assert answer.status_code == 503 and "masih ada di halaman ini" in answer.page.get_text()
    kept = answer.page.select("form[action='/meja/catat'] input[type=hidden]")
    assert [(field["name"], field["value"]) for field in kept] == [
        ("csrf_token", fields["csrf_token"]), ("name", 'Bu "Sitti" <b>'), ("needs", "a"), ("needs", "b"),
    ]  # fmt: skip


def test_a_part_of_a_page_is_told_in_a_note(officer):
    with places.gone():
        answer = officer.get("/meja", headers={"HX-Request": "true", "HX-Target": "queue"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#flashes")
    assert "<html" not in answer.text and "sibuk" in answer.text


def test_a_password_is_on_no_page(worker):
    browser = PageClient(worker)
    browser.get("/masuk")
    with places.gone():
        answer = browser.post("/masuk", data={"username": "officer", "password": PASSWORD})
    assert answer.status_code == 503 and PASSWORD not in answer.text and not answer.page.select("form")


def test_an_error_whose_page_cannot_be_drawn_is_told_in_indonesian_too(worker, monkeypatch):
    def broken(*_arguments):
        raise ValueError("Rahmawati")

    monkeypatch.setattr(access, "configuration", broken)
    answer = PageClient(worker).get("/tidak-ada")
    assert answer.status_code == 500
    assert "Ada gangguan" in answer.page.select_one("h1").get_text() and "Rahmawati" not in answer.text


@pytest.mark.both_engines
def test_a_table_that_is_missing_is_an_outage_and_no_riddle(tablet):
    with places.behind():
        assert tell(tablet).status_code == 503
    assert tell(tablet).status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_on_a_full_disk_pages_open_and_nothing_is_acknowledged(worker, officer, tablet, monkeypatch):
    monkeypatch.setattr("pstku.accounts.operations.signing_in.TOUCH_EVERY", -1 * access.RECENT)
    ballast_file = worker.config["DATA"] / "ballast"
    ballast_file.touch()
    with places.full():
        refused = [tell(tablet).status_code for _ in range(40)]
        while tablet.entry["id"] and 200 in refused[-1:]:  # what fits into pages that are there already
            tablet.entry["id"] = str(uuid7())
            refused.append(tell(tablet).status_code)
            assert len(refused) < 1_000, "the disk never fills"
        assert refused[-1] == 503 and not ballast_file.exists()
        assert officer.get("/jawab").status_code == 200
    assert tell(tablet).status_code == 200
