"""Minggu pertama: five days over pages, things to try and quizzes of every function."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.http.access import current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.library.queries.pages import lines_by_key
from pstku.practice.operations.first_week import put_invitation_away, start_week, take_step
from pstku.practice.queries.first_week import my_week
from pstku.practice.rules.first_week import KINDS, PAGE, TICKED_BY_HAND


@dataclass(frozen=True, slots=True)
class StepHere:
    """The step from which the present page was opened; `key` is None elsewhere."""

    key: str | None
    kind: str

    @property
    def is_ticked_by_hand(self) -> bool:
        return self.kind in TICKED_BY_HAND


def step_here() -> str | None:
    """The step in the address: ?langkah=page/con.sapa."""
    key = request.args.get("langkah", "")
    return key if key.partition("/")[0] in KINDS else None


@blueprint.app_context_processor
def week_words() -> dict[str, Any]:
    """Template functions that know from which step a page was opened, and lead back to it."""
    key = step_here()
    return {"week_step": StepHere(key, (key or "").partition("/")[0])}


@blueprint.get("/minggu-pertama")
@requires()
def first_week() -> Response:
    """One's own days with their ticks; the first open one stands open."""
    office, actor = current_office(), current_actor()
    week = my_week(office.id, actor.person_id)
    keys = [step.what for day in week.days for step in day.steps if step.kind == PAGE]
    now_open = next((place for place, day in enumerate(week.days) if not day.is_done), None)
    return render_page(
        "intranet/first_week/page.html",
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


@blueprint.post("/minggu-pertama/sembunyikan")
@requires()
def first_week_hide() -> Response:
    """Put the invitation on Jawab away."""
    put_invitation_away(current_actor())
    flash(_("Minggu pertama tetap ada di Latihan."), "info")
    return redirect_to("intranet.answers")
