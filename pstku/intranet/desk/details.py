"""Belum dilengkapi: the rest of a visit's details, whenever there is time."""

from uuid import UUID

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import Optional

from pstku.core.text import N_
from pstku.guestbook.entry import NAME_LONGEST, SALUTATIONS
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.details import LISTS, complete_visit
from pstku.guestbook.queries.agencies import get_agency
from pstku.guestbook.queries.kiosk import agency_names
from pstku.guestbook.queries.visits import get_visit, guest_of, marks_of, needs_of
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.completeness import DETAILS
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, offer
from pstku.http.pages import render_page, see_other
from pstku.intranet import blueprint
from pstku.intranet.desk.needs import NeedForm, list_behind
from pstku.officers.rules import SERVERS

MARKS = {  # of an entry out of a tablet's outbox; what speaks for a forged vote is not for the desk
    "kept_on_tablet": N_("Diisi di tablet saat server tidak menjawab."),
    "service_off": N_("Layanannya sudah dimatikan ketika isian ini sampai."),
    "returning_late": N_("Tamu lama ini dikenali sebelum server berhenti menjawab."),
    "number_taken": N_("Nomor yang dilihat tamu di tablet sudah dimiliki tamu lain hari itu."),
    "code_taken": N_("Kode yang dilihat tamu di tablet sudah dimiliki kunjungan lain. Undang tamu menilai di tablet."),
    "clock_skew": N_("Jam tabletnya meleset lebih dari lima menit."),
}


class DetailsForm(Form):
    """What the reports ask about a visit; nothing here is required."""

    name = StringField(N_("Nama"), [at_most(NAME_LONGEST)])
    salutation = SelectField(
        N_("Sapaan"), choices=offer((word, word or "–") for word in SALUTATIONS), validate_choice=False
    )
    age_group = SelectField(DETAILS["age_group"], validate_choice=False)
    sex = SelectField(DETAILS["sex"], validate_choice=False)
    education = SelectField(DETAILS["education"], validate_choice=False)
    occupation = SelectField(DETAILS["occupation"], validate_choice=False)
    agency_category = SelectField(DETAILS["agency_category"], validate_choice=False)
    agency = StringField(N_("Nama instansi"), [at_most(120)])
    purpose = SelectField(DETAILS["purpose"], validate_choice=False)
    facility = SelectField(N_("Sarana"), validate_choice=False)
    party_size = IntegerField(N_("Jumlah orang"), [Optional()])
    party_male = IntegerField(N_("Laki-laki"), [Optional()])
    party_female = IntegerField(N_("Perempuan"), [Optional()])
    is_all = BooleanField(N_("Selebihnya tidak diketahui"))

    def __init__(self, visit: Visit) -> None:
        guest = guest_of(visit)
        super().__init__(obj=visit, data={"name": guest.name, "salutation": guest.salutation})
        if guest.anonymised_at is not None:
            del self.name, self.salutation
        office = current_office()
        for name in LISTS:
            self._fields[name].choices = offer(_offered(name, getattr(visit, name)), empty="–")
        if visit.agency_id and not self.is_submitted():
            self.agency.data = get_agency(office.id, visit.agency_id).name


@blueprint.route("/meja/<uuid:visit_id>", methods=["GET", "POST"])
@requires(*SERVERS, area=DESK)
def visit_details(visit_id: UUID) -> Response:
    """One visit: its details, and the data sought."""
    visit = get_visit(current_office().id, visit_id)
    form = DetailsForm(visit)
    if form.validate_on_submit():
        with form.refusals():
            _complete(visit_id, form)
            flash(_("Rincian tersimpan."), "success")
            return see_other(list_behind() or url_for("intranet.desk"))
    return details_page(visit, form, NeedForm(formdata=None), form.http_status)


def details_page(visit: Visit, form: DetailsForm, need_form: NeedForm, status: int = 200) -> Response:
    """The visit's page with both forms as they stand."""
    office = current_office()
    return render_page(
        "intranet/desk/details.html",
        status=status,
        visit=visit,
        number=queue_label(visit.letter, visit.number, visit.tablet_number),
        form=form,
        need_form=need_form,
        needs=needs_of(office.id, [visit.id])[visit.id],
        agencies=agency_names(office.id),
        service=office.service(visit.service_type_id),
        marks=[MARKS[code] for code in marks_of(visit.id) if code in MARKS],
        list_behind=list_behind(),
    )


def _offered(list_code: str, code: str | None) -> list[tuple[str, str]]:
    """What is offered now, and the value the visit has although it is no longer offered."""
    office = current_office()
    offered = office.choices(list_code)
    is_retired = code and code not in dict(offered)
    return [*offered, (code, office.label(list_code, code))] if is_retired and code else offered


def _complete(visit_id: UUID, form: DetailsForm) -> None:
    codes = {name: form[name].data for name in LISTS}
    party = (form.party_size.data or 1, form.party_male.data, form.party_female.data)
    who = {"name": form.name.data or "", "salutation": form.salutation.data or ""} if form.name else {}
    complete_visit(
        current_actor(), visit_id, codes, agency=form.agency.data or "", party=party, is_all=form.is_all.data, **who
    )
