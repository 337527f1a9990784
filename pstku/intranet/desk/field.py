"""Catat: saya ditanya ini. Two taps for whoever was asked outside the office."""

from flask import Response, request
from wtforms import HiddenField, RadioField, StringField

from pstku.core.clock import client_moment
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.operations.remote import record_field_visit
from pstku.http.access import current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.offices.queries import Configuration


class FieldForm(Form):
    """Who asked, and what about; the buttons say whether it was answered."""

    visit_id = HiddenField()
    need = StringField(N_("Apa yang ditanyakan?"), [at_most(200)])
    occupation = RadioField(N_("Siapa yang bertanya?"), validate_choice=False)

    def __init__(self) -> None:
        super().__init__()
        self.occupation.choices = offer(current_office().choices("occupation"))
        self.visit_id.data = self.visit_id.data or str(uuid7())
        if not self.is_submitted():
            self.need.data = request.args.get("q", "")[:200]


@blueprint.route("/catat", methods=["GET", "POST"])
@requires()
def field_note() -> Response:
    """Record the question, then show the code and QR with which the person can rate."""
    form = FieldForm()
    if form.validate_on_submit():
        with form.refusals():
            visit_id = _record(form, is_answered=request.form.get("do") == "answered")
            return redirect_to("intranet.visit_link", visit_id=visit_id)
    return render_page("intranet/desk/field.html", form=form, status=form.http_status)


@blueprint.post("/catat/kiriman")
@requires()
def late_field_note() -> Response:
    """A question the phone kept until it had signal; sent twice, it is still one visit."""
    form = FieldForm()
    if not current_office().label("occupation", form.occupation.data):
        form.occupation.data = None  # a choice that is gone since it was kept
    _record(form, is_answered=request.form.get("do") == "answered")
    return Response(status=204)


def _record(form: FieldForm, *, is_answered: bool) -> str:
    office, need = current_office(), form.need.data or ""
    visit_id = parse_uuid7(form.visit_id.data or "")
    entry = Entry(service_id=_service_id(office), name="Warga", occupation=form.occupation.data or None)
    record_field_visit(
        current_actor(),
        visit_id,
        entry,
        need=need,
        obtained="yes_fits" if is_answered else "no",
        written_at=client_moment(request.form.get("written_at", type=float)),
        sent_at=client_moment(request.form.get("sent_at", type=float)),
    )
    return str(visit_id)


def _service_id(office: Configuration) -> int:
    """A question outside is a consultation; an office without that service takes its first one."""
    services = [item for item in office.active_services() if not item.is_complaint]
    return next((item.id for item in services if item.code == "konsultasi"), services[0].id)
