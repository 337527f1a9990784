"""Kewajiban tahun ini: the calendar of what the office owes, and what was done."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import Optional

from pstku.core.clock import MONTHS
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import DayField, Form, at_most, offer, optional_id, required
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.readiness.operations import duties as operations
from pstku.readiness.paper import STATES
from pstku.readiness.queries import READERS, duties_of, get_duty

YEARS_BACK, YEARS_ON = 4, 1


class DutyForm(Form):
    """An entry of the calendar."""

    title = StringField(N_("Kewajiban"), [required(N_("Tulis kewajibannya.")), at_most(operations.TITLE_LONGEST)])
    month = SelectField(N_("Bulan"), choices=offer(enumerate(MONTHS, 1), empty="–"), coerce=optional_id)
    day = IntegerField(N_("Tanggal"), [Optional()])
    source = StringField(N_("Dasar"), [at_most(operations.SOURCE_LONGEST)])
    needs_check = BooleanField(N_("Periksa: tanggal atau dasarnya belum dipastikan"))

    def words(self) -> operations.DutyWords:
        """What was typed, as the domain takes it."""
        return operations.DutyWords(
            title=self.title.data or "",
            month=self.month.data,
            day=self.day.data,
            source=self.source.data or "",
            needs_check=self.needs_check.data,
        )


class DeedForm(Form):
    """That it was done."""

    done_on = DayField(N_("Selesai pada"), [required(N_("Pilih tanggalnya."))])
    note = StringField(N_("Catatan"), [at_most(operations.NOTE_LONGEST)])


@blueprint.route("/kesiapan/kewajiban", methods=["GET", "POST"])
@requires(*READERS, area=ADMIN)
def duties() -> Response:
    """The duties of a year by their day; add one."""
    form = DutyForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.save_duty(current_actor(), None, form.words())
            flash(_("Kewajiban ditambahkan."), "success")
            return redirect_to("intranet.duties")
    return _page(form)


@blueprint.post("/kesiapan/kewajiban/awal")
@requires(*READERS, area=ADMIN)
def first_duties() -> Response:
    """Take the first list, every entry marked periksa."""
    count = operations.take_first_duties(current_actor())
    flash(_("Kewajiban ditambahkan: %(n)s. Periksa tanggal dan dasarnya.", n=count), "success")
    return redirect_to("intranet.duties")


@blueprint.route("/kesiapan/kewajiban/<int:duty_id>", methods=["GET", "POST"])
@requires(*READERS, area=ADMIN)
def duty(duty_id: int) -> Response:
    """Change one entry."""
    row = get_duty(current_office().id, duty_id)
    form = DutyForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            operations.save_duty(current_actor(), duty_id, form.words())
            flash(_("Kewajiban disimpan."), "success")
            return redirect_to("intranet.duties")
    return render_page("intranet/readiness/duty.html", duty=row, form=form, status=form.http_status)


@blueprint.post("/kesiapan/kewajiban/<int:duty_id>/hapus")
@requires(*READERS, area=ADMIN)
def remove_duty(duty_id: int) -> Response:
    """Take one out that was never done."""
    with flash_refusals(Conflict):
        operations.remove_duty(current_actor(), duty_id)
        flash(_("Kewajiban dihapus dari kalender."), "success")
    return redirect_to("intranet.duties")


@blueprint.post("/kesiapan/kewajiban/<int:duty_id>/selesai")
@requires(*READERS, area=ADMIN)
def finish_duty(duty_id: int) -> Response:
    """Note that it is done for a year."""
    form, year = DeedForm(prefix=f"{get_duty(current_office().id, duty_id).id}"), _year()
    if form.validate_on_submit():
        with form.refusals():
            operations.note_deed(current_actor(), duty_id, year, done_on=form.done_on.data, note=form.note.data or "")
            flash(_("Tercatat selesai."), "success")
            return redirect_to("intranet.duties", tahun=year)
    return _page(DutyForm(formdata=None), deed=(duty_id, form))


@blueprint.post("/kesiapan/kewajiban/<int:duty_id>/belum")
@requires(*READERS, area=ADMIN)
def take_back_duty(duty_id: int) -> Response:
    """It was not done after all."""
    with flash_refusals(Conflict):
        operations.take_back_deed(current_actor(), duty_id, _year())
        flash(_("Catatan selesai ditarik."), "success")
    return redirect_to("intranet.duties", tahun=_year())


def _year() -> int:
    asked = request.args.get("tahun", type=int)
    return asked if asked in _years() else today().year


def _years() -> list[int]:
    return list(range(today().year + YEARS_ON, today().year - YEARS_BACK, -1))


def _page(form: DutyForm, deed: tuple[int, DeedForm] | None = None) -> Response:
    year = _year()
    found = duties_of(current_office().id, year, today())
    forms = {one.duty.id: DeedForm(formdata=None, prefix=f"{one.duty.id}", data={"done_on": today()}) for one in found}
    if deed:
        forms[deed[0]] = deed[1]
    return render_page(
        "intranet/readiness/duties.html",
        year=year,
        years=_years(),
        duties=found,
        states=STATES,
        forms=forms,
        opened=deed[0] if deed else None,
        form=form,
        status=deed[1].http_status if deed else form.http_status,
    )
