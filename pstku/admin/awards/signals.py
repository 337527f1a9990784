"""Tanda: signals against votes of a locked quarter; all votes under one can be set aside, without seeing a score."""

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import TextAreaField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.rewards.operations.periods import candidate_ids
from pstku.rewards.operations.setting_aside import set_aside
from pstku.rewards.queries import get_period
from pstku.rewards.rules import State
from pstku.rewards.rules.signal_words import NAMES
from pstku.rewards.weighing import weighed_signals

ROLES = (Role.ADMIN, Role.HEAD, Role.DECIDER)


class AsideForm(Form):
    """Why the votes under this signal shall not count."""

    reason = TextAreaField(N_("Alasan menyisihkan"), [required(N_("Tulis alasannya.")), at_most(1000)])


@blueprint.get("/penghargaan/<int:period_id>/tanda")
@requires(*ROLES, area=ADMIN)
def award_signals(period_id: int) -> Response:
    """Every signal of the quarter, the strong ones first."""
    return _page(period_id)


@blueprint.post("/penghargaan/<int:period_id>/tanda/<int:officer_id>/<code>/sisihkan")
@requires(Role.ADMIN, area=ADMIN)
def set_votes_aside(period_id: int, officer_id: int, code: str) -> Response:
    """All votes under one signal, with a reason."""
    form = AsideForm()
    if form.validate_on_submit():
        with form.refusals():
            set_aside(current_actor(), period_id, officer_id, code, form.reason.data or "")
            flash(_("Penilaian di bawah tanda ini disisihkan. Bukti yang lama tetap tersimpan."), "success")
            return redirect_to("admin.award_signals", period_id=period_id)
    return _page(period_id, form=form, asked=(officer_id, code), status=form.http_status)


def _page(
    period_id: int, *, form: AsideForm | None = None, asked: tuple[int, str] | None = None, status: int = 200
) -> Response:
    actor = current_actor()
    period = get_period(current_office().id, period_id)
    is_candidate = actor.person_id in candidate_ids(period)
    return render_page(
        "admin/awards/signals.html",
        status=status,
        period=period,
        evidence=period.evidence,
        signals=[item for item in weighed_signals(period) if item.signal.officer_id != actor.person_id],
        signal_names=NAMES,
        form=form or AsideForm(formdata=None),
        asked=asked,
        may_set_aside=period.state == State.LOCKED and actor.has(Role.ADMIN) and not is_candidate,
    )
