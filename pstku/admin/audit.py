"""Jejak audit: who did what, when; and whether the chain is whole."""

from flask import Response, request
from wtforms import SelectField

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.admin.audit_words import ACTS
from pstku.audit.queries import PAGE_SIZE, actions, entries
from pstku.complaints.queries import complaints_about
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.forms import Form, offer, optional_id
from pstku.http.pages import render_page


class FilterForm(Form):
    """Which acts of whom."""

    class Meta(Form.Meta):
        csrf = False  # a filter changes nothing

    tindakan = SelectField(N_("Tindakan"), default="", validate_choice=False)
    orang = SelectField(N_("Orang"), coerce=optional_id, default="", validate_choice=False)


@blueprint.get("/jejak")
@requires(Role.ADMIN, area=ADMIN)
def audit() -> Response:
    """The trail, fifty acts a page, the newest first."""
    office_id = current_office().id
    names = {person.id: person.name for person in people(office_id, active_only=False)}
    form, hidden = FilterForm(request.args), complaints_about(current_actor())
    form.tindakan.choices = offer(
        ((name, ACTS.get(name, name)) for name in actions(office_id, without=hidden)), empty=N_("Semua tindakan")
    )
    form.orang.choices = offer(names.items(), empty=N_("Semua orang"))
    before = request.args.get("sebelum", type=row_id)
    actor_id = request.args.get("orang", type=row_id)
    found = entries(
        office_id,
        before=before,
        action=form.tindakan.data or None,
        actor_id=actor_id,
        without=hidden,
    )
    page_rows = found[:PAGE_SIZE]
    older = page_rows[-1].seq if len(found) > PAGE_SIZE else None
    return render_page("admin/audit.html", form=form, entries=page_rows, older=older, names=names, acts=ACTS)
