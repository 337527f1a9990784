"""Arti angka: the definition of every figure of the reports."""

from flask import Response

from pstku.core.text import N_
from pstku.http.access import ADMIN, requires
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.intranet.reports import READERS
from pstku.returns.measures.groups import DIVISIONS, FIXED, PLACES, TOTAL
from pstku.returns.measures.terms import OF_OFFICERS, OF_REVIEW, OF_SURVEY, OF_TOPICS
from pstku.returns.measures.vocabulary import OBTAINED, PEOPLE, TIMES, measures

SECTIONS = (
    (N_("Kunjungan dan orang"), measures((*PEOPLE, "selesai"))),
    (N_("Waktu"), measures(TIMES)),
    (N_("Data yang dicari"), [*measures(OBTAINED), *OF_TOPICS]),
    (N_("Petugas"), OF_OFFICERS),
    (N_("Survei kepuasan"), OF_SURVEY),
    (N_("Tinjauan bulanan"), OF_REVIEW),
)


@blueprint.get("/laporan/ukuran")
@requires(*READERS, area=ADMIN)
def measures_page() -> Response:
    """Every measure with its words, and every group that it is told for."""
    first = (TOTAL, *DIVISIONS, *PLACES)
    return render_page(
        "intranet/reports/measures.html",
        sections=SECTIONS,
        groups=[*first, *(group for group in FIXED if group not in first)],
    )
