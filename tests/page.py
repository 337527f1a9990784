"""A browser without JavaScript for tests: it parses each page and checks what every page must have."""

import re
from collections import Counter
from contextvars import copy_context
from functools import cached_property
from html import unescape
from typing import Any

from flask import Flask
from flask.globals import _cv_app
from werkzeug.test import TestResponse

from pstku.core.db import db
from tests.html import Element, parse

TOKEN = re.compile(r'name="csrf[-_]token" (?:value|content)="([^"]+)"')


class PageResponse:
    """An answer that is parsed when somebody looks into it."""

    @cached_property
    def page(self) -> Element | None:
        """The parsed HTML; None for an answer that is none."""
        return parse(self.get_data()) if self.mimetype == "text/html" else None


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


UNLABELLED = ("hidden", "submit")


def check_page(page: Element) -> None:
    """What every page of the product has, whoever made it; what scripts may put into it counts as part of it."""
    assert page.get("lang"), "lang is missing"
    title = page.select_one("head > title")
    assert title and title.get_text(strip=True), "title is missing"
    assert " None " not in page.select_one("body").get_text(" "), "the word None is shown"
    parts = [page, *page.templates()]
    assert selected(parts, "h1"), "h1 is missing"
    ids = Counter(tag["id"] for tag in selected(parts, "[id]"))
    assert not [name for name, count in ids.items() if count > 1], f"ids occur twice: {ids.most_common(3)}"
    labelled = {label["for"] for label in selected(parts, "label[for]")}
    for field in selected(parts, "input, select, textarea"):
        assert is_labelled(field, labelled), f"no label: {field}"
    if page.select_one("a.language") and not page.select_one("[data-page]"):  # at the tablet the words change in place
        assert not page.select("main input[type=text], main textarea"), (
            "the way to the other language loses what is typed"
        )
    for form in selected(parts, "form[method=post]"):
        check_form(form)
    for script in selected(parts, "script"):
        assert script.get("src"), "inline script"
    unruly = selected(parts, "[style], [onclick], [onchange], [onsubmit]")
    assert not unruly, f"inline style or handler: {unruly[0]}"


def selected(parts: list[Element], selector: str) -> list[Element]:
    """The elements of all parts that match."""
    return [found for part in parts for found in part.select(selector)]


def check_form(form: Element) -> None:
    """A form that changes something has an address, a token, and gives nothing back to who presses Back."""
    assert form.get("action"), f"form without action: {form.attrs}"
    assert form.select_one("input[name=csrf_token]"), f"form without token: {form['action']}"
    knows_password = form.has_attr("data-passkey") or form.select_one(
        "input[data-passkey], input[autocomplete$=password]"
    )
    assert knows_password or form.get("autocomplete") == "off", f"Back gives choices back: {form['action']}"


def is_labelled(field: Element, labelled: set[str]) -> bool:
    """A label, an aria-label or a wrapping label names the field; one that nobody sees needs none."""
    if field.name == "input" and field.get("type") in UNLABELLED:
        return True
    if field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled:
        return True
    return field.find_parent("label") is not None
