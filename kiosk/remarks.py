"""Kritik & saran at the tablet: words about nobody in particular, for whoever has no visit to rate."""

from flask import Response, request

from kiosk import blueprint
from kiosk.languages import is_switching
from kiosk.leaving import leaves
from kiosk.limits import REMARKS, count_words
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.http.access import current_office, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.ratings.operations.remarks import leave_remark


@blueprint.route("/kiosk/kritik-saran", methods=["GET", "POST"])
@requires_device
def leave_words() -> Response:
    """A page of its own; afterwards the tablet is idle again for the next guest."""
    remark_id, text = request.form.get("id") or str(uuid7()), request.form.get("text", "")
    with refusals() as no:
        if request.method == "POST" and not is_switching():
            count_words(REMARKS)
            leave_remark(current_office().id, parse_uuid7(remark_id), text)
            return redirect_to("kiosk.home")
    page = render_page("kiosk/remark.html", status=no.status, remark_id=remark_id, text=text, error=no.words)
    return leaves(page)
