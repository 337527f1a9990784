"""JSON for the tablet's script: the guest book, returning guests, help, questions, complaints."""

from dataclasses import asdict
from typing import Any, cast

from flask import Response, jsonify, request

from kiosk import blueprint
from kiosk.complaints import concerned, unread_words
from kiosk.done import done_view
from kiosk.entries import entry_from, fields_of, parts_from, question_entry, tablet_origin
from kiosk.guard import from_tablet
from kiosk.limits import COMPLAINTS, QUESTIONS, count_words
from pstku.complaints.operations.filing import file_complaint
from pstku.complaints.rules.codes import spelled
from pstku.core import clock
from pstku.core.text import has_card_number
from pstku.core.tokens import parse_uuid7
from pstku.devices.operations import count_journey
from pstku.devices.queries import DeviceView
from pstku.guestbook.entry import check_parts
from pstku.guestbook.operations.help_calls import call_for_help
from pstku.guestbook.operations.questions import ask_later, leave_question
from pstku.guestbook.operations.recognising import recognise_guest
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.queries.kiosk import agency_names
from pstku.guestbook.visit_tokens import read_visit_token
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.formats import long_date
from pstku.http.text import gettext


@blueprint.post("/kiosk/api/kunjungan")
@requires_device
@from_tablet
def submit_visit() -> Response:
    """Simpan: the visit of this id, however often it is sent."""
    body = _body()
    visit_id, entry = parse_uuid7(str(body.get("id", ""))), entry_from(fields_of(body))
    visit = register_visit(current_office().id, visit_id, entry, tablet_origin(body))
    own = {
        "id": str(visit_id),
        "removed_number": entry.holds_card_number,
    }  # its id: so the tablet knows what it may forget
    return jsonify(done_view(visit) | own)


@blueprint.post("/kiosk/api/periksa")
@requires_device
@from_tablet
def check_step() -> Response:
    """Lanjut: check what was typed so far; 422 names the field, so that a guest learns of a mistake at this step."""
    check_parts(parts_from(fields_of(_body())))
    return jsonify(ok=True)


@blueprint.post("/kiosk/api/tamu-lama")
@requires_device
@from_tablet
def look_up_guest() -> Response:
    """Pernah ke sini: the returning guest, masked, with a token, or null; unknown and mistyped numbers get the same answer."""
    typed = str(_body().get("typed", ""))[:40]
    guest = recognise_guest(current_office().id, typed, tried_by=str(_device().id))
    return jsonify(guest=asdict(guest) if guest else None)


@blueprint.get("/kiosk/api/instansi")
@requires_device
def suggested_agencies() -> Response:
    """Agencies several guests named before."""
    return jsonify(names=agency_names(current_office().id))


@blueprint.post("/kiosk/api/bantuan")
@requires_device
@from_tablet
def ask_for_help() -> Response:
    """Minta bantuan petugas."""
    call_for_help(current_office().id, parse_uuid7(str(_body().get("id", ""))), device_id=_device().id)
    return jsonify(help="waiting")


@blueprint.post("/kiosk/api/perjalanan")
@requires_device
@from_tablet
def note_journey() -> Response:
    """A guest has left: the step they came to and how long it took, counted and never kept by itself."""
    fields, tz = fields_of(_body()), current_office().tz
    seconds = fields.get("seconds", 0, type=int)
    count_journey(_device().id, clock.local_day(clock.now(), tz), fields.get("ended_at", ""), max(0, seconds))
    return jsonify(ok=True)


@blueprint.post("/kiosk/api/pertanyaan")
@requires_device
@from_tablet
def submit_question() -> Response:
    """Tinggalkan pertanyaan: with the visit just made, or as a new one to be followed up."""
    body, office = _body(), current_office()
    count_words(QUESTIONS)
    entry = question_entry(office, body)
    removed = entry.holds_card_number
    if visit_id := read_visit_token(str(body.get("visit", ""))):
        ask_later(office.id, visit_id, entry)
        return jsonify(code=None, removed_number=removed)
    visit = leave_question(office.id, parse_uuid7(str(body.get("id", ""))), entry, tablet_origin(body))
    return jsonify(code=visit.code, removed_number=removed)


@blueprint.get("/kiosk/api/pengaduan/tentang")
@requires_device
def complaint_choices() -> Response:
    """The people a complaint can be about; loaded only when a guest opens the question."""
    return jsonify(choices=concerned(), question=gettext("Tentang siapa? Boleh dilewati."))


@blueprint.post("/kiosk/api/pengaduan")
@requires_device
@from_tablet
def submit_complaint() -> Response:
    """Pengaduan: private; answers with the code to follow it and the days of the first word and the answer."""
    fields = fields_of(_body())
    count_words(COMPLAINTS)
    filed = file_complaint(
        current_office().id,
        parse_uuid7(fields.get("id", "")),
        text=fields.get("text", ""),
        name=fields.get("name", ""),
        contact=fields.get("contact", ""),
        about_person_id=fields.get("about", type=int),
    )
    removed = has_card_number(fields.get("text")) or has_card_number(fields.get("name"))
    return jsonify(
        code=spelled(filed.code),
        first=long_date(filed.first_due_on),
        due=long_date(filed.due_on),
        unread=unread_words(filed),
        removed_number=removed,
    )


def _device() -> DeviceView:
    device = current_device()
    assert device is not None  # @requires_device stands before every view here
    return device


def _body() -> dict[str, Any]:
    return cast(dict[str, Any], request.get_json(silent=True))  # as the guard has read it already
