"""A browser without JavaScript for tests: it parses each page and checks what every page must have."""

import re
from collections import Counter
from contextvars import copy_context
from functools import cached_property
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.globals import _cv_app
from werkzeug.test import TestResponse

from pstku.core.db import db

TOKEN = re.compile(r'name="csrf[-_]token" (?:value|content)="([^"]+)"')


class PageResponse:
    """An answer that is parsed when somebody looks into it."""

    @cached_property
    def page(self) -> BeautifulSoup | None:
        """The parsed HTML; None for an answer that is none."""
        return BeautifulSoup(self.get_data(), "html5lib") if self.mimetype == "text/html" else None


class PageClient:
    """Flask's test client; HTML answers are parsed into `response.page` and checked."""

    def __init__(self, app: Flask) -> None:
        self.http = app.test_client()
        self.http.response_wrapper = type("PageTestResponse", (PageResponse, self.http.response_wrapper), {})

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
        is_page = response.mimetype == "text/html" and response.get_data().lstrip()[:9].lower() == b"<!doctype"
        if check and is_page:
            check_page(response.page)
        return response


UNLABELLED = {"hidden", "submit"}
HANDLERS = ("style", "onclick", "onchange", "onsubmit")


def check_page(page: BeautifulSoup) -> None:
    """What every page of the product has, whoever made it. The tree is walked once: the tests open many pages."""
    assert page.html.get("lang"), "lang is missing"
    assert page.title and page.title.get_text(strip=True), "title is missing"
    tags = page.find_all(True)
    named: dict[str, list[Tag]] = {}
    for tag in tags:
        named.setdefault(tag.name, []).append(tag)
    assert named.get("h1"), "h1 is missing"
    ids = Counter(tag["id"] for tag in tags if tag.has_attr("id"))
    assert not [name for name, count in ids.items() if count > 1], f"ids occur twice: {ids.most_common(3)}"
    labelled = {label.get("for") for label in named.get("label", [])} - {None}
    for field in (*named.get("input", []), *named.get("select", []), *named.get("textarea", [])):
        assert is_labelled(field, labelled), f"no label: {field}"
    for form in named.get("form", []):
        if form.get("method") == "post":
            check_form(form)
    for script in named.get("script", []):
        assert script.get("src"), "inline script"
    for tag in tags:
        assert not [name for name in HANDLERS if name in tag.attrs], f"inline style or handler: {tag}"
    assert " None " not in page.body.get_text(" "), "the word None is shown"


def check_form(form: Tag) -> None:
    """A form that changes something has an address, a token, and gives nothing back to who presses Back."""
    assert form.get("action"), f"form without action: {form.attrs}"
    fields = form.find_all("input")
    assert any(field.get("name") == "csrf_token" for field in fields), f"form without token: {form['action']}"
    knows_password = form.has_attr("data-passkey") or any(
        field.has_attr("data-passkey") or field.get("autocomplete", "").endswith("password") for field in fields
    )
    assert knows_password or form.get("autocomplete") == "off", f"Back gives choices back: {form['action']}"


def is_labelled(field: Tag, labelled: set[str]) -> bool:
    """A label, an aria-label or a wrapping label names the field; one that nobody sees needs none."""
    if field.name == "input" and field.get("type") in UNLABELLED:
        return True
    if field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled:
        return True
    return field.find_parent("label") is not None
