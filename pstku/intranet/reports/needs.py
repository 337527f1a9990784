"""Kebutuhan data: the rows behind a figure of what was sought, without anybody's name."""

from flask import Response, request

from pstku.core.text import N_
from pstku.core.tokens import parse_uuid
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.context import today
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.intranet.reports.asking import ReportFilter
from pstku.returns.monthly.tables import OF_NEEDS
from pstku.returns.needs import Sought, count_needs, page_of_needs, sought_of
from pstku.returns.overview.period import ReportPeriod, period_of
from pstku.returns.register.rows import PAGE_SIZE, Chosen, group_named

NARROWING = ("kelompok", "perolehan", "indikator", "seperti")
WORDS_GONE = N_("(kata-katanya sudah dihapus)")


@blueprint.get("/laporan/kebutuhan")
@requires(*READERS, area=ADMIN)
def needs() -> Response:
    """Fifty a page, in the order of the visits."""
    form, office = ReportFilter(), current_office()
    asked = _asked(form)
    rows = page_of_needs(office, asked[1], request.args.get("sesudah", type=parse_uuid)) if asked else []
    lines = rows[:PAGE_SIZE]
    refused = form.errors or (form.refused and form.refused.status >= 400)
    return render_page(
        "intranet/reports/needs.html",
        period=asked[0] if asked else None,
        sought=asked[1] if asked else None,
        count=count_needs(office, asked[1]) if asked else 0,
        lines=lines,
        following=lines[-1].id if len(rows) > PAGE_SIZE else None,
        report_address=form.address | {"jenis": OF_NEEDS.key},
        address=form.address | {name: request.args[name] for name in NARROWING if request.args.get(name)},
        errors=[words for errors in form.errors.values() for words in errors],
        words_gone=WORDS_GONE,
        obtained_words={code: label for code, label in office.choices("obtained")},  # noqa: C416
        status=422 if refused else 200,
    )


def _asked(form: ReportFilter) -> tuple[ReportPeriod, Sought] | None:
    if not form.validate():
        return None
    with form.refusals():
        period, groups = period_of(form.code, today()), form.narrowing().groups
        if key := request.args.get("kelompok"):
            groups = (*groups, group_named(current_office(), key))
        obtained, indicator = (request.args.get(name, "") for name in ("perolehan", "indikator"))
        chosen, like = Chosen(period.first, period.last, groups), request.args.get("seperti", type=parse_uuid)
        return period, sought_of(current_office(), chosen, obtained, indicator, like)
    return None
