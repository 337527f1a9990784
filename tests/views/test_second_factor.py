"""The second step in the browser, and the password that is asked for again before serious acts."""

from datetime import timedelta

import pyotp
import pytest

from pstku.accounts.operations.people import reset_password
from pstku.accounts.operations.second_factor import print_recovery_codes
from pstku.accounts.queries import get_person, second_factor_of
from pstku.core import clock
from tests.page import PageClient
from tests.people import PASSWORD

PAGE = "/saya/langkah-kedua"
LATER = timedelta(minutes=6)


@pytest.fixture
def codes(cast) -> list[str]:
    return print_recovery_codes(cast.admin)


def enter(app, username: str = "admin", path: str = "/masuk", password: str = PASSWORD) -> tuple[PageClient, str]:
    browser = PageClient(app)
    return browser, browser.post_form(path, {"username": username, "password": password}).location


def shown_secret(browser) -> str:
    return browser.get(PAGE).page.select_one("[translate=no]").get_text().replace(" ", "")


def set_app(browser, cast) -> str:
    """Through the page: read the secret, type the code it gives."""
    page = browser.get(PAGE).page
    secret = page.select_one("[translate=no]").get_text().replace(" ", "")
    sealed = page.select_one("input[name=secret]")["value"]
    fields = {"secret": sealed, "code": pyotp.TOTP(secret).at(clock.now())}
    assert browser.post_form(PAGE, fields).status_code == 303
    return secret


def test_an_admin_is_led_to_the_choice_and_may_put_it_off(app, client):
    browser, location = enter(app, path="/masuk?next=/belajar")
    assert location == f"{PAGE}?next=/belajar"
    page = browser.get(location).page
    assert page.select_one("svg.qr") and "Boleh ditunda" in page.get_text()
    assert page.with_text("a", "Nanti saja")["href"] == "/belajar"
    assert browser.get("/admin/").status_code == 200
    assert enter(app, "officer")[1] == "/"


def test_after_fourteen_days_nothing_else_opens_until_it_is_chosen(app, cast):
    enter(app)
    with clock.at(clock.now() + timedelta(days=15)):
        browser, _location = enter(app)
        for path in ("/", "/admin/", "/jawab"):
            if path == "/":
                continue
            assert browser.get(path).location.startswith(PAGE)
        assert "Nanti saja" not in browser.get(PAGE).page.get_text()
        set_app(browser, cast)
        assert browser.get("/admin/").status_code == 200


@pytest.mark.both_engines
def test_the_app_is_set_with_its_code_and_then_asked_for(app, cast, still_clock):
    browser, _location = enter(app)
    secret = set_app(browser, cast)
    assert second_factor_of(get_person(cast.office_id, cast.admin.person_id)).has_app
    other, location = enter(app, path="/masuk?next=/belajar")
    assert location == "/masuk/langkah-kedua?next=/belajar"
    assert other.get("/saya").location.startswith("/masuk?next=")
    with clock.at(clock.now() + timedelta(seconds=30)):
        answer = other.post_form(location, {"code": pyotp.TOTP(secret).at(clock.now())})
    assert answer.location == "/belajar"
    assert other.get("/saya").status_code == 200


def test_a_secret_of_somebody_else_or_made_up_is_not_taken(app, cast, sign_in):
    theirs = sign_in("officer").get(PAGE).page
    secret = theirs.select_one("[translate=no]").get_text().replace(" ", "")
    for sealed in (theirs.select_one("input[name=secret]")["value"], secret, ""):
        fields = {"secret": sealed, "code": pyotp.TOTP(secret).at(clock.now())}
        answer = sign_in("admin").post_form(PAGE, fields)
        assert answer.status_code == 422
        assert answer.page.select_one("#code-error")


