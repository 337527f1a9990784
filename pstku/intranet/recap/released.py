"""Rekap pegawai: what colleagues released to the head; nothing on these pages tells who released nothing."""

from flask import Response, request
from wtforms import PasswordField

from pstku.accounts.operations import confirm_password
from pstku.core.actor import Role
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.files import PDF, saved_file
from pstku.http.forms import Form, required
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.recaps.operations import note_printing
from pstku.recaps.paper import recap_pdf, sections_of
from pstku.recaps.queries import Released, get_released, released, released_years
from pstku.recaps.rules import Recap


class PrintForm(Form):
    """Data of a colleague leave the system only after one's own password."""

    password = PasswordField(N_("Kata sandi Anda"), [required(N_("Ketik kata sandi Anda sendiri."))])


@blueprint.get("/laporan/rekap-pegawai")
@requires(Role.HEAD, area=ADMIN)
def released_recaps() -> Response:
    """What stands released of a year."""
    actor = current_actor()
    years = released_years(actor)
    year = request.args.get("tahun", type=int)
    year = year if year in years else next(iter(years), None)
    found = released(actor, year) if year else []
    lines = [(quarter_name(one.recap.year, one.recap.quarter), one) for one in found]
    return render_page("intranet/recap/released.html", lines=lines, years=years, year=year)


@blueprint.get("/laporan/rekap-pegawai/<int:recap_id>")
@requires(Role.HEAD, area=ADMIN)
def released_recap(recap_id: int) -> Response:
    """One of them."""
    return _page(get_released(current_actor(), recap_id), PrintForm(formdata=None))


@blueprint.post("/laporan/rekap-pegawai/<int:recap_id>")
@requires(Role.HEAD, area=ADMIN)
def print_released_recap(recap_id: int) -> Response:
    """The paper, after the password; noted in the trail."""
    found, form = get_released(current_actor(), recap_id), PrintForm()
    if form.validate_on_submit():
        with form.refusals():
            confirm_password(current_actor(), form.password.data)
            note_printing(current_actor(), recap_id)
            row = found.recap
            key, recap = (row.year, row.quarter), Recap.from_json(row.content)
            paper = recap_pdf(current_office(), found.name, recap, row, key, is_demo=found.is_demo)
            return saved_file(paper, PDF, f"rekap-layanan-{row.year}-{row.quarter}.pdf")
    return _page(found, form)


def _page(found: Released, form: PrintForm) -> Response:
    return render_page(
        "intranet/recap/one.html",
        found=found,
        title=quarter_name(found.recap.year, found.recap.quarter),
        sections=sections_of(Recap.from_json(found.recap.content)),
        form=form,
        status=form.http_status,
    )
