"""Who may call what. Every endpoint declares it; a silent one is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pstku.accounts.queries import OpenSignIn
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.errors import NotAllowed, NotEnrolled
from pstku.core.here import kept, this_app, this_request
from pstku.core.logs import event
from pstku.core.text import N_
from pstku.devices.queries import DeviceView
from pstku.offices.queries import Configuration, configuration, sole_office_id
from pstku.remote.operations.secrets import note_old_secret
from pstku.remote.queries import find_tablet, holder_of

View = TypeVar("View", bound=Callable[..., Any])

LEARNING, DESK, ADMIN = "learning", "desk", "admin"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
OPEN_BEFORE_CHANGE = {"intranet.password", "intranet.sign_out"}  # a one-time password opens nothing else
OPEN_BEFORE_FACTOR = OPEN_BEFORE_CHANGE | {"intranet.second_factor", "intranet.recovery_codes"}
RECENT = timedelta(minutes=5)  # a password given so lately need not be given again


@dataclass(frozen=True, slots=True)
class Access:
    """What a view declared: public, an enrolled tablet, staff of some role in some area, or staff and tablets."""

    kind: str
    roles: frozenset[Role] = frozenset()
    area: str = LEARNING


def public(view: View) -> View:
    """Anybody may call this view."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def requires_staff_or_device(view: View) -> View:
    """Signed-in staff or an enrolled tablet may call this view."""
    view.access = Access("staff or device")  # type: ignore[attr-defined]
    return view


def requires_device(view: View) -> View:
    """Only an enrolled tablet may call this view; it finds itself in `current_device()`."""
    view.access = Access("device")  # type: ignore[attr-defined]
    return view


def requires(*roles: Role, area: str = LEARNING) -> Callable[[View], View]:
    """Signed-in staff holding one of `roles`; `area` says how old the sign-in may be."""

    def declare(view: View) -> View:
        view.access = Access("staff", frozenset(roles or (Role.EMPLOYEE,)), area)  # type: ignore[attr-defined]
        return view

    return declare


def declared_access(endpoint: str) -> Access | None:
    """What an endpoint's view declared, or None for a silent one."""
    return getattr(this_app().view_functions[endpoint], "access", None)


def init_app(app: Flask) -> None:
    """Enforce the declarations before every request."""
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    endpoint = this_request().endpoint
    if endpoint is None:
        return None
    access = declared_access(endpoint)
    if access is None:
        raise NotAllowed(N_("Halaman ini belum dibuka untuk siapa pun."))
    if access.kind == "staff":
        return _admit_staff(access)
    if access.kind == "staff or device" and current_user.is_authenticated:
        return None
    if access.kind != "public" and current_device() is None:
        event("device_refused", revoked=holds_ended_secret())
        raise NotEnrolled(N_("Tablet ini belum terdaftar atau sudah dicabut. Minta admin mendaftarkannya."))
    return None


def holds_ended_secret() -> bool:
    """Does this browser hold the secret of a tablet that was revoked, or that has another one by now? The latter is noted:
    one of the two is a copy."""
    token = request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"], "")
    holder = holder_of(token) if token else None
    if holder and holder.is_copy:
        note_old_secret(holder)
    return bool(holder and holder.has_ended)


def _admit_staff(access: Access) -> ResponseReturnValue | None:
    if not current_user.is_authenticated or not _is_recent_enough(access.area):
        return ask_to_sign_in()
    current_actor().need(*access.roles)
    if current_user.person.must_change_password and request.endpoint not in OPEN_BEFORE_CHANGE:
        return _redirect(url_for("intranet.password"))
    due_at = current_user.sign_in.second_factor_due_at
    if due_at is not None and due_at <= clock.now() and request.endpoint not in OPEN_BEFORE_FACTOR:
        return _redirect(url_for("intranet.second_factor", next=_page_to_come_back_to()))
    return None


def _sign_in() -> OpenSignIn:
    sign_in: OpenSignIn = current_user.sign_in
    return sign_in


def has_confirmed_lately() -> bool:
    """Did the signed-in person give their password in the last five minutes?"""
    return clock.now() - _sign_in().confirmed_at <= RECENT


def _is_recent_enough(area: str) -> bool:
    """Learning: as long as the sign-in lives; desk: the service day; admin: 30 min idle, 12 h in all."""
    if area == LEARNING:
        return True
    sign_in, tz = _sign_in(), current_office().tz
    now = clock.now()
    if area == DESK:
        return clock.local_day(sign_in.confirmed_at, tz) == clock.local_day(now, tz)
    seen_before: datetime = current_user.seen_before
    return now - seen_before <= IDLE and now - sign_in.confirmed_at <= LONGEST


def ask_to_sign_in() -> Response:
    """To the sign-in page and back; htmx is told by header, since it follows no redirect to a page."""
    return _redirect(url_for("intranet.sign_in", next=_page_to_come_back_to()))


def _page_to_come_back_to() -> str:
    path = request.full_path if request.method == "GET" and not is_htmx() else _page_behind_htmx()
    return path.rstrip("?")


def _redirect(target: str) -> Response:
    if is_htmx():
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)  # type: ignore[return-value]


def _page_behind_htmx() -> str:
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{parts.path}?{parts.query}" if parts.path else "/"


def is_htmx() -> bool:
    """True for a request htmx made to swap a part (not boosted, not a history restore)."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def current_actor() -> Actor:
    """The signed-in person; only inside a view that `requires` one."""
    actor: Actor = current_user.actor
    return actor


def find_actor() -> Actor | None:
    """The signed-in person, or None on a public page."""
    return current_actor() if _may_be_signed_in() and current_user.is_authenticated else None


def _may_be_signed_in() -> bool:
    """Is there anything to read a sign-in from? A tablet brings none, and is not made to wait while one is looked for."""
    return "_login_user" in kept() or this_app().config["SESSION_COOKIE_NAME"] in this_request().cookies


def current_device() -> DeviceView | None:
    """The enrolled tablet this browser is, or None. Read once per request."""
    known = kept()
    try:
        device: DeviceView | None = known.device
    except AttributeError:
        token = this_request().cookies.get(this_app().config["DEVICE_COOKIE_NAME"], "")
        device = known.device = find_tablet(token) if token else None
    return device


def current_office() -> Configuration:
    """The office of the signed-in person or tablet, else the one this installation serves."""
    known = kept()
    try:
        office: Configuration = known.office
    except AttributeError:
        office = known.office = configuration(_office_id())
    return office


def _office_id() -> int:
    if actor := find_actor():
        return actor.office_id
    if device := current_device():
        return device.office_id
    return sole_office_id(current_app.config["OFFICE_CODE"])
