"""What a page must not do hundreds of times."""

import flask_babel
import pytest
from flask import Flask

from pstku.http import text
from pstku.http.links import qr_matrix, qr_path
from tests.factories import make_device


@pytest.fixture
def tablet(app, client, cast):
    make_device(cast.office_id)
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    return client


def counted(monkeypatch, owner, name) -> list:
    """The calls of a function from now on."""
    real, calls = getattr(owner, name), []
    monkeypatch.setattr(owner, name, lambda *args, **values: calls.append(args) or real(*args, **values))
    return calls


@pytest.mark.both_engines
def test_a_page_looks_its_catalogue_up_once(tablet, sign_in, monkeypatch):
    officer = sign_in("officer")
    looked_up = counted(monkeypatch, text, "get_translations")
    translated = counted(monkeypatch, flask_babel.Domain, "gettext")
    for browser, path in ((tablet, "/kiosk/"), (officer, "/belajar"), (officer, "/meja")):
        looked_up.clear()
        translated.clear()
        browser.get(path)
        assert len(looked_up) == 1, path
        assert len(translated) < 20, path


def test_a_page_that_was_built_before_builds_hardly_any_address_anew(tablet, sign_in, monkeypatch):
    officer = sign_in("officer")
    for browser, path in (
        (tablet, "/kiosk/"),
        (officer, "/belajar"),
        (officer, "/jawab?q=inflasi"),
        (officer, "/meja"),
    ):
        browser.get(path)
        built = counted(monkeypatch, Flask, "url_for")
        browser.get(path)
        assert len(built) <= 8, path


def test_the_path_of_a_qr_paints_every_dark_module_and_no_other():
    matrix = ((True, True, False, True), (False, False, False, False), (True, False, True, True), (True,) * 4)
    assert qr_path(matrix) == "M0 0h2v1h-2zM3 0h1v1h-1zM0 2h1v1h-1zM2 2h2v1h-2zM0 3h4v1h-4z"


def test_a_page_opened_again_draws_its_qr_once():
    qr_matrix.cache_clear()
    assert qr_matrix("http://localhost/n/abc") is qr_matrix("http://localhost/n/abc")
