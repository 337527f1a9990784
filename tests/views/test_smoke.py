"""The application stands up, and every address says who may call it."""

from flask import current_app

from pstku.http.access import declared_access


def test_every_endpoint_declares_who_may_call_it(app):
    silent = [rule.endpoint for rule in app.url_map.iter_rules() if declared_access(rule.endpoint) is None]
    assert silent == []


def test_a_silent_endpoint_is_refused(app, client):
    current_app.view_functions["healthz"] = lambda: "open"
    assert client.get("/healthz").status_code == 403


def test_the_front_page_opens_for_everybody(client):
    assert client.get("/").status_code == 200


def test_a_wrong_password_keeps_the_name_and_says_what_to_do(client):
    answer = client.post_form("/masuk", {"username": "admin", "password": "salah"})
    assert answer.status_code == 422
    assert answer.page.select_one("input[name=username]")["value"] == "admin"
    assert "kata sandi salah" in answer.page.get_text()


def test_a_sign_out_ends_the_token_and_not_only_the_cookie(app, sign_in):
    browser = sign_in("employee")
    stolen = browser.http.get_cookie(app.config["SESSION_COOKIE_NAME"]).value
    browser.post_form("/keluar", {}, page="/jawab")
    browser.http.set_cookie(app.config["SESSION_COOKIE_NAME"], stolen)
    assert browser.post("/keluar", check=False).status_code in (303, 400)
    from pstku.accounts.models import SignIn
    from pstku.core.db import session

    assert session().query(SignIn).count() == 0


def test_the_components_page_is_there_for_builders_only(app, client):
    for path in ("/komponen", "/komponen/tablet"):
        assert client.get(path, check=False).status_code == 200  # shows one component twice
    app.config["COMPONENTS_PAGE"] = False
    assert client.get("/komponen").status_code == 404
