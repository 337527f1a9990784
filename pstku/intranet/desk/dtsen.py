"""Konsultasi DTSEN on the visit's page: what it was about and how it ended, as codes only."""

from uuid import UUID

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms import RadioField

from pstku.core.text import N_
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.queries import dtsen_of
from pstku.dtsen.rules import KINDS, RESULTS
from pstku.guestbook.queries.visits import get_visit
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.forms import Form, offer
from pstku.http.pages import render_page, see_other
from pstku.intranet import blueprint
from pstku.intranet.desk.needs import list_behind
from pstku.officers.rules import SERVERS


class DtsenForm(Form):
    """Kind and result; the result may come later."""

    kind = RadioField(N_("Yang ditanyakan"), choices=offer(KINDS.items()), validate_choice=False)
    result = RadioField(N_("Hasil"), choices=offer(RESULTS.items()), validate_choice=False)


@blueprint.route("/meja/<uuid:visit_id>/dtsen", methods=["GET", "POST"])
@requires(*SERVERS, area=DESK)
def visit_dtsen(visit_id: UUID) -> Response:
    """Note it, again if it was wrong."""
    visit = get_visit(current_office().id, visit_id)
    form = DtsenForm(obj=dtsen_of(visit_id))
    if form.validate_on_submit():
        with form.refusals():
            note_dtsen(current_actor(), visit_id, form.kind.data or "", form.result.data or None)
            flash(_("Catatan DTSEN tersimpan."), "success")
            return see_other(list_behind() or url_for("intranet.visit_details", visit_id=visit_id))
    return render_page("intranet/desk/dtsen.html", form=form, visit=visit, status=form.http_status)
