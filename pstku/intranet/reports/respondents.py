"""Berkas responden: who sought data, and, apart from it, what the survey was answered."""

from flask import Response
from wtforms import SelectField

from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.files import XLSX, saved_file
from pstku.http.forms import offer, optional_id
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports.asking import ReportFilter
from pstku.intranet.reports.register import NamesForm
from pstku.returns.columns.keeping import templates
from pstku.returns.columns.known import KINDS, NEEDS, REGISTER, RESPONDENTS
from pstku.returns.overview.period import ReportPeriod, period_of
from pstku.returns.register.answers import survey_rows
from pstku.returns.register.exporting import export_respondents
from pstku.returns.register.files import in_pieces
from pstku.returns.register.rows import Chosen
from pstku.returns.register.streams import count_file_rows
from pstku.skm.operations.rounds import KEEPERS

FORMS = {kind: name for kind, name in KINDS.items() if kind != REGISTER}


class RespondentForm(NamesForm):
    """In which form and columns, and whether with names."""

    bentuk = SelectField(N_("Bentuk"), choices=offer(FORMS.items()), default=RESPONDENTS)
    kolom = SelectField(N_("Susunan kolom"), coerce=optional_id)

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        own = [(row.id, row.name) for kind in FORMS for row in templates(current_office().id, kind)]
        self.kolom.choices = offer(own, empty=N_("Bawaan"))


@blueprint.get("/laporan/responden")
@requires(*KEEPERS, area=ADMIN)
def respondents() -> Response:
    """What a period's file would hold."""
    return _page(ReportFilter(), RespondentForm(formdata=None))


@blueprint.post("/laporan/responden")
@requires(*KEEPERS, area=ADMIN)
def export_respondent_file() -> Response:
    """The file; noted in the trail."""
    form, export = ReportFilter(), RespondentForm()
    asked = _asked(form)
    if asked and export.validate_on_submit():
        period, chosen = asked
        with export.refusals(beside="kolom"):
            if export.nama.data:
                current_actor().need(Role.ADMIN)
                export.prove()
            kind, template_id = export.bentuk.data, export.kolom.data
            file = export_respondents(
                current_actor(), chosen, kind, with_names=bool(export.nama.data), template_id=template_id
            )
            name = f"{kind}-{period.first}-{period.last}.xlsx"
            return saved_file(in_pieces(file), XLSX, name)
    return _page(form, export)


def _asked(form: ReportFilter) -> tuple[ReportPeriod, Chosen] | None:
    if not form.validate() or form.is_waiting:
        return None
    with form.refusals():
        period = period_of(form.code, today())
        return period, Chosen(period.first, period.last, form.narrowing().groups)
    return None


def _page(form: ReportFilter, export: RespondentForm) -> Response:
    office, asked = current_office(), _asked(form)
    refused = form.errors or (form.refused and form.refused.status >= 400)
    return render_page(
        "intranet/reports/respondents.html",
        form=form,
        export=export,
        period=asked[0] if asked else None,
        visits=count_file_rows(office, asked[1], RESPONDENTS) if asked else 0,
        needs=count_file_rows(office, asked[1], NEEDS) if asked else 0,
        answers=len(survey_rows(office, asked[1].first, asked[1].last)) if asked else 0,
        months=office.settings.skm_answer_months,
        address=form.address,
        status=422 if refused else export.http_status,
    )
