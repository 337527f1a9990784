"""Pengaduan without the tablet's script, at the tablet and on the guest's own phone; and what its code opens.

/pengaduan/<code> tells whoever holds the code how far the complaint is and what the office answered, nothing of anybody. A
wrong code, an unknown one and one that is withheld look alike.
"""

from flask import Response, render_template, request

from kiosk import blueprint
from kiosk.languages import is_switching
from kiosk.leaving import leaves
from kiosk.limits import COMPLAINTS, complaint_code_attempt, count_words
from pstku.complaints.operations.filing import Filed, file_complaint
from pstku.complaints.queries import Followed, concerned_choices, follow_complaint
from pstku.complaints.rules.codes import letters_of, spelled
from pstku.core import clock
from pstku.core.errors import DomainError, InvalidInput, NotFound
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.http.access import current_office, find_actor, public, requires_device
from pstku.http.domain_refusals import Refusals, refusals
from pstku.http.links import public_address, qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import gettext
from pstku.http.ways import named_ways
from pstku.offices.rules.addresses import Topic

NOBODY_READS = N_("Di kantor ini belum ada orang lain yang boleh membacanya.")
SEND_ALSO = N_("Sampaikan juga lewat %(places)s agar ditangani.")
NO_SUCH_CODE = N_("Kode ini tidak ditemukan. Periksa huruf dan angkanya.")


@blueprint.route("/kiosk/pengaduan", methods=["GET", "POST"])
@requires_device
def complaint_form() -> Response:
    """At a tablet whose browser runs no script."""
    return leaves(_page("layouts/kiosk.html", "tablet", "kiosk.complaint_form"))


@blueprint.route("/n/pengaduan", methods=["GET", "POST"])
@public
def phone_complaint() -> Response:
    """On the guest's own phone."""
    return _page("layouts/guest_phone.html", "own_phone", "kiosk.phone_complaint")


def concerned() -> list[tuple[int | str, str]]:
    """The people a complaint can be about, as choices; the last one names nobody."""
    return [*concerned_choices(current_office().id), ("", gettext("Lainnya atau tidak tahu"))]


def unread_words(filed: Filed) -> str:
    """What the guest is told when nobody except the person concerned could read the complaint; else empty."""
    if filed.has_reader:
        return ""
    places = named_ways(Topic.COMPLAINT)
    return " ".join([gettext(NOBODY_READS), *([gettext(SEND_ALSO, places=places)] if places else [])])


def _page(layout: str, channel: str, endpoint: str) -> Response:
    filed, is_again = None, is_switching()
    with refusals(DomainError) as no:
        if request.method == "POST" and not is_again:
            filed = _file(channel)
    return render_page(
        "kiosk/complaint_plain.html",
        status=no.status,
        layout=layout,
        endpoint=endpoint,
        complaint_id=request.form.get("id") if no or is_again else uuid7(),
        typed=request.form,
        about=request.form.get("about", type=int) or "",
        errors=no.by_field,
        concerned=concerned(),
        filed=filed,
        code=spelled(filed.code) if filed else "",
        unread=unread_words(filed) if filed else "",
        qr=qr_matrix(public_address("kiosk.followed", code=spelled(filed.code))) if filed else None,
    )


def _file(channel: str) -> Filed:
    count_words(COMPLAINTS)
    return file_complaint(
        current_office().id,
        parse_uuid7(request.form.get("id", "")),
        text=request.form.get("text", ""),
        name=request.form.get("name", ""),
        contact=request.form.get("contact", ""),
        about_person_id=request.form.get("about", type=int),
        channel=channel,
    )


@blueprint.route("/pengaduan", methods=["GET", "POST"])
@public
def follow() -> Response:
    """Ask for the code; typed, it opens the page of its complaint."""
    letters = letters_of(request.form.get("code", ""))
    if request.method == "POST" and letters and not is_switching():
        return redirect_to("kiosk.followed", code=spelled(letters))
    return render_page("guest_phone/follow.html", code=request.form.get("code", ""), error=None)


@blueprint.route("/pengaduan/<code>", methods=["GET", "POST"])
@public
def followed(code: str) -> Response:
    """The complaint of this code; a POST is the same page in the other language."""
    with refusals(NotFound, InvalidInput) as no, complaint_code_attempt():
        found = _followed(code)
        day = clock.local_day(clock.now(), current_office().tz)
        return render_page("guest_phone/followed.html", complaint=found, code=spelled(letters_of(code)), day=day)
    return _again(code, no)


@blueprint.get("/kiosk/qr/pengaduan/<code>")
@requires_device
def complaint_qr(code: str) -> Response:
    """The QR that opens the page of a complaint on a phone, as a picture; it does not tell whether there is one."""
    matrix = qr_matrix(public_address("kiosk.followed", code=spelled(letters_of(code))))
    return Response(render_template("kiosk/qr.svg", matrix=matrix), mimetype="image/svg+xml")


def _followed(code: str) -> Followed:
    found = follow_complaint(current_office().id, code, find_actor())
    if found is None:
        raise NotFound(NO_SUCH_CODE)
    return found


def _again(code: str, no: Refusals) -> Response:
    return render_page("guest_phone/follow.html", status=no.status, code=code[:40], error=no.words)
