"""The home screen, the library on a phone, and a sign-in that lasts on one's own phone."""

from datetime import timedelta

import pytest

from pstku.core import clock
from tests.page import PageClient
from tests.people import PASSWORD


@pytest.fixture
def on_phone(app):
    """`on_phone("employee")` is a browser whose owner ticked "Ini HP saya sendiri"."""

    def enter(username: str) -> PageClient:
        browser = PageClient(app)
        fields = {"username": username, "password": PASSWORD, "own_phone": "y"}
        browser.entered = browser.post_form("/masuk", fields)
        return browser

    return enter


def test_staff_pages_can_be_installed_and_guests_are_not_asked(client, sign_in):
    manifest = client.get("/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    for icon in manifest.json["icons"]:
        assert client.get(icon["src"]).data.startswith(b"\x89PNG")
    assert {icon["purpose"] for icon in manifest.json["icons"]} == {"any", "maskable"}
    for page in (client.get("/masuk").page, sign_in("employee").get("/jawab").page):
        assert page.select_one("link[rel=manifest]")["href"] == "/manifest.webmanifest"
    assert not client.get("/verifikasi").page.select("link[rel=manifest]")
    assert not client.get("/n/saran").page.select("link[rel=manifest]")


def test_on_ones_own_phone_the_sign_in_outlives_the_browser_for_30_days(on_phone, sign_in, app):
    phone = on_phone("employee")
    assert "Expires=" in phone.entered.headers["Set-Cookie"]
    later = clock.now() + timedelta(days=29)
    with clock.at(later):
        assert phone.get("/jawab").status_code == 200
    with clock.at(later + timedelta(days=2)):
        assert phone.get("/jawab").status_code == 303
    shared = sign_in("employee").http.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert shared.expires is None


def test_a_long_sign_in_opens_neither_desk_nor_settings_the_next_day(on_phone):
    officer, admin = on_phone("officer"), on_phone("admin")
    assert officer.get("/meja").status_code == admin.get("/admin/").status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        for browser, path in ((officer, "/meja"), (admin, "/admin/")):
            assert browser.get(path).location.startswith("/masuk?next="), path
            assert browser.get("/belajar").status_code == 200


def test_a_changed_password_keeps_the_phone_signed_in(on_phone):
    phone = on_phone("employee")
    fields = {"old_password": PASSWORD, "password": "lima-ekor-kuda", "repeat": "lima-ekor-kuda"}
    assert "Expires=" in phone.post_form("/kata-sandi", fields).headers["Set-Cookie"]


def test_static_files_carry_no_cookie(on_phone):
    assert "Set-Cookie" not in on_phone("employee").get("/static/css/tokens.css?v=1").headers


def test_every_employee_takes_the_library_along_and_strangers_do_not(client, sign_in):
    assert client.get("/luring/pustaka.json").location.startswith("/masuk?next=")
    answer = sign_in("employee").get("/luring/pustaka.json")
    assert answer.status_code == 200 and len(answer.json["pages"]) > 50
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_library_that_has_not_changed_is_not_sent_again(sign_in):
    browser = sign_in("employee")
    packed = browser.get("/luring/pustaka.json", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    etag = packed.headers["ETag"]
    again = browser.get("/luring/pustaka.json", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    sign_in("editor").post_form("/belajar/periksa/halaman/ind.ipm", {}, page="/belajar/periksa")
    changed = browser.get("/luring/pustaka.json", headers={"If-None-Match": etag})
    assert changed.status_code == 200 and changed.headers["ETag"] != etag
