"""Signing in with a key of one's own device, by forms as the browser sends them."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update
from webauthn import generate_authentication_options, options_to_json
from webauthn.helpers.structs import UserVerificationRequirement

from pstku.accounts.models import Passkey, Person
from pstku.accounts.operations.people import deactivate_person, reset_password
from pstku.accounts.operations.second_factor import reset_second_factor
from pstku.accounts.queries import find_person_by_username
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.http.passkeys import key_sign_in, read_challenge
from tests.authenticator import SoftKey
from tests.page import PageClient
from tests.people import PASSWORD

PAGE, ENTER = "/saya/kunci-sandi", "/masuk/kunci-sandi"
SITE, ORIGIN = "localhost", "http://localhost"


def form_of(browser, page: str):
    return browser.get(page).page.select_one("form[data-passkey]")


def add(browser, key: SoftKey, **fields):
    """Register a key through the page; returns the answer."""
    form = form_of(browser, PAGE)
    told = {"challenge": form.select_one("[name=challenge]")["value"], "label": "HP saya"}
    return browser.post_form(PAGE, told | {"answer": key.make(form["data-passkey"])} | fields)


def unlock(browser, key: SoftKey, page: str = "/masuk", **fields):
    """Sign in with a key through the page; returns the answer."""
    form = form_of(browser, page)
    told = {"challenge": form.select_one("[name=challenge]")["value"], "answer": key.unlock(form["data-passkey"])}
    return browser.post_form(form["action"], told | fields, page=page)


def test_the_sign_in_page_asks_as_the_library_would(app):
    with app.test_request_context("/masuk"):
        offered = key_sign_in()
        challenge = read_challenge(offered["challenge"])
    asked = generate_authentication_options(
        rp_id=SITE, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    assert json.loads(offered["options"]) == json.loads(options_to_json(asked))


@pytest.fixture
def key(sign_in) -> SoftKey:
    """The officer's key."""
    key = SoftKey(SITE, ORIGIN)
    assert add(sign_in("officer"), key).status_code == 303
    return key


def is_in(browser) -> bool:
    return browser.get("/saya").status_code == 200


def test_a_key_signs_in_without_name_password_or_code_and_goes_where_one_wanted(client, key):
    assert unlock(client, key, "/masuk?next=/belajar").location == "/belajar"
    assert "Nurain" in client.get("/saya").page.get_text()


@pytest.mark.both_engines
def test_a_key_counts_as_second_factor(app, cast, sign_in):
    key = SoftKey(SITE, ORIGIN)
    add(sign_in("admin"), key)
    browser = PageClient(app)
    assert browser.post_form("/masuk", {"username": "admin", "password": PASSWORD}).location == "/masuk/langkah-kedua"
    assert unlock(PageClient(app), key).location == "/"


def test_for_others_a_key_is_an_offer_and_the_password_still_opens(app, key):
    browser = PageClient(app)
    assert browser.post_form("/masuk", {"username": "officer", "password": PASSWORD}).location == "/"
    assert is_in(browser)


@pytest.mark.both_engines
def test_an_answer_opens_once(app, client, key):
    form = form_of(client, "/masuk")
    told = {"challenge": form.select_one("[name=challenge]")["value"], "answer": key.unlock(form["data-passkey"])}
    client.post_form(ENTER, told, page="/masuk")
    assert is_in(client)
    other = PageClient(app)
    other.post_form(ENTER, told, page="/masuk")
    assert not is_in(other)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "broken",
    [
        {"origin": "https://jahat.example"},
        {"site": "jahat.example"},
        {"verifies": False},
        {"id": b"x" * 32},
        {"user": b"y" * 32},
        {"count": -1},
    ],
)
def test_what_does_not_fit_opens_nothing(client, key, broken):
    unlock(client, key)  # its count is 1 now
    client.post_form("/keluar", {}, page="/saya")
    for name, value in broken.items():
        setattr(key, name, value)
    answer = unlock(client, key)
    assert answer.location == "/masuk"
    assert "tidak dapat dipakai" in client.get("/masuk").page.get_text()
    assert not is_in(client)


@pytest.mark.parametrize("fields", [{"answer": "{}"}, {"answer": ""}, {"challenge": "x"}, {"challenge": ""}])
def test_nonsense_opens_nothing(client, key, fields):
    assert unlock(client, key, **fields).location == "/masuk"
    assert not is_in(client)


def test_a_challenge_is_good_for_ten_minutes(client, key):
    form = form_of(client, "/masuk")
    told = {"challenge": form.select_one("[name=challenge]")["value"], "answer": key.unlock(form["data-passkey"])}
    with clock.at(clock.now() + timedelta(minutes=11)):
        client.post_form(ENTER, told, page="/masuk")
        assert not is_in(client)


@pytest.mark.parametrize("broken", [{"verifies": False}, {"origin": "https://jahat.example"}])
def test_a_key_that_does_not_fit_is_not_taken(sign_in, broken):
    key = SoftKey(SITE, ORIGIN)
    for name, value in broken.items():
        setattr(key, name, value)
    assert add(sign_in("officer"), key).status_code == 422
    assert session().query(Passkey).count() == 0


@pytest.mark.both_engines
def test_a_key_is_registered_once_and_asks_for_the_password_when_it_was_given_long_ago(sign_in, key):
    browser = sign_in("officer2")
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert add(browser, SoftKey(SITE, ORIGIN)).status_code == 422
        assert add(browser, SoftKey(SITE, ORIGIN), password=PASSWORD).status_code == 303
        assert add(browser, key, password=PASSWORD).status_code == 422


@pytest.mark.both_engines
def test_a_removed_key_opens_nothing_and_nobody_removes_anothers(app, sign_in, key):
    path = f"{PAGE}/{session().query(Passkey.id).scalar()}/hapus"
    assert sign_in("officer2").post_form(path, {}, page="/saya").status_code == 404
    assert sign_in("officer").post_form(path, {}, page="/saya").status_code == 303
    browser = PageClient(app)
    unlock(browser, key)
    assert not is_in(browser)


@pytest.mark.both_engines
def test_who_left_or_was_reset_does_not_come_in(app, cast, key):
    deactivate_person(cast.admin, cast.officer.person_id)
    browser = PageClient(app)
    unlock(browser, key)
    assert not is_in(browser)
    reset_second_factor(cast.office_id, cast.officer.person_id)
    assert session().query(Passkey).count() == 0


def test_a_one_time_password_is_still_to_be_changed(app, cast, key):
    reset_password(cast.admin, cast.officer.person_id)
    browser = PageClient(app)
    unlock(browser, key)
    assert browser.get("/jawab").location == "/kata-sandi"


@pytest.mark.parametrize(
    "address", ["http://192.168.1.10", "https://192.168.1.10", "http://pst.contoh.go.id", "https://[::1]"]
)
def test_where_browsers_allow_no_keys_none_is_offered(app, sign_in, address):
    browser = sign_in("officer")
    app.config["PUBLIC_URL"] = address
    assert browser.get(PAGE).status_code == 404
    assert "Kunci sandi" not in browser.get("/saya").page.get_text()
    assert PageClient(app).get("/masuk").page.select_one("form[data-passkey]") is None
    assert PageClient(app).post_form(ENTER, {}, page="/masuk").status_code == 404


def test_demo_people_register_no_key(cast, sign_in):
    browser = sign_in("officer")
    person = find_person_by_username(cast.office_id, "officer")
    with atomic() as s:
        s.execute(update(Person).where(Person.id == person.id).values(is_demo=True))
    assert browser.get(PAGE).status_code == 403
