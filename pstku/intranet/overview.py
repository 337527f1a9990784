"""Ringkasan: what awaits the head, then the figures of one period."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

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
from pstku.practice.queries.competence_results import summary
from pstku.reports.closing.queries import proposed_month
from pstku.reports.gaps import loop
from pstku.reports.overview.page import overview as overview_of
from pstku.reports.overview.period import choices, period_of


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
        complaints=waiting_complaints(current_actor(), today()),
        periods=choices(today()),
        to_close=proposed_month(office, today()),
        dtsen=_dtsen(figures.dtsen),
        loop=loop(office),
        competence=summary(office),
        competence_bars=score_bars,
        baseline_bars=baseline_bars,
    )


def _dtsen(counts: Mapping[tuple[str | None, str | None], int]) -> dict[str, Any] | None:
    """Kinds of DTSEN consultations by how they ended; None where nobody came for one."""
    if not counts:
        return None
    rows = [
        (gettext(label), [counts.get((kind, result), 0) for result in (*RESULTS, None)])
        for kind, label in (*KINDS.items(), *([(None, N_("Jenis belum dicatat"))] if (None, None) in counts else []))
    ]
    return {"results": [*map(gettext, RESULTS.values()), gettext("Belum dicatat")], "rows": rows}
