"""What every template can use: the office, the signed-in person, numbers and dates in Indonesian."""

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import get_locale, gettext, ngettext
from flask_login import current_user

from pstku.accounts.queries import ROLE_LABELS
from pstku.core import clock, numbers
from pstku.core.actor import Role
from pstku.http.access import current_office, find_actor
from pstku.http.navigation import navigation


def init_app(app: Flask) -> None:
    """Register filters and globals once."""
    app.jinja_env.filters.update(
        number=numbers.format_number,
        percent=numbers.format_percent,
        long_date=clock.long_date,
        short_date=clock.short_date,
        clock_time=lambda moment: clock.clock_time(moment, current_office().tz),
        local_date=lambda moment: clock.long_date(clock.local_day(moment, current_office().tz)),
        local_short=lambda moment: clock.short_date(clock.local_day(moment, current_office().tz)),
    )
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        static_url=static_url,
        navigation=navigation,
        today=today,
    )
    app.context_processor(shared_context)


def shared_context() -> dict[str, Any]:
    """Values that differ by request."""
    return {
        "office": current_office(),
        "lang": str(get_locale() or "id"),
        "actor": find_actor(),
        "current_person": current_person(),
        "demo": current_app.config["DEMO"],
        "asset_debug": current_app.debug,
    }


def current_person() -> dict[str, Any] | None:
    """The signed-in person as the layouts show them; None on public pages."""
    actor = find_actor()
    if actor is None:
        return None
    return {
        "id": actor.person_id,
        "name": actor.name,
        "call_name": actor.name,
        "role_label": role_label(actor.roles),
        "is_own_phone": current_user.sign_in.own_phone,
    }


def role_label(roles: frozenset[str]) -> str:
    """The most telling of a person's roles."""
    order = (Role.HEAD, Role.OFFICER, Role.ADMIN, Role.EDITOR, Role.DECIDER)
    return gettext(ROLE_LABELS[next((role for role in order if role in roles), Role.EMPLOYEE)])


def today() -> date:
    """The office's day."""
    return clock.local_day(clock.now(), current_office().tz)


def local_now() -> datetime:
    """The office's wall clock."""
    return clock.now().astimezone(current_office().tz)


def static_url(path: str) -> str:
    """Address of a static file with a version taken from its content, so that it can be cached for a year."""
    return url_for("static", filename=path, v=_version(str(current_app.static_folder), path))


@cache
def _version(folder: str, path: str) -> str:
    return hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:10]
