"""Pengaduan without the tablet's script: a page of its own at the tablet, and one on the guest's own phone."""

from flask import Response, request

from kiosk import blueprint
from kiosk.languages import is_switching
from kiosk.leaving import leaves
from kiosk.limits import COMPLAINTS, count_words
from pstku.complaints.operations.filing import Filed, file_complaint
from pstku.complaints.queries import concerned_choices
from pstku.core.errors import DomainError
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.http.access import current_office, public, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.pages import render_page
from pstku.http.text import gettext
from pstku.http.ways import named_ways
from pstku.offices.rules.addresses import Topic

NOBODY_READS = N_("Di kantor ini belum ada orang lain yang boleh membacanya.")
SEND_ALSO = N_("Sampaikan juga lewat %(places)s agar ditangani.")


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


def spelled(code: str) -> str:
    """A complaint's code in two groups, easy to read aloud."""
    return f"{code[:4]}-{code[4:]}"


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
