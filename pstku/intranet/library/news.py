"""Yang baru, jadwal rilis, Briefing Senin."""

from datetime import timedelta

from flask import Response, abort, flash, request
from flask_babel import gettext as _
from wtforms.validators import Optional

from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import day_of
from pstku.http.context import today
from pstku.http.forms import DayField, Form
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.operations import releases as operations
from pstku.library.queries.news import expected_releases, new_figures, new_pages
from pstku.library.queries.places import region_names
from pstku.pulling.queries import newest_releases
from pstku.reports.briefing import briefing as briefing_of
from pstku.reports.briefing import briefing_text

AHEAD, BACK = timedelta(days=60), timedelta(days=31)


class ReleaseForm(Form):
    """The day of one release, by the official schedule."""

    day = DayField(N_("Tanggal resmi"), [Optional()])


@blueprint.get("/belajar/baru")
@requires()
def news() -> Response:
    """What changed in the last 30 days, and what comes out in the next 60."""
    return _page()


def _page(form: ReleaseForm | None = None) -> Response:
    office = current_office()
    expected = expected_releases(office, today() - BACK, today() + AHEAD)
    return render_page(
        "intranet/library/news.html",
        figures=new_figures(office.id),
        pages=new_pages(office.id),
        office_releases=newest_releases(office.id),
        releases=[item for item in expected if item.release.until >= today()],
        passed=[item for item in expected if item.release.until < today()],
        region_names=region_names(office),
        form=form,
        status=form.http_status if form else 200,
    )


@blueprint.post("/belajar/rilis")
@requires(Role.EDITOR)
def enter_release() -> Response:
    """Enter the official day of a release, mark it postponed, or remove what was entered."""
    form, release = ReleaseForm(), (request.form.getlist("slug"), request.form.get("period", ""))
    act = request.form.get("act", "day")
    if act == "forget":
        operations.forget_release(current_actor(), *release)
    elif act == "postpone":
        operations.enter_release(current_actor(), *release, None)
    else:
        with form.refusals():
            if not form.validate_on_submit() or not form.day.data:
                raise InvalidInput("day", N_("Pilih tanggalnya, atau tekan Ditunda."))
            operations.enter_release(current_actor(), *release, form.day.data)
        if form.refused:
            return _page(form)
    flash(_("Kalender rilis tersimpan."), "success")
    return redirect_to("intranet.news")


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
    return render_page("intranet/library/briefing.html", week=week, text=text)
