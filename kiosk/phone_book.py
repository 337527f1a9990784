"""/n/isi/<token>: the guest book on the guest's own phone, opened by the QR at the counter; an officer confirms the guest."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Response, jsonify, request
from werkzeug.datastructures import MultiDict

from kiosk import blueprint
from kiosk.entries import entry_from
from kiosk.idle import idle_screen
from kiosk.languages import is_switching
from kiosk.leaving import LONG_FORM_SECONDS, leaves_tablet
from kiosk.limits import arrival_attempt
from pstku.arrivals.operations.sending import check_qr, closing_of, send_arrival
from pstku.arrivals.queries import find_arrival
from pstku.core import clock
from pstku.core.errors import Conflict, DomainError, NotFound
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, sign, uuid7, verify
from pstku.guestbook.entry import Entry
from pstku.guestbook.queries.visits import find_registered
from pstku.guestbook.visit_tokens import visit_token
from pstku.http.access import current_office, public
from pstku.http.browsers import is_staff_browser
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import language, sentence

ARRIVAL, CHANNEL = "arrival", "own_phone"
KEPT = timedelta(days=1)  # how long after closing a phone still hears what became of its entry
NOT_VALID, SHUT, STAFF = N_("QR ini tidak berlaku"), N_("Layanan sedang tutup"), N_("Ini peramban pegawai")
FOR_GUESTS = N_(
    "Di HP ini pegawai pernah masuk. Buku tamu lewat QR hanya untuk HP tamu; catat tamu lewat Meja layanan."
)
GONE, LATE = N_("Isian Anda sudah dihapus"), N_("Layanan sudah tutup")
NOT_CONFIRMED = N_("Petugas belum menemukan Anda, atau QR di konter diganti. Datanglah ke meja, atau isi sekali lagi.")
LEFT = N_("Isian Anda belum dikonfirmasi petugas sampai layanan tutup, jadi dihapus. Tidak ada yang kami simpan.")
OLD = N_("Halaman ini terlalu lama. Pindai QR buku tamu di konter sekali lagi.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What a phone knows of the entry it sent."""

    id: UUID
    ends_at: datetime


@blueprint.route("/n/isi/<token>", methods=["GET", "POST"])
@public
def phone_book(token: str) -> Response:
    """Ask what the tablet asks, on one page; the hidden id makes a second press the same entry."""
    if is_staff_browser():
        return _notice(STAFF, sentence(FOR_GUESTS), 403)
    if request.method == "GET":
        return _shut(token) or _ask(token, MultiDict(), {}, str(uuid7()), 200)
    if is_switching():
        return _ask(token, request.form, {}, request.form.get("id", ""), 200)
    with refusals(DomainError) as no, arrival_attempt():
        arrival_id = parse_uuid7(request.form.get("id", ""))
        entry = entry_from(request.form, CHANNEL)
        ends_at = send_arrival(current_office().id, arrival_id, _of_phone(entry), qr_token=token, language=language())
        removed = 1 if entry.holds_card_number else None
        return redirect_to("kiosk.phone_arrival", token=_sign(Sent(arrival_id, ends_at)), nomor_dihapus=removed)
    return _ask(token, request.form, no.by_field, request.form.get("id", ""), no.status)


@blueprint.get("/n/tunggu/<token>")
@public
def phone_arrival(token: str) -> Response:
    """The sign to show to the officer; once they confirmed it, the page of the visit."""
    sent = _read(token)
    if sent is None:
        return _notice(NOT_VALID, sentence(OLD), 404)
    office = current_office()
    if arrival := find_arrival(office.id, sent.id):
        return render_page(
            "guest_phone/arrival.html", token=token, sign=arrival.sign, removed_number="nomor_dihapus" in request.args
        )
    if find_registered(office.id, sent.id):
        return redirect_to("kiosk.guest_phone", token=visit_token(sent.id))
    is_late = clock.now() >= sent.ends_at
    return _notice(LATE if is_late else GONE, sentence(LEFT if is_late else NOT_CONFIRMED), 410)


@blueprint.get("/n/tunggu/<token>/keadaan")
@public
def phone_arrival_standing(token: str) -> Response:
    """Polled: 204 while the entry waits; else the page is to be loaded again."""
    sent = _read(token)
    if sent and find_arrival(current_office().id, sent.id):
        return Response(status=204)
    return jsonify(changed=True)


def _of_phone(entry: Entry) -> Entry:
    """Without what only the tablet in the office offers: somebody who can try numbers at home must learn of no guest."""
    return replace(entry, returning="", question="", help_note="")


def _shut(token: str) -> Response | None:
    """The page instead of the form: a QR that opens nothing, or a counter that is closed."""
    office = current_office()
    with refusals(NotFound, Conflict) as no:
        check_qr(office.id, token)
    if no:
        return _notice(NOT_VALID, no.words, no.status)
    if closing_of(office) is None:
        screen = idle_screen(office)
        return _notice(SHUT, screen.opens_again or screen.hours, 200)
    return None


def _ask(token: str, typed: MultiDict[str, str], errors: dict[str, str], form_id: str, status: int) -> Response:
    page = render_page(
        "guest_phone/book.html",
        typed=typed,
        errors=errors,
        visit_id=form_id,
        token=token,
        status=status,
    )
    return leaves_tablet(page, LONG_FORM_SECONDS)


def _notice(title: str, words: str, status: int) -> Response:
    return render_page("guest_phone/notice.html", title=sentence(title), words=words, status=status)


def _sign(sent: Sent) -> str:
    payload = sent.id.bytes + int(sent.ends_at.timestamp()).to_bytes(5, "big")
    return sign(ARRIVAL, payload, sent.ends_at + KEPT)


def _read(token: str) -> Sent | None:
    payload = verify(ARRIVAL, token)
    if payload is None:
        return None
    return Sent(UUID(bytes=payload[:16]), datetime.fromtimestamp(int.from_bytes(payload[16:], "big"), UTC))
