"""Ringkasan: what awaits the head, then the figures of one period."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from pstku.breaches.queries import open_breaches
from pstku.complaints.queries import waiting_complaints
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.dtsen.rules import KINDS, RESULTS
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.pages import render_page
from pstku.http.text import gettext
from pstku.intranet import blueprint
from pstku.intranet.competence.results import baseline_bars, score_bars
from pstku.offices.queries import Configuration
from pstku.practice.queries.competence_results import summary
from pstku.readiness.queries import urgent_duties
from pstku.reports.gaps import loop
from pstku.returns.closing.queries import closed_months, is_as_closed, last_closing, waiting_months
from pstku.returns.overview.page import overview as overview_of
from pstku.returns.overview.period import ReportPeriod, choices, period_of


@blueprint.get("/ringkasan")
@requires(Role.HEAD, Role.ADMIN, Role.DECIDER, area=ADMIN)
def overview() -> Response:
    """The overview of the chosen period, the running year at first."""
    period = period_of(request.args.get("masa"), today())
    figures = overview_of(current_office(), period)
    office = current_office()
    return render_page(
        "intranet/overview/page.html",
        figures=figures,
        breaches=open_breaches(office.id),
        urgent=urgent_duties(office.id, today()),
        complaints=waiting_complaints(current_actor(), today()),
        periods=choices(today()),
        to_close=waiting_months(office, today()),
        is_closed_otherwise=_is_closed_otherwise(office, period),
        dtsen=_dtsen(figures.dtsen),
        loop=loop(office),
        competence=summary(office),
        competence_bars=score_bars,
        baseline_bars=baseline_bars,
    )


def _is_closed_otherwise(office: Configuration, period: ReportPeriod) -> bool:
    """Whether what stands here is, or over several months may be, other than what closed months were reported with."""
    if not period.is_month:
        return bool(closed_months(office.id, period.first.replace(day=1), period.last))
    closing = last_closing(office.id, period.first)
    return closing is not None and not is_as_closed(office, closing)


def _dtsen(counts: Mapping[tuple[str | None, str | None], int]) -> dict[str, Any] | None:
    """Kinds of DTSEN consultations by how they ended; None where nobody came for one."""
    if not counts:
        return None
    rows = [
        (gettext(label), [counts.get((kind, result), 0) for result in (*RESULTS, None)])
        for kind, label in (*KINDS.items(), *([(None, N_("Jenis belum dicatat"))] if (None, None) in counts else []))
    ]
    return {"results": [*map(gettext, RESULTS.values()), gettext("Belum dicatat")], "rows": rows}