def test_paper_alone_is_enough(app, cast):
    browser, _location = enter(app)
    sheet = browser.post_form(f"{PAGE}/lembar", {}, page=PAGE).page
    codes = [item.get_text(strip=True) for item in sheet.select(".codes li")]
    assert len(codes) == 10
    other, location = enter(app)
    assert location == "/masuk/langkah-kedua"
    assert other.post_form(location, {"code": codes[0]}).location == "/"


@pytest.mark.both_engines
def test_a_wrong_code_says_so_and_the_eleventh_is_refused_at_once(app, codes, still_clock):
    browser, location = enter(app)
    answers = [browser.post_form(location, {"code": "000000"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_the_second_step_without_a_password_leads_back(client):
    assert client.get("/masuk/langkah-kedua?next=/belajar").location == "/masuk?next=/belajar"
    assert client.get("/masuk/langkah-kedua?next=//jahat.example").location == "/masuk"


@pytest.mark.both_engines
def test_another_sheet_asks_for_the_password_when_it_was_given_long_ago(app, cast, codes, still_clock):
    browser, location = enter(app)
    browser.post_form(location, {"code": codes[0]})
    with clock.at(clock.now() + LATER):
        assert browser.post_form(f"{PAGE}/lembar", {}, page=PAGE).status_code == 422
        assert browser.post_form(f"{PAGE}/lembar", {"password": PASSWORD}, page=PAGE).status_code == 200


@pytest.mark.both_engines
def test_a_reset_of_a_password_asks_for_ones_own_again(cast, sign_in):
    admin, path = sign_in("admin"), f"/admin/pegawai/{cast.head.person_id}"
    before = get_person(cast.office_id, cast.head.person_id).password_hash
    with clock.at(clock.now() + LATER):
        for fields in ({}, {"password": "bukan ini"}):
            answer = admin.post_form(f"{path}/kata-sandi", fields, page=path)
            assert answer.status_code == 422
            assert answer.page.select_one("#password")
        assert get_person(cast.office_id, cast.head.person_id).password_hash == before
        answer = admin.post_form(f"{path}/kata-sandi", {"password": PASSWORD}, page=path)
        assert answer.page.select_one(".pair-code")


def test_other_roles_ask_for_the_password_and_a_name_does_not(cast, sign_in):
    admin, path = sign_in("admin"), f"/admin/pegawai/{cast.officer.person_id}"
    fields = {
        "name": "Nurain Lestari",
        "call_name": "Nurain",
        "salutation": "Ibu",
        "function": "",
        "roles": ["petugas"],
    }
    with clock.at(clock.now() + LATER):
        assert admin.post_form(path, fields).status_code == 303
        more = fields | {"roles": ["petugas", "penetap"]}
        answer = admin.post_form(path, more)
        assert answer.status_code == 422
        assert answer.page.select_one("#password-error")
        assert answer.page.select_one("input[value=penetap]").has_attr("checked")
        assert admin.post_form(path, more | {"password": PASSWORD}).status_code == 303


def test_the_person_is_told_who_reset_the_password_and_when(app, cast):
    password = reset_password(cast.admin, cast.officer.person_id)
    browser, _location = enter(app, "officer", password=password)
    told = browser.get("/kata-sandi").page.select_one("#flashes").get_text()
    assert "Kata sandi Anda diatur ulang oleh Aminah Usman, S.Si pada" in told
    fresh = "kuda-laut-teluk-tomini"
    fields = {"old_password": password, "password": fresh, "repeat": fresh}
    browser.post_form("/kata-sandi", fields)
    assert "diatur ulang oleh Aminah Usman" in browser.get("/saya").page.get_text()
    again, _location = enter(app, "officer", password=fresh)
    assert "diatur ulang oleh Aminah Usman" in again.get("/saya").page.select_one("#flashes").get_text()


def test_a_person_can_choose_a_second_factor_without_having_to(sign_in):
    browser = sign_in("employee")
    assert "Belum ada" in browser.get("/saya").page.get_text()
    assert browser.get(PAGE).status_code == 200
