"""What changes something comes from our own pages, and a refusal names its true cause."""

import json

import pytest

from pstku.devices.operations import revoke_device
from tests.conftest import config_for
from tests.factories import make_device
from tests.page import TOKEN, PageClient
from tests.people import PASSWORD

ENTRY = {"username": "employee", "password": PASSWORD}


@pytest.mark.parametrize(
    ("origin", "status", "words"),
    [
        ("http://localhost", 303, ""),
        ("https://jahat.example", 403, "datang dari halaman lain"),
        ("http://localhost.jahat.example", 403, "datang dari halaman lain"),
        ("http://localhost:81", 403, "datang dari halaman lain"),
        ("null", 403, "menyembunyikan dari halaman mana"),
    ],
)
def test_a_foreign_origin_is_refused_though_its_token_is_valid(client, cast, origin, status, words):
    answer = client.post_form("/masuk", ENTRY, headers={"Origin": origin})
    assert answer.status_code == status
    assert words in (answer.page.get_text() if answer.page else "")


def test_a_browser_that_says_nothing_is_left_to_the_token(client, cast):
    assert client.post_form("/masuk", ENTRY).status_code == 303
    assert client.post("/masuk", data=ENTRY).status_code == 400


@pytest.fixture
def https(database_url, tmp_path, monkeypatch):
    from pstku.app import create_app
    from pstku.core.db import db

    monkeypatch.setenv("PSTKU_PUBLIC_URL", "https://pst.contoh.go.id")
    app = create_app(config_for(database_url, tmp_path))
    with app.app_context():
        yield PageClient(app)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("headers", "cookies", "words"),
    [
        ({}, True, "menyembunyikan dari halaman mana"),
        ({"Referer": "https://jahat.example/"}, True, "datang dari halaman lain"),
        ({"Referer": "https://pst.contoh.go.id/masuk"}, False, "tidak menyimpan kuki"),
        ({"Referer": "https://pst.contoh.go.id/masuk"}, True, "terlalu lama terbuka"),
    ],
)
def test_a_refused_form_says_what_really_keeps_it_back(https, headers, cookies, words):
    base = {"base_url": "https://pst.contoh.go.id"}
    token = TOKEN.search(https.get("/masuk", **base).get_data(as_text=True))[1]
    if not cookies:
        https.http.delete_cookie("__Host-pstku", domain="pst.contoh.go.id")
    data = ENTRY | {"csrf_token": token if words != "terlalu lama terbuka" else f"{token}x"}
    answer = https.post("/masuk", data=data, headers=headers, **base)
    assert answer.status_code == 400 and words in answer.page.get_text()


def events(written: str) -> list[dict]:
    return [line for line in map(json.loads, written.splitlines()) if line["logger"] == "pstku.security"]


def test_every_refusal_leaves_a_line_and_no_line_names_anybody(app, client, cast, sign_in, capsys, still_clock):
    employee = sign_in("employee")
    for _ in range(11):
        client.post_form("/masuk", {"username": "employee", "password": "rahasia-salah"})
    client.post_form("/masuk", {"username": "Rahmawati", "password": "rahasia-salah"})
    client.post("/masuk", data=ENTRY)
    client.post_form("/masuk", ENTRY, headers={"Origin": "https://jahat.example"})
    employee.get("/admin/pegawai")
    new = "padi menguning di ladang"
    employee.post_form("/kata-sandi", {"old_password": "salah", "password": new, "repeat": new})
    employee.post_form("/kata-sandi", {"old_password": PASSWORD, "password": new, "repeat": new})
    employee.post_form("/keluar", {}, page="/jawab")
    device = make_device(cast.office_id)
    revoke_device(cast.admin, device)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    client.get("/kiosk/api/keadaan", check=False)
    written = capsys.readouterr().err
    lines = events(written)
    assert {line["event"] for line in lines} == {
        "sign_in", "sign_in_failed", "throttled", "csrf", "foreign_origin", "forbidden", "confirmation_failed",
        "password_changed", "sign_out", "device_refused",
    }  # fmt: skip
    by_name = {line["event"]: line for line in lines}
    assert by_name["device_refused"]["revoked"] is True
    assert by_name["sign_out"]["person"] == cast.employee.person_id == by_name["password_changed"]["actor"]
    assert [line["person"] for line in lines if line["event"] == "sign_in_failed"] == [cast.employee.person_id] * 10 + [
        None
    ]
    for private in ("Rahmawati", "rahasia", "127.0.0.1", "Iwan", "employee"):
        assert private not in written
