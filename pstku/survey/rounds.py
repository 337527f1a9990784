"""Rounds of the survey: open, correct, close; the index with all that belongs to it."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired

from pstku.core.errors import Conflict, InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import flash_refusals
from pstku.http.forms import Form, offer
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.printing.docx import WORD
from pstku.reports.survey import survey_docx, survey_pdf
from pstku.reports.survey_sheets import MOST_AT_ONCE
from pstku.skm.operations import rounds as operations
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.following import follow_ups_of
from pstku.skm.queries.pages import steps_of, view_of
from pstku.skm.queries.rounds import get_round, highest_sheet, publications_of
from pstku.skm.queries.wordings import askable
from pstku.skm.rules.rounds import Way, round_name, rounds_around
from pstku.skm.rules.sets import SETS, SKM
from pstku.survey import blueprint

MUST = InputRequired(message=N_("Bagian ini wajib diisi."))
WAY_WORDS = {
    Way.TABLET: N_("Tablet di konter"),
    Way.OWN_PHONE: N_("HP tamu sendiri"),
    Way.LINK: N_("Tautan yang dikirim petugas"),
    Way.PAPER: N_("Lembar kertas"),
}
CHANGES = {1: N_("naik"), -1: N_("turun"), 0: N_("belum dapat dibedakan")}


class CountsForm(Form):
    """How many users and sheets."""

    population = IntegerField(N_("Perkiraan pengguna layanan dalam masa ini"), [MUST])
    sheets = IntegerField(N_("Lembar kertas yang dibagikan"), [MUST], default=0)


class OpenForm(CountsForm):
    """The round to begin."""

    question_set = SelectField(N_("Kuesioner"))
    period = SelectField(N_("Masa"))

    def __init__(self) -> None:
        super().__init__()
        around = list(rounds_around(today()))
        asked = askable(current_office().id)
        self.question_set.choices = offer((key, sentence(questions.title)) for key, questions in asked.items())
        if self.question_set.data is None:
            self.question_set.data = SKM.key
        self.period.choices = offer(
            (f"{period}-{year}-{number}", round_name(period, year, number)) for period, year, number in around
        )


@blueprint.route("/admin/skm", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def rounds() -> Response:
    """All rounds beside each other; the next one is opened here."""
    form = OpenForm()
    if form.validate_on_submit():
        period, year, number = form.period.data.split("-")
        with form.refusals(Conflict, InvalidInput):
            round_id = operations.open_round(
                current_actor(), period, int(year), int(number),
                population=form.population.data, sheets=form.sheets.data, question_set=form.question_set.data,
            )  # fmt: skip
            flash(_("Putaran dibuka. Tamu yang sudah menilai kini ditawari survei."), "success")
            return redirect_to("survey.round_page", round_id=round_id)
    kinds = [steps_of(current_office().id, question_set=key) for key in SETS]
    is_open = any(step.view.row.closed_at is None for steps in kinds for step in steps)
    context: dict[str, Any] = {"form": form, "kinds": [steps for steps in kinds if steps], "is_open": is_open}
    return render_page("survey/list.html", changes=CHANGES, status=form.http_status, **context)


@blueprint.get("/admin/skm/<int:round_id>")
@requires(*KEEPERS, area=ADMIN)
def round_page(round_id: int) -> Response:
    """One round: response, index, unsur, services, plan, publication."""
    return _page(round_id)


@blueprint.post("/admin/skm/<int:round_id>/ubah")
@requires(*KEEPERS, area=ADMIN)
def change_round(round_id: int) -> Response:
    """Correct users and sheets."""
    form = CountsForm()
    if form.validate():
        with form.refusals(Conflict, InvalidInput):
            counts = {"population": form.population.data, "sheets": form.sheets.data}
            operations.change_round(current_actor(), round_id, **counts)
            flash(_("Tersimpan."), "success")
            return redirect_to("survey.round_page", round_id=round_id)
    return _page(round_id, form=form)


@blueprint.post("/admin/skm/<int:round_id>/hitung")
@requires(*KEEPERS, area=ADMIN)
def count_round(round_id: int) -> Response:
    """Work the figures out now instead of at night."""
    get_round(current_office().id, round_id)
    if operations.move_figures(current_office().id, current_actor().person_id):
        flash(_("Angka dihitung ulang."), "success")
    else:
        flash(_("Jawaban baru belum cukup untuk menggerakkan angka."), "info")
    return redirect_to("survey.round_page", round_id=round_id)


@blueprint.post("/admin/skm/<int:round_id>/tutup")
@requires(*KEEPERS, area=ADMIN)
def close_round(round_id: int) -> Response:
    """End the round."""
    with flash_refusals(Conflict):
        operations.close_round(current_actor(), round_id)
        flash(_("Putaran ditutup. Angkanya tidak berubah lagi."), "success")
    return redirect_to("survey.round_page", round_id=round_id)


@blueprint.get("/admin/skm/<int:round_id>/laporan.pdf")
@requires(*KEEPERS, area=ADMIN)
def report(round_id: int) -> Response:
    """The report of a closed round, to sign and publish."""
    content = survey_pdf(current_office(), get_round(current_office().id, round_id))
    headers = {"Content-Disposition": f'inline; filename="laporan-skm-{round_id}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


@blueprint.get("/admin/skm/<int:round_id>/laporan.docx")
@requires(*KEEPERS, area=ADMIN)
def report_docx(round_id: int) -> Response:
    """The same report, to go on writing in a word processor."""
    content = survey_docx(current_office(), get_round(current_office().id, round_id))
    headers = {"Content-Disposition": f'attachment; filename="laporan-skm-{round_id}.docx"'}
    return Response(content, mimetype=WORD, headers=headers)


def _page(round_id: int, *, form: CountsForm | None = None) -> Response:
    office = current_office()
    row = get_round(office.id, round_id)
    context: dict[str, Any] = {
        "view": view_of(row),
        "form": form or CountsForm(formdata=None, obj=row),
        "steps": steps_of(office.id, row.period, question_set=row.question_set),
        "changes": CHANGES,
        "ways": WAY_WORDS,
        "follow_ups": follow_ups_of(round_id),
        "publications": publications_of(round_id),
        "entered": min(highest_sheet(round_id), row.sheets - 1),
        "most": MOST_AT_ONCE,
    }
    return render_page("survey/round.html", status=form.http_status if form else 200, **context)
