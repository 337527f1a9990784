"""What every template can use: the office, the signed-in person, numbers and dates in Indonesian."""

from datetime import date
from typing import Any

from flask import Flask, current_app
from flask_babel import ngettext
from flask_login import current_user

from pstku.accounts.models import Person
from pstku.accounts.queries import ROLE_LABELS, Colleague
from pstku.core import clock, numbers
from pstku.core.actor import Role
from pstku.core.quarters import ROMAN
from pstku.core.tokens import uuid7
from pstku.http import formats
from pstku.http.access import current_device, current_office, find_actor
from pstku.http.icons import icon
from pstku.http.links import qr_path
from pstku.http.navigation import navigation
from pstku.http.paths import path_to, static_url
from pstku.http.static import sheets_url
from pstku.http.text import gettext, language, sentence, sentence_with
from pstku.officers.rules import SERVERS


def init_app(app: Flask) -> None:
    """Register filters and globals once."""
    app.jinja_env.filters.update(
        number=numbers.format_number,
        percent=numbers.format_percent,
        long_date=formats.long_date,
        long_month=formats.long_month,
        weekday_date=formats.weekday_date,
        short_date=formats.short_date,
        short_month=formats.short_month,
        qr_path=qr_path,
        clock_time=lambda moment: formats.clock_time(moment, current_office().tz),
        local_date=lambda moment: formats.long_date(clock.local_day(moment, current_office().tz)),
        local_short=lambda moment: formats.short_date(clock.local_day(moment, current_office().tz)),
    )
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        sentence_with=sentence_with,
        static_url=static_url,
        sheets_url=sheets_url,
        icon=icon,
        url_for=path_to,
        navigation=navigation,
        today=today,
        now=clock.now,
        roman=ROMAN,
        new_key=uuid7,
        at_tablet=lambda: current_device() is not None,
    )
    app.context_processor(shared_context)


def shared_context() -> dict[str, Any]:
    """Values that differ by request."""
    is_signed_in = find_actor() is not None
    return {
        "office": current_office(),
        "lang": language(),
        "actor": find_actor(),
        "current_person": person_view(current_user.person) if is_signed_in else None,
        "on_own_phone": is_signed_in and current_user.sign_in.own_phone,
        "sign_out_url": path_to("intranet.sign_out"),
        "profile_url": path_to("intranet.account"),
        "ring_url": ring_url(),
        "demo": current_app.config["DEMO"],
        "asset_debug": current_app.debug,
    }


def ring_url() -> str | None:
    """The address the page polls to learn whether a guest is waiting; None for people who do not serve guests."""
    actor, endpoint = find_actor(), "intranet.desk_ring"
    may_serve = actor is not None and actor.has(*SERVERS)
    return path_to(endpoint) if may_serve and endpoint in current_app.view_functions else None


def person_view(person: Person | Colleague) -> dict[str, Any]:
    """A person as layouts and avatars show them."""
    return {
        "id": person.id,
        "name": person.name,
        "call_name": person.call_name,
        "salutation": person.salutation,
        "role_label": role_label(person.role_codes),
        "role_labels": role_labels(person.role_codes),
        "photo_url": path_to("photo", person_id=person.id) if person.has_photo else None,
    }


def role_label(roles: frozenset[str]) -> str:
    """The most telling of a person's roles."""
    order = (Role.HEAD, Role.OFFICER, Role.ADMIN, Role.EDITOR, Role.DECIDER)
    return sentence(ROLE_LABELS[next((role for role in order if role in roles), Role.EMPLOYEE)])


def role_labels(roles: frozenset[str]) -> list[str]:
    """All roles of a person in the office's order; somebody without any is Pegawai."""
    return [gettext(label) for role, label in ROLE_LABELS.items() if role in roles] or [
        gettext(ROLE_LABELS[Role.EMPLOYEE])
    ]


def today() -> date:
    """The office's day."""
    return clock.local_day(clock.now(), current_office().tz)
