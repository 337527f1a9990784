"""The home screen, the library on a phone, and a sign-in that lasts on one's own phone."""

import gzip
import json
import re
from datetime import timedelta

import pytest

from config import ROOT
from pstku.core import clock
from tests.page import PageClient
from tests.people import PASSWORD

OFFLINE = ROOT / "static" / "js" / "offline"


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


def test_on_ones_own_phone_the_sign_in_outlives_the_browser_for_30_days(on_phone, client, app):
    phone = on_phone("employee")
    assert "Expires=" in phone.entered.headers["Set-Cookie"]
    later = clock.now() + timedelta(days=29)
    with clock.at(later):
        assert phone.get("/jawab").status_code == 200
    with clock.at(later + timedelta(days=2)):
        assert phone.get("/jawab").status_code == 303
    shared = client.post_form("/masuk", {"username": "employee", "password": PASSWORD})
    assert "Expires=" not in next(
        c for c in shared.headers.getlist("Set-Cookie") if c.startswith(app.config["SESSION_COOKIE_NAME"])
    )


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
    assert "Set-Cookie" not in on_phone("employee").get("/gaya/tokens,base.css?v=1").headers


def test_every_employee_takes_the_library_along_and_strangers_do_not(client, sign_in):
    assert client.get("/luring/pustaka.json").location.startswith("/masuk?next=")
    answer = sign_in("employee").get("/luring/pustaka.json")
    assert answer.status_code == 200 and len(answer.json["pages"]) > 50
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.both_engines
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


@pytest.mark.both_engines
def test_the_shell_is_the_same_for_everybody_and_holds_nothing(client, sign_in):
    nobody, somebody = client.get("/luring"), sign_in("editor").get("/luring")
    assert nobody.data == somebody.data
    assert "Set-Cookie" not in somebody.headers
    assert "csrf" not in nobody.text and not nobody.page.select("form[method=post]")


def files_of(script) -> list[str]:
    return json.loads(re.search(r"const FILES = (\[.*\]);", script.text)[1])


def test_the_service_worker_keeps_only_files_that_are_there(client):
    script = client.get("/sw.js")
    assert script.mimetype == "text/javascript" and script.headers["Service-Worker-Allowed"] == "/"
    files = files_of(script)
    for path in files:
        assert path.startswith(("/static/", "/gaya/", "/luring/kata.txt")) and client.get(path).status_code == 200, path
    modules = set(re.findall(r'from "\./(\w+\.js)"', "".join(p.read_text() for p in OFFLINE.glob("*.js"))))
    assert {f"/static/js/offline/{name}" for name in modules} | {"/static/js/kiosk/uuid7.js"} <= set(files)
    assert client.get("/sw.js", headers={"If-None-Match": script.headers["ETag"]}).status_code == 304


def test_everything_the_shell_asks_for_is_kept(client):
    page = client.get("/luring").page
    asked = [tag["href"] for tag in page.select("link[rel=stylesheet]")] + [tag["src"] for tag in page.select("script")]
    asked += [tag["href"].split("#")[0] for tag in page.select("use")] + [
        page.select_one("#ruang")[name] for name in ("data-sprite", "data-words")
    ]
    assert set(asked) <= set(files_of(client.get("/sw.js")))


def test_a_changed_file_is_a_new_worker(client, monkeypatch):
    version = client.get("/sw.js").text.splitlines()[0]
    monkeypatch.setattr("pstku.intranet.offline._contents", lambda: "other")
    assert client.get("/sw.js").text.splitlines()[0] != version


def test_the_scripts_stay_small(client):
    packed = [gzip.compress(file.read_bytes()) for file in OFFLINE.glob("*.js")]
    assert len(packed) == 17 and sum(map(len, packed)) < 38_000


def test_the_page_about_this_phone_is_for_staff(client, sign_in):
    assert client.get("/luring/keadaan").location.startswith("/masuk?next=")
    page = sign_in("employee").get("/luring/keadaan").page
    assert page.select_one("#siap")["data-owner"].isdigit() and page.select_one("noscript")


def test_only_ones_own_phone_stores_without_being_asked(on_phone, sign_in):
    mark = "meta[name=phone-library]"
    assert on_phone("employee").get("/jawab").page.select_one(mark).has_attr("data-always")
    assert not sign_in("employee").get("/jawab").page.select_one(mark).has_attr("data-always")
