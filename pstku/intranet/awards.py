"""Penghargaan, seen by all staff: proposals, winners, and the right to object."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import TextAreaField

from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.forms import Form, at_most
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.rewards.operations.publishing import object_to
from pstku.rewards.queries import objections_by, proposals


class ObjectionForm(Form):
    """What is wrong with a proposal, in the colleague's words."""

    text = TextAreaField(N_("Keberatan Anda"), [at_most(1000)])


@blueprint.get("/penghargaan")
@requires()
def awards() -> Response:
    """Winners only, never a list of others; of objections only one's own."""
    return _page(ObjectionForm(formdata=None), 200, None)


@blueprint.post("/penghargaan/<int:period_id>/keberatan")
@requires()
def object_to_award(period_id: int) -> Response:
    """Object to a proposal while the window is open."""
    form = ObjectionForm()
    with form.refusals():
        object_to(current_actor(), period_id, form.text.data or "")
        flash(_("Keberatan tercatat. Admin yang tidak bersangkutan akan menjawabnya."), "success")
        return redirect_to("intranet.awards")
    return _page(form, form.http_status, period_id)


def _page(form: ObjectionForm, status: int, period_id: int | None) -> Response:
    office_id = current_office().id
    context: dict[str, Any] = {"proposals": proposals(office_id), "form": form, "objected_id": period_id}
    context |= {"this_day": today(), "own_objections": objections_by(office_id, current_actor().person_id)}
    return render_page("intranet/awards.html", status=status, **context)
