"""Tinjauan bulanan: one page for the head, each sentence with the page where its figure stands."""

from datetime import date

from flask import Response, request
from flask_babel import gettext as _

from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.files import PDF, shown_file
from pstku.http.pages import render_page
from pstku.http.paths import path_to
from pstku.http.text import gettext
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.returns.closing.queries import months_to_close
from pstku.returns.overview.period import ReportPeriod, code_of_month, period_of
from pstku.returns.review.paper import review_pdf
from pstku.returns.review.reading import HEADLINE, Review, review_of
from pstku.returns.review.rules import (
    CLOSING_PAGE,
    COMPLAINTS_PAGE,
    NAMES,
    NEED_ROWS,
    NEEDS_PAGE,
    OFFICERS_PAGE,
    OVERVIEW_PAGE,
    ROUND_PAGE,
    TIMES_PAGE,
    Said,
)

MONTHS_OFFERED = 14


@blueprint.get("/laporan/tinjauan")
@requires(*READERS, area=ADMIN)
def review() -> Response:
    """The last month that is over, or another one."""
    period = _asked()
    months = months_to_close(current_office(), today())[:MONTHS_OFFERED]
    told = review_of(current_office(), current_actor(), period)
    return render_page(
        "intranet/reports/review.html",
        told=told,
        months=[code_of_month(month) for month in months],
        labels={code_of_month(month): period_of(code_of_month(month), today()).label for month in months},
        headline=HEADLINE,
        remarks=_remarks(told),
        unsaid=", ".join(gettext(NAMES[one.key]) for one in told.unsaid),
        link=lambda said: _link(period, said),
    )


@blueprint.get("/laporan/tinjauan.pdf")
@requires(*READERS, area=ADMIN)
def review_paper() -> Response:
    """The same on one sheet."""
    told = review_of(current_office(), current_actor(), _asked())
    content = review_pdf(current_office(), told, gettext, _remarks(told))
    return shown_file(content, PDF, f"tinjauan-{told.period.code}.pdf")


def _asked() -> ReportPeriod:
    last = date.fromordinal(today().replace(day=1).toordinal() - 1)
    period = period_of(request.args.get("masa") or code_of_month(last), today())
    if not period.is_month or period.last >= today():
        raise InvalidInput("masa", N_("Tinjauan dibuat untuk bulan yang sudah lewat. Pilih dari daftar."))
    return period


def _remarks(told: Review) -> list[str]:
    if not told.is_closed:
        return [_("Bulan ini belum ditutup; angkanya masih dapat berubah.")]
    if told.is_otherwise:
        return [_("Angka di atas seperti saat bulan ditutup; perbandingan dihitung dari keadaan sekarang.")]
    return []


def _link(period: ReportPeriod, said: Said) -> str:
    """The page that bears a sentence out."""
    page, values = said.evidence.page, dict(said.evidence.values)
    quarter = f"{period.first.year}-Q{(period.first.month + 2) // 3}"
    endpoint, more = {
        TIMES_PAGE: ("intranet.report", {"jenis": "waktu", "masa": period.code}),
        NEEDS_PAGE: ("intranet.report", {"jenis": "data", "masa": period.code}),
        NEED_ROWS: ("intranet.needs", {"masa": period.code}),
        OFFICERS_PAGE: ("intranet.officers", {"masa": quarter}),
        OVERVIEW_PAGE: ("intranet.overview", {"masa": period.code}),
        CLOSING_PAGE: ("intranet.month_closing", {}),
        COMPLAINTS_PAGE: ("admin.complaints", {}),
        ROUND_PAGE: ("survey.round_page", {}),
    }[page]
    return path_to(endpoint, **values, **more)
