"""/admin/skm/kuesioner: what the office may ask, and the official text of what is not shipped."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.core.errors import Conflict, InvalidInput
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals, refusals
from pstku.http.pages import redirect_to, render_page
from pstku.skm.operations import wordings as operations
from pstku.skm.operations.rounds import KEEPERS
from pstku.skm.queries.wordings import example, get_wording, wordings_of
from pstku.skm.rules.sets import EXAMPLES, SKM
from pstku.survey import blueprint


@blueprint.get("/admin/skm/kuesioner")
@requires(*KEEPERS, area=ADMIN)
def question_sets() -> Response:
    """SKM, which is active, and the examples with their state."""
    entered = wordings_of(current_office().id)
    states = {key: [one for one in entered if one.questions.key == key] for key in EXAMPLES}
    return render_page("survey/sets.html", skm=SKM, examples=EXAMPLES.values(), states=states)


@blueprint.route("/admin/skm/kuesioner/<set_key>", methods=["GET", "POST"])
@requires(*KEEPERS, area=ADMIN)
def question_set(set_key: str) -> Response:
    """The structure of an example; its text is entered here and switched on in a step of its own."""
    questions = example(set_key)
    if request.method == "GET":
        return _page(set_key, {}, {})
    typed = request.form
    sentences = {one.key: typed.get(one.key, "") for one in questions.questions}
    told = {"lowest": typed.get("lowest_words", ""), "highest": typed.get("highest_words", "")}
    with refusals(InvalidInput) as no:
        source = typed.get("source", "")
        operations.enter_wording(current_actor(), set_key, sentences=sentences, source=source, **told)
        flash(_("Teks tersimpan, belum aktif. Bandingkan dengan naskahnya, lalu aktifkan."), "success")
        return redirect_to("survey.question_set", set_key=set_key)
    return _page(set_key, typed, {no.field or "source": no.words}, no.status)


@blueprint.post("/admin/skm/kuesioner/teks/<int:wording_id>/aktif")
@requires(*KEEPERS, area=ADMIN)
def switch_wording(wording_id: int) -> Response:
    """On, when the person says it was compared with its source; off."""
    row = get_wording(current_office().id, wording_id)
    with flash_refusals(Conflict, InvalidInput):
        if request.form.get("do") == "off":
            operations.switch_off(current_actor(), wording_id)
            flash(_("Teks tidak aktif lagi. Putaran yang sedang memakainya berjalan terus."), "success")
        else:
            operations.switch_on(current_actor(), wording_id, is_compared=request.form.get("is_compared") == "y")
            flash(_("Teks aktif. Kuesionernya kini dapat dipilih saat membuka putaran."), "success")
    return redirect_to("survey.question_set", set_key=row.question_set)


def _page(key: str, typed: Any, errors: dict[str, str], status: int = 200) -> Response:
    entered = wordings_of(current_office().id, key)
    context: dict[str, Any] = {"questions": example(key), "entered": entered, "typed": typed, "errors": errors}
    return render_page("survey/set.html", status=status, **context)
