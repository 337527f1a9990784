"""Yang baru, jadwal rilis, Briefing Senin."""

from datetime import timedelta

from flask import Response, abort, request

from pstku.http.access import current_office, requires
from pstku.http.addresses import day_of
from pstku.http.context import today
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.learning.queries.news import expected_releases, new_figures, new_pages
from pstku.learning.queries.places import region_names
from pstku.learning.queries.webapi import newest_releases
from pstku.reports.briefing import briefing as briefing_of
from pstku.reports.briefing import briefing_text

AHEAD = timedelta(days=60)


@blueprint.get("/belajar/baru")
@requires()
def news() -> Response:
    """What changed in the last 30 days, and what comes out in the next 60."""
    office = current_office()
    return render_page(
        "intranet/news.html",
        figures=new_figures(office.id),
        pages=new_pages(office.id),
        office_releases=newest_releases(office.id),
        releases=expected_releases(office, today(), today() + AHEAD),
        region_names=region_names(office),
    )


@blueprint.get("/briefing")
@requires()
def briefing() -> Response:
    """The week's briefing; ?pekan=2026-11-23 shows another week."""
    try:
        day = day_of(request.args["pekan"]) if "pekan" in request.args else today()
    except ValueError:
        abort(404)
    office = current_office()
    week = briefing_of(office, day)
    text = briefing_text(office, week)
    return render_page("intranet/briefing.html", week=week, text=text)
