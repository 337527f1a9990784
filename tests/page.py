"""A browser without JavaScript for tests: it parses each page and checks what every page must have."""

import re
from contextvars import copy_context
from html import unescape
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.globals import _cv_app
from werkzeug.test import TestResponse

from pstku.core.db import db

TOKEN = re.compile(r'name="csrf[-_]token" (?:value|content)="([^"]+)"')


class PageClient:
    """Flask's test client; HTML answers are parsed into `response.page` and checked."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()

    def get(self, path: str, *, check: bool = True, **options: Any) -> TestResponse:
        return self._parsed(self._alone("GET", path, **options), check)

    def post(self, path: str, *, check: bool = True, **options: Any) -> TestResponse:
        return self._parsed(self._alone("POST", path, **options), check)

    def _alone(self, method: str, path: str, **options: Any) -> TestResponse:
        """A request outside the test's own application context, as a server would run it (fresh `g` and session)."""

        def run() -> TestResponse:
            _cv_app.set(None)
            response = self.http.open(path, method=method, **options)
            response.get_data()
            response.close()
            return response

        response = copy_context().run(run)
        db.session.rollback()  # what the test read before is read anew
        return response

    def post_form(self, path: str, fields: dict[str, Any], *, page: str | None = None, **options: Any) -> TestResponse:
        """Open `page` (or `path`) for its form token, then post the fields."""
        token = TOKEN.search(self._alone("GET", page or path).get_data(as_text=True))
        assert token is not None, f"no form token on {page or path}"
        return self.post(path, data={"csrf_token": unescape(token[1]), **fields}, **options)

    def _parsed(self, response: TestResponse, check: bool) -> TestResponse:
        response.page = BeautifulSoup(response.get_data(), "html5lib") if response.mimetype == "text/html" else None
        if check and response.page and response.get_data().lstrip()[:9].lower() == b"<!doctype":
            check_page(response.page)
        return response


def check_page(page: BeautifulSoup) -> None:
    """What every page of the product has, whoever made it."""
    assert page.html.get("lang"), "lang is missing"
    assert page.title and page.title.get_text(strip=True), "title is missing"
    assert len(page.select("h1")) >= 1, "h1 is missing"
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), f"ids occur twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for field in page.select("input:not([type=hidden]):not([type=submit]), select, textarea"):
        assert is_labelled(page, field), f"no label: {field}"
    for form in page.select("form[method=post]"):
        assert form.get("action"), f"form without action: {form.attrs}"
        assert form.select_one("input[name=csrf_token]"), f"form without token: {form['action']}"
        knows_password = form.select_one("[autocomplete$=password], [data-passkey]") or form.has_attr("data-passkey")
        assert knows_password or form.get("autocomplete") == "off", f"Back gives choices back: {form['action']}"
    for script in page.select("script"):
        assert script.get("src"), "inline script"
    assert not page.select("[style]"), f"inline style: {page.select('[style]')[:1]}"
    assert not page.select("[onclick], [onchange], [onsubmit]"), "inline handler"
    text = page.body.get_text(" ")
    assert " None " not in text, "the word None is shown"


def is_labelled(page: BeautifulSoup, field: Any) -> bool:
    """A label, an aria-label or a wrapping label names the field."""
    if field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label"):
        return True
    return bool(field.get("id") and page.select_one(f"label[for='{field['id']}']"))
