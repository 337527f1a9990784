"""Sign-in details: one-time passwords, one's own password, where one is signed in, photos."""

from io import BytesIO

import pytest
from PIL import Image

from pstku.accounts.operations import people, portraits
from pstku.accounts.queries import get_person
from pstku.http.pages import safe_next
from tests.factories import make_device
from tests.page import PageClient
from tests.people import PASSWORD

FRESH = "kata sandi yang baru"


@pytest.fixture
def newcomer(app, cast):
    """A browser signed in with a one-time password."""
    password = people.reset_password(cast.admin, cast.employee.person_id)
    browser = PageClient(app)
    browser.post_form("/masuk", {"username": "employee", "password": password})
    browser.one_time = password
    return browser


def test_a_one_time_password_opens_only_the_page_to_change_it(newcomer):
    for path in ("/jawab", "/belajar", "/saya"):
        answer = newcomer.get(path)
        assert (answer.status_code, answer.location) == (303, "/kata-sandi")
    assert "sekali pakai" in newcomer.get("/kata-sandi").page.get_text()


def test_after_the_change_everything_is_open_and_the_browser_stays_signed_in(newcomer):
    fields = {"old_password": newcomer.one_time, "password": FRESH, "repeat": FRESH}
    assert newcomer.post_form("/kata-sandi", fields).location == "/saya"
    assert newcomer.get("/jawab").status_code == 200


def test_the_repetition_must_be_equal(sign_in):
    browser = sign_in("employee")
    fields = {"old_password": PASSWORD, "password": FRESH, "repeat": "lain"}
    answer = browser.post_form("/kata-sandi", fields)
    assert answer.status_code == 422
    assert "Tidak sama" in answer.page.select_one("#repeat-error").get_text()


def test_a_wrong_old_password_is_told_beside_its_field(sign_in):
    fields = {"old_password": "bukan ini", "password": FRESH, "repeat": FRESH}
    answer = sign_in("employee").post_form("/kata-sandi", fields)
    assert answer.status_code == 422
    assert answer.page.select_one("#old_password-error")


@pytest.mark.both_engines
def test_the_account_page_lists_sign_ins_and_ends_a_lost_one(app, sign_in):
    here, lost = sign_in("employee"), sign_in("employee")
    page = here.get("/saya").page
    assert "Di sini" in page.get_text()
    action = page.select_one("form[action*=tempat-masuk]")["action"]
    assert here.post_form(action, {}, page="/saya").status_code == 303
    assert lost.get("/saya").status_code == 303


def test_a_strangers_sign_in_is_not_found(sign_in):
    browser = sign_in("employee")
    assert browser.post_form("/saya/tempat-masuk/999/akhiri", {}, page="/saya").status_code == 404


def portrait(cast):
    out = BytesIO()
    Image.new("RGB", (600, 600), "teal").save(out, "JPEG")
    portraits.set_photo(cast.admin, cast.officer.person_id, out.getvalue())
    return f"/foto/{cast.officer.person_id}"


def test_a_photo_is_for_staff_and_tablets_only(app, cast, client, sign_in):
    path = portrait(cast)
    assert client.get(path).status_code == 401
    answer = sign_in("employee").get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    make_device(cast.office_id, token="kios-satu")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "kios-satu")
    assert client.get(path).status_code == 200


@pytest.mark.both_engines
def test_an_unchanged_photo_is_not_sent_again(cast, sign_in):
    path, browser = portrait(cast), sign_in("employee")
    etag = browser.get(path).headers["ETag"]
    assert browser.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_photo_of_another_office_or_of_nobody_is_not_found(cast, sign_in):
    browser = sign_in("employee")
    for person_id in (cast.stranger.person_id, cast.employee.person_id, 999):
        assert browser.get(f"/foto/{person_id}").status_code == 404
    assert get_person(cast.office_id, cast.employee.person_id).has_photo is False


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example",
        "//jahat.example",
        "///jahat.example",
        "\\\\jahat.example",
        "/\\jahat.example",
        "/\\/jahat.example",
        "javascript:alert(1)",
        " //jahat.example",
        "\t//jahat.example",
        "/\t/jahat.example",
        "/\n/jahat.example",
        "http:jahat.example",
        "@jahat.example",
        "",
        None,
    ],
)
def test_nobody_is_sent_to_another_site_after_sign_in(app, target):
    assert safe_next(target) is None


def test_a_page_of_this_site_is_returned_to_after_sign_in(client):
    answer = client.post_form("/masuk?next=/belajar?x=1", {"username": "employee", "password": PASSWORD})
    assert answer.location == "/belajar?x=1"
    answer = PageClient(client.http.application).post_form(
        "/masuk?next=//jahat.example", {"username": "employee", "password": PASSWORD}
    )
    assert answer.location == "/"
