"""Petugas per triwulan: what each served, and the score where the award's own rule shows it."""

from flask import Response, request
from flask_babel import gettext as _

from pstku.core import clock
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.files import PDF, XLSX, saved_file, shown_file
from pstku.http.formats import long_date
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.intranet.reports.asking import SignForm, sign_form
from pstku.returns.measures.terms import OF_OFFICERS, meanings_of
from pstku.returns.monthly.paper import Heading, report_pdf
from pstku.returns.monthly.tables import Report
from pstku.returns.monthly.workbook import report_xlsx
from pstku.returns.officers import OfficerQuarter, officer_listing, officer_quarter
from pstku.returns.overview.period import choices, period_of

REPORT = Report((), {}, meanings_of(*OF_OFFICERS))


@blueprint.get("/laporan/petugas")
@requires(*READERS, area=ADMIN)
def officers() -> Response:
    """One quarter, the last that is over at first."""
    return _page(_asked(), sign_form())


@blueprint.get("/laporan/petugas.xlsx")
@requires(*READERS, area=ADMIN)
def officers_sheet() -> Response:
    """The same as a workbook."""
    told = _asked()
    content = report_xlsx(REPORT, _heading(told), [officer_listing(told)])
    return saved_file(content, XLSX, f"petugas-{told.code}.xlsx")


@blueprint.post("/laporan/petugas.pdf")
@requires(*READERS, area=ADMIN)
def officers_paper() -> Response:
    """The same on paper."""
    told, sign = _asked(), SignForm()
    if sign.validate_on_submit():
        with sign.refusals():
            listing = officer_listing(told)
            content = report_pdf(
                current_office(), REPORT, _heading(told), sign.signature(), today(), [listing], wide=True
            )
            return shown_file(content, PDF, f"petugas-{told.code}.pdf")
    return _page(told, sign)


def _asked() -> OfficerQuarter:
    period = period_of(request.args.get("masa") or _last_quarter(), today())
    if "-Q" not in period.code:
        raise NotFound(N_("Triwulan ini tidak ada. Pilih dari daftar."))
    year, quarter = clock.quarter_of(period.first)
    return officer_quarter(current_office(), current_actor(), year, quarter)


def _last_quarter() -> str:
    year, quarter = clock.quarter_of(today())
    return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1}-Q4"


def _heading(told: OfficerQuarter) -> Heading:
    running = _("Dihitung sampai %(day)s.", day=long_date(today())) if told.last >= today() else ""
    remarks = tuple(words for words in (running, *_unlocked(told)) if words)
    return Heading(current_office().name, _("Petugas per triwulan"), told.name, remarks)


def _unlocked(told: OfficerQuarter) -> list[str]:
    if all(told.is_locked.values()):
        return []
    return [_("Skor tampil sesudah triwulan dikunci di Penetapan, dan hanya dari penilaian yang cukup.")]


def _page(told: OfficerQuarter, sign: SignForm) -> Response:
    quarters = [(code, label) for code, label in choices(today()) if "-Q" in code]
    return render_page(
        "intranet/reports/officers.html",
        told=told,
        sign=sign,
        remarks=_heading(told).remarks,
        quarters=quarters,
        status=sign.http_status,
    )
