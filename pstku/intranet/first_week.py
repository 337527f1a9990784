"""Minggu pertama: five days over pages, things to try and quizzes of every function."""

from flask import Response, request
from flask_babel import gettext as _

from pstku.http.access import current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.learning.queries.pages import lines_by_key
from pstku.practice.operations.first_week import start_week, take_step
from pstku.practice.queries.first_week import my_week
from pstku.practice.rules.first_week import PAGE


@blueprint.get("/minggu-pertama")
@requires()
def first_week() -> Response:
    """One's own days with their ticks; the first open one stands open."""
    office, actor = current_office(), current_actor()
    week = my_week(office.id, actor.person_id)
    keys = [step.what for day in week.days for step in day.steps if step.kind == PAGE]
    now_open = next((place for place, day in enumerate(week.days) if not day.is_done), None)
    return render_page(
        "intranet/first_week.html",
        week=week,
        pages=lines_by_key(office.id, keys),
        now_open=now_open,
        heading=_("Minggu pertama"),
    )


@blueprint.post("/minggu-pertama/mulai")
@requires()
def first_week_start() -> Response:
    """Begin."""
    start_week(current_actor())
    return redirect_to("intranet.first_week")


@blueprint.post("/minggu-pertama/langkah")
@requires()
def first_week_step() -> Response:
    """Tick what was read or tried."""
    take_step(current_office(), current_actor(), request.form.get("step", ""))
    return redirect_to("intranet.first_week")
