"""Unsur dan indeks: the rounds of a year beside each other, from what each of them may show."""

from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _

from pstku.http.access import ADMIN, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.context import today
from pstku.http.files import PDF, XLSX, saved_file, shown_file
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports.asking import SignForm, sign_form
from pstku.returns.measures.terms import OF_SURVEY, meanings_of
from pstku.returns.monthly.paper import Heading, report_pdf
from pstku.returns.monthly.tables import Report
from pstku.returns.monthly.workbook import report_xlsx
from pstku.returns.unsur import CHANGES, Line, survey_lines, survey_listings, survey_years
from pstku.skm.operations.rounds import KEEPERS

REPORT = Report((), {}, meanings_of(*OF_SURVEY))


@blueprint.get("/laporan/unsur")
@requires(*KEEPERS, area=ADMIN)
def unsur() -> Response:
    """One year, the newest that has a round at first."""
    return _page(_year(), sign_form())


@blueprint.get("/laporan/unsur.xlsx")
@requires(*KEEPERS, area=ADMIN)
def unsur_sheet() -> Response:
    """The same as a workbook."""
    year = _year()
    lines = survey_lines(current_office(), year)
    content = report_xlsx(REPORT, _heading(year, lines), survey_listings(lines))
    return saved_file(content, XLSX, f"unsur-{year}.xlsx")


@blueprint.post("/laporan/unsur.pdf")
@requires(*KEEPERS, area=ADMIN)
def unsur_paper() -> Response:
    """The same on paper."""
    year, sign = _year(), SignForm()
    if sign.validate_on_submit():
        with sign.refusals():
            lines = survey_lines(current_office(), year)
            listings = survey_listings(lines)
            content = report_pdf(
                current_office(), REPORT, _heading(year, lines), sign.signature(), today(), listings, wide=True
            )
            return shown_file(content, PDF, f"unsur-{year}.pdf")
    return _page(year, sign)


def _year() -> int:
    asked = request.args.get("tahun", type=row_id)
    return asked or next(iter(survey_years(current_office())), today().year)


def _heading(year: int, lines: Sequence[Line]) -> Heading:
    warnings = dict.fromkeys(
        f"{line.view.questions.title}, {line.view.questions.source} ({_(line.view.questions.warning)})."
        for line in lines
    )
    few = [_("Tanpa indeks bila jawaban di bawah batas putaran itu.")] if any(not line.index for line in lines) else []
    return Heading(current_office().name, _("Unsur dan indeks"), str(year), (*warnings, *few))


def _page(year: int, sign: SignForm) -> Response:
    lines = survey_lines(current_office(), year)
    return render_page(
        "intranet/reports/unsur.html",
        year=year,
        years=survey_years(current_office()),
        lines=lines,
        shown=[line for line in lines if line.index],
        changes=CHANGES,
        remarks=_heading(year, lines).remarks,
        sign=sign,
        status=sign.http_status,
    )
