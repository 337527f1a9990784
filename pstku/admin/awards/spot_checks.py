"""Uji petik: a word chosen by the decider draws random visits; the checker calls the guests and records what they say."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from wtforms import StringField

from pstku.admin import blueprint
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.rewards.operations import spot_checking
from pstku.rewards.operations.periods import candidate_ids
from pstku.rewards.queries import get_period
from pstku.rewards.rules import State
from pstku.rewards.rules.spot_check import OUTCOMES, VISITS_DRAWN
from pstku.rewards.spot_checks import Contact, officer_checks, spot_check_of

ROLES = (Role.ADMIN, Role.HEAD, Role.DECIDER)


class NonceForm(Form):
    """A word of the decider's own choice."""

    nonce = StringField(N_("Kata undian"), [required(N_("Ketik kata atau angka pilihan Anda.")), at_most(60)])


class OutcomeForm(Form):
    """What the guest said; the button pressed says which."""

    outcome = StringField(N_("Hasil"))


@blueprint.get("/penghargaan/<int:period_id>/uji-petik")
@requires(*ROLES, area=ADMIN)
def spot_check(period_id: int) -> Response:
    """The draw, what came of it so far, and for the checker the next guest to call."""
    return _page(period_id)


@blueprint.post("/penghargaan/<int:period_id>/uji-petik/undi")
@requires(Role.DECIDER, area=ADMIN)
def draw_spot_check(period_id: int) -> Response:
    """Draw the visits, once."""
    form = NonceForm()
    if form.validate_on_submit():
        with form.refusals():
            spot_checking.draw_spot_check(current_actor(), period_id, form.nonce.data or "")
            flash(_("Kunjungan sudah diundi. Pemeriksa dapat menghubungi tamunya."), "success")
            return redirect_to("admin.spot_check", period_id=period_id)
    return _page(period_id, form=form, status=form.http_status)


@blueprint.post("/penghargaan/<int:period_id>/uji-petik/<int:row_id>/kontak")
@requires(Role.ADMIN, area=ADMIN)
def spot_check_contact(period_id: int, row_id: int) -> Response:
    """Show whom to call about one drawn visit; the trail keeps who looked."""
    return _page(period_id, contact=spot_checking.see_contact(current_actor(), period_id, row_id))


@blueprint.post("/penghargaan/<int:period_id>/uji-petik/<int:row_id>/hasil")
@requires(Role.ADMIN, area=ADMIN)
def record_spot_check(period_id: int, row_id: int) -> Response:
    """Note what the guest said."""
    form = OutcomeForm()
    if form.validate_on_submit():
        with form.refusals():
            spot_checking.record_outcome(current_actor(), period_id, row_id, form.outcome.data or "")
            flash(_("Hasil uji petik tersimpan."), "success")
            return redirect_to("admin.spot_check", period_id=period_id)
    return _page(period_id, status=form.http_status, outcome_form=form)


def _page(period_id: int, *, contact: Contact | None = None, status: int = 200, **forms: Any) -> Response:
    actor, office = current_actor(), current_office()
    period = get_period(office.id, period_id)
    is_candidate = actor.person_id in candidate_ids(period)
    is_running = period.state in (State.LOCKED, State.CHECKED)
    both_forms = {"form": NonceForm(formdata=None), "outcome_form": OutcomeForm(formdata=None)}
    return render_page(
        "admin/awards/spot_check.html",
        status=status,
        period=period,
        check=spot_check_of(period.id),
        officers=officer_checks(period),
        outcomes=OUTCOMES,
        most=VISITS_DRAWN,
        contact=contact,
        is_candidate=is_candidate,
        may_draw=is_running and actor.has(Role.DECIDER) and not is_candidate,
        may_check=is_running and actor.has(Role.ADMIN) and not is_candidate,
        **(both_forms | forms),
    )
