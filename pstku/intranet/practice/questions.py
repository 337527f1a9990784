"""The editors' look at the questions: how each does, and which is asked no longer."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.core.actor import Role
from pstku.http.access import current_actor, current_office, requires
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.library.pages import FUNCTIONS
from pstku.intranet.practice.sources import pages_of
from pstku.practice.operations import answering
from pstku.practice.queries import bank


@blueprint.get("/latihan/soal")
@requires(Role.EDITOR)
def questions() -> Response:
    """How the questions do: first attempts only, never who."""
    function = request.args.get("fungsi", "")
    items = bank.item_analysis(current_office().id, function if function in FUNCTIONS else None)
    pages = pages_of(*(question for question, _item in items))
    return render_page("intranet/practice/questions.html", items=items, function=function, pages=pages)


@blueprint.post("/latihan/soal/<int:question_id>")
@requires(Role.EDITOR)
def retire_question(question_id: int) -> Response:
    """Take a question out, or put it back."""
    is_retired = request.form.get("do") == "retire"
    answering.retire_question(current_actor(), question_id, is_retired=is_retired)
    flash(_("Soal dikeluarkan dari latihan.") if is_retired else _("Soal dikembalikan ke latihan."), "success")
    return redirect_to("intranet.questions", fungsi=request.form.get("fungsi") or None)
