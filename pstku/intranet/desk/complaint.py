"""A complaint on paper, or told at the desk or on the phone, is written into the book by whoever took it."""

from typing import Any

from flask import Response
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from pstku.complaints.operations.filing import Filed, file_complaint
from pstku.complaints.queries import concerned_choices
from pstku.complaints.rules.codes import spelled
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.forms import DayField, Form, at_most, offer, optional_id, required
from pstku.http.links import public_address
from pstku.http.pages import render_page
from pstku.intranet import blueprint

CHANNELS = [("paper", N_("Kertas")), ("desk", N_("Lisan di meja")), ("phone", N_("Telepon atau WA"))]


class ComplaintForm(Form):
    """What was told or written, and whom it is about."""

    complaint_id = HiddenField()
    channel = RadioField(N_("Disampaikan lewat"), choices=offer(CHANNELS), default="paper")
    text = TextAreaField(
        N_("Isi pengaduan"), [required(N_("Tulis pengaduannya, minimal satu kalimat.")), at_most(4000)]
    )
    received_on = DayField(N_("Diterima"), [required(N_("Ketik hari pengaduan diterima."))])
    about = SelectField(N_("Tentang siapa"), coerce=optional_id)
    name = StringField(N_("Nama pengadu"), [at_most(80)])
    contact = StringField(N_("HP atau e-mail untuk jawaban"), [at_most(120)])

    def __init__(self) -> None:
        super().__init__()
        self.about.choices = offer(concerned_choices(current_office().id), empty=N_("Lainnya atau tidak tahu"))
        self.received_on.data = self.received_on.data if self.is_submitted() else today()
        self.complaint_id.data = self.complaint_id.data or str(uuid7())


@blueprint.route("/meja/pengaduan", methods=["GET", "POST"])
@requires(Role.OFFICER, Role.ADMIN, area=DESK)
def record_complaint() -> Response:
    """Record the complaint and show its code, which goes to whoever complained."""
    form, filed = ComplaintForm(), None
    if form.validate_on_submit():
        with form.refusals():
            filed = _file(form)
    status = 200 if filed else form.http_status
    told: dict[str, Any] = {"spelled_code": spelled(filed.code), "address": _address()} if filed else {}
    return render_page("intranet/desk/complaint.html", form=form, filed=filed, status=status, **told)


def _address() -> str:
    """Where the complaint is followed, as it is told by word of mouth."""
    return public_address("kiosk.follow").partition("://")[2]


def _file(form: ComplaintForm) -> Filed:
    return file_complaint(
        current_office().id,
        parse_uuid7(form.complaint_id.data or ""),
        text=form.text.data or "",
        name=form.name.data or "",
        contact=form.contact.data or "",
        about_person_id=form.about.data,
        channel=form.channel.data,
        entered_by=current_actor(),
        received_on=form.received_on.data,
    )
