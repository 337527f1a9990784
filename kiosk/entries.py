"""What a form or the tablet's script sends, read as an entry of the guest book."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from pstku.core.clock import client_moment
from pstku.core.errors import InvalidInput
from pstku.core.languages import INDONESIAN, known_language
from pstku.core.text import N_
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.registering import Origin
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.http.access import current_device
from pstku.http.text import language
from pstku.offices.queries import Configuration

TEXTS = ("name", "salutation", "agency", "phone", "email", "help_note", "question", "returning")
CODES = ("age_group", "sex", "education", "occupation", "agency_category", "purpose")
LONGEST = 4000


def fields_of(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """A JSON object as form fields, so that JSON and forms are read by the same code; nested values are dropped."""
    fields: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, (str, int, float)):
                fields.add(name, str(item)[:LONGEST])
    return fields


def question_entry(office: Configuration, body: Mapping[str, Any]) -> Entry:
    """A question left at the tablet; its one contact field holds a phone number or an e-mail, its service is optional."""
    fields = fields_of(body)
    contact = fields.pop("contact", "")
    fields["email" if "@" in contact else "phone"] = contact
    fields.setdefault("service", next(str(item.id) for item in office.active_services() if not item.is_complaint))
    return entry_from(fields)


def entry_from(fields: MultiDict[str, str], channel: str = "tablet") -> Entry:
    """The entry that was typed; raises InvalidInput for a wrong number or an unknown service."""
    first = (
        fields.to_dict()
    )  # a plain dictionary: MultiDict raises and catches an error for each field that is left out
    values: dict[str, Any] = {name: first.get(name, "") for name in TEXTS}
    values |= {name: first.get(name) or None for name in CODES}
    return Entry(
        service_id=_service(first),
        more_service_ids=tuple(
            value for text in fields.getlist("more") if (value := _number(text, "more")) is not None
        ),
        is_minor=bool(first.get("minor")),
        needs_help=first.get("needs_help") == "yes",
        consents=tuple(fields.getlist("consent")),
        facility=FACILITY_OF_CHANNEL[channel],
        **_party(first),
        **values,
    )


def parts_from(fields: MultiDict[str, str]) -> Entry:
    """The parts of an entry that can be checked on their own: contact and number of people."""
    return Entry(
        service_id=0,
        phone=fields.get("phone", ""),
        email=fields.get("email", ""),
        **_party(fields),
    )


def tablet_origin(body: Mapping[str, Any] | None = None, kept_for: timedelta | None = None) -> Origin:
    """Where an entry comes from: this tablet, its desk, the time on its clock, and the language on its screen.

    An envelope says its own language; the screen may stand in the next guest's by now.
    """
    device, times = current_device(), body or {}
    spoken = language() if body is None else known_language(times.get("language"))
    return Origin(
        channel="tablet",
        device_id=device.id if device else None,
        desk_id=device.desk_id if device else None,
        written_at=client_moment(times.get("written_at")),
        sent_at=client_moment(times.get("sent_at")),
        kept_for=kept_for,
        language=spoken or INDONESIAN,
    )


def _party(fields: Mapping[str, str]) -> dict[str, Any]:
    """How many people; of whom nothing else is said are "tidak diketahui"."""
    people = {name: _number(fields.get(name), name) for name in ("party_size", "party_male", "party_female")}
    return people | {"party_size": people["party_size"] or 1}


def _service(fields: Mapping[str, str]) -> int:
    service_id = _number(fields.get("service"), "service")
    if service_id is None:
        raise InvalidInput("service", N_("Pilih dahulu layanan yang Anda perlukan."))
    return service_id


def _number(text: str | None, field: str) -> int | None:
    typed = (text or "").strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise InvalidInput(field, N_("Isi dengan angka saja, misalnya 2."))
    return int(typed)
