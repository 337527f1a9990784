"""A browser in which somebody is signed in, without the two pages it takes at /masuk: nearly every test begins so."""

from contextvars import copy_context
from http.cookies import SimpleCookie

from flask import Flask, Response
from flask.globals import _cv_app
from sqlalchemy import select

from pstku.accounts import operations
from pstku.accounts.models import Person
from pstku.core.db import db
from pstku.intranet.account.sign_in import enter
from tests.people import PASSWORD


def cookies_of(app: Flask, username: str) -> dict[str, str]:
    """Sign somebody of either office in as the view does after the right password; returns the cookies a browser holds."""

    def answer() -> Response:
        _cv_app.set(None)  # as a request of its own, outside the test's application context
        with app.test_request_context("/masuk"):
            app.preprocess_request()
            office_id = db.session.scalars(select(Person.office_id).where(Person.username == username)).one()
            token = operations.sign_in(office_id, username, PASSWORD, address="127.0.0.1")
            return app.process_response(enter(token))

    cookies = SimpleCookie()
    for cookie in copy_context().run(answer).headers.getlist("Set-Cookie"):
        cookies.load(cookie)
    db.session.rollback()
    return {name: cookie.value for name, cookie in cookies.items()}
