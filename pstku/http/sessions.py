"""Sign-ins behind Flask-Login: the cookie holds a random token, the database its hash."""

from flask import Flask, Request, Response, current_app, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import UserMixin
from itsdangerous import URLSafeTimedSerializer

from pstku.accounts import browsers
from pstku.accounts.operations import touch_sign_in
from pstku.accounts.queries import Colleague, OpenSignIn, actor_of, find_sign_in, get_person
from pstku.core.actor import Actor
from pstku.core.here import this_app, this_request
from pstku.http.extensions import login

POLL_HEADER = "X-Poll"  # a page that asks by itself is not a person at work: it keeps nobody signed in


class SignedIn(UserMixin):  # type: ignore[misc]  # the library is untyped
    """What Flask-Login calls the user: one open sign-in of one person."""

    def __init__(self, token: str, sign_in: OpenSignIn, person: Colleague) -> None:
        self.token = token
        self.sign_in = sign_in
        self.person = person
        self.actor: Actor = actor_of(person)
        self.seen_before = sign_in.last_seen_at

    def get_id(self) -> str:
        return self.token


class SparingSessions(SecureCookieSessionInterface):
    """Flask's sessions, without work for requests that have none, as a tablet's: they bring no cookie and get none.

    What signs the cookie is kept too: Flask makes it anew for each request, though the key never changes.
    """

    _kept: URLSafeTimedSerializer | None = None

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; nothing is looked at without one."""
        if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if need be; nothing is said of a session that nobody looked at."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The one of this application."""
        if self._kept is None:
            self._kept = super().get_signing_serializer(app)
        return self._kept


def init_app(app: Flask) -> None:
    """Load the signed-in person from the token; nothing else is remembered."""
    app.session_interface = SparingSessions()
    login.session_protection = None
    login.user_loader(load)


def load(token: str) -> SignedIn | None:
    """The sign-in of a token while it lives and its person is active."""
    found = find_sign_in(token)
    if found is None:
        return None
    sign_in, person = found
    if POLL_HEADER not in request.headers:
        touch_sign_in(sign_in)
    return SignedIn(token, sign_in, person)


def keep_cookie(signed_in: SignedIn | None) -> None:
    """On one's own phone the cookie outlives the browser, as long as the sign-in does; elsewhere it ends with it."""
    session.permanent = signed_in is not None and signed_in.sign_in.own_phone


def known_browser() -> str:
    """What this browser keeps of those who were signed in here before."""
    return this_request().cookies.get(this_app().config["BROWSER_COOKIE_NAME"], "")


def remember_browser(response: Response, person: Colleague) -> Response:
    """Whoever has signed in here is let try again here, when strangers have used up the account's tries."""
    response.set_cookie(
        current_app.config["BROWSER_COOKIE_NAME"],
        browsers.remembered(known_browser(), get_person(person.office_id, person.id)),
        max_age=browsers.LIFE,
        secure=current_app.config["IS_HTTPS"],
        httponly=True,
        samesite="Strict",
    )
    return response
