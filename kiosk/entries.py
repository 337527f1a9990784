"""Where an entry of the tablet comes from, and a question left there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pstku.core.clock import client_moment
from pstku.core.languages import INDONESIAN, known_language
from pstku.guestbook.entry import Entry, entry_from, fields_of, parts_from
from pstku.guestbook.operations.registering import Origin
from pstku.http.access import current_device
from pstku.http.text import language
from pstku.offices.queries import Configuration

__all__ = ["entry_from", "fields_of", "parts_from", "question_entry", "tablet_origin"]


def question_entry(office: Configuration, body: Mapping[str, Any]) -> Entry:
    """A question left at the tablet; its one contact field holds a phone number or an e-mail, its service is optional."""
    fields = fields_of(body)
    contact = fields.pop("contact", "")
    fields["email" if "@" in contact else "phone"] = contact
    fields.setdefault("service", next(str(item.id) for item in office.active_services() if not item.is_complaint))
    return entry_from(fields)


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
