"""One's own result beside the office's, the questionnaire, and a closed round on paper."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.core.actor import Role
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import flash_refusals
from pstku.http.files import PDF, shown_file
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.practice.operations import competence as operations
from pstku.practice.paper import number, round_pdf, signed
from pstku.practice.queries import competence as queries
from pstku.practice.queries import competence_results as results
from pstku.practice.queries.first_week import week_sum
from pstku.practice.rules.competence import INDICATORS, Score

KEEPERS = (Role.ADMIN, Role.HEAD)
RATINGS = (
    (1, N_("sangat tidak yakin")),
    (2, N_("tidak yakin")),
    (3, N_("cukup")),
    (4, N_("yakin")),
    (5, N_("sangat yakin")),
)


@blueprint.get("/kompetensi")
@requires()
def competence() -> Response:
    """One's own result beside the office's, round by round, and the earlier questionnaire apart."""
    office, actor = current_office(), current_actor()
    rounds = queries.rounds_of(office.id)
    current = next((asked for asked in rounds if asked.closed_at is None), None)
    return render_page(
        "intranet/competence/home.html",
        current=current,
        reply=queries.my_reply(actor.person_id, current.id) if current else None,
        mine=results.my_results(actor.person_id, rounds),
        changed=queries.changed_since(rounds),
        results=results.closed_results(office),
        baseline=queries.baseline_of(office.id),
        indicators=INDICATORS,
        week=week_sum(office.id) if actor.has(*KEEPERS) else None,
        may_keep=actor.has(*KEEPERS),
        signed=signed,
        bars=score_bars,
        baseline_bars=baseline_bars,
    )


@blueprint.route("/kompetensi/isi", methods=["GET", "POST"])
@requires()
def competence_form() -> Response:
    """The questionnaire of the open round; what was ticked is kept, also when something is still open."""
    left: list[str] = []
    if request.method == "POST":
        with flash_refusals(Conflict):
            left = operations.save_reply(current_actor(), request.form.get("round", 0, row_id), request.form)
            if not left:
                flash(_("Terima kasih. Jawaban Anda tersimpan dan dapat diubah sampai putaran ditutup."), "success")
        if not left:
            return redirect_to("intranet.competence")
    return _form_page(left)


def _form_page(left: list[str]) -> Response:
    current = queries.open_round_of(current_office().id)
    if current is None:
        flash(_("Tidak ada putaran angket yang terbuka."), "info")
        return redirect_to("intranet.competence")
    reply = queries.my_reply(current_actor().person_id, current.id)
    return render_page(
        "intranet/competence/form.html",
        asked=current,
        indicators=INDICATORS,
        ratings=[(value, _(words)) for value, words in RATINGS],
        answers=reply.answers if reply else {},
        left=left,
        status=422 if left else 200,
    )


@blueprint.get("/kompetensi/putaran/<int:round_id>.pdf")
@requires()
def competence_pdf(round_id: int) -> Response:
    """The result of a closed round on paper."""
    office = current_office()
    queries.get_round(office.id, round_id)
    content = round_pdf(office, results.closed_result(office, round_id), queries.baseline_of(office.id))
    return shown_file(content, PDF, f"kompetensi-{round_id}.pdf")


def score_bars(scores: list[Score]) -> list[dict[str, Any]]:
    """Rows of the gap chart from the scores of a round."""
    scored = [score for score in scores if score.index is not None]
    return [{"label": _(INDICATORS[s.indicator]), "value": s.index, "text": number(s.index)} for s in scored]


def baseline_bars(baseline: queries.Baseline) -> list[dict[str, Any]]:
    """Rows of the gap chart from the earlier questionnaire."""
    return [{"label": _(INDICATORS[k]), "value": v, "text": number(v)} for k, v in baseline.values.items()]
