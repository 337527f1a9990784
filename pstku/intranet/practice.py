"""Latihan: the daily drill, quizzes by function, and the editors' look at the questions."""

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _

from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.library import FUNCTIONS
from pstku.learning.queries.pages import PageLine, lines_by_key
from pstku.practice.operations import answering
from pstku.practice.queries import bank
from pstku.practice.rules.marking import NUMBER


@blueprint.get("/latihan")
@requires()
def practice() -> Response:
    """Today's drill, and a quiz for every function."""
    office, actor = current_office(), current_actor()
    return render_page(
        "intranet/practice/home.html",
        today=bank.today(office, actor),
        counts=bank.question_counts(office.id),
        results=bank.best_results(actor),
    )


@blueprint.get("/latihan/harian")
@requires()
def drill() -> Response:
    """The next card; with ?jawaban= what came of the one just answered."""
    if "jawaban" in request.args:
        answer = bank.get_answer(current_actor(), request.args.get("jawaban", 0, row_id))
        question = bank.get_question(current_office().id, answer.question_id)
        today = bank.today(current_office(), current_actor())
        pages = _pages_of(question.content)
        return render_page("intranet/practice/feedback.html", answer=answer, today=today, pages=pages)
    return _drill_page()


@blueprint.post("/latihan/harian/<int:question_id>")
@requires()
def drill_answer(question_id: int) -> Response:
    """Answer the card; nothing chosen brings it back with a sentence."""
    values, is_unsure = request.form.getlist("answer"), "unsure" in request.form
    after_id = request.form.get("after", 0, row_id)
    try:
        answer_id = answering.answer_drill(
            current_office(), current_actor(), question_id, values, is_unsure=is_unsure, after_id=after_id
        )
    except InvalidInput as error:
        return _drill_page(fault=sentence(error), typed=values, status=422)
    return redirect_to("intranet.drill", jawaban=answer_id)


@blueprint.post("/latihan/kuis/<function>")
@requires()
def start_quiz(function: str) -> Response:
    """Begin a quiz of a function."""
    if function not in FUNCTIONS:
        abort(404)
    return redirect_to("intranet.quiz", attempt_id=answering.start_quiz(current_office(), current_actor(), function))


@blueprint.route("/latihan/kuis/<int:attempt_id>", methods=["GET", "POST"])
@requires()
def quiz(attempt_id: int) -> Response:
    """The quiz on one page; handed in, its result with the reasons."""
    office, actor = current_office(), current_actor()
    attempt, fault = bank.get_attempt(actor, attempt_id), ""
    if request.method == "POST":
        try:
            answering.finish_quiz(office, actor, attempt_id, _quiz_values())
        except InvalidInput as error:
            fault = sentence(error)
        else:
            return redirect_to("intranet.quiz", attempt_id=attempt_id)
    if attempt.finished_at:
        return _result_page(attempt)
    asked = bank.attempt_questions(office, attempt)
    status = 422 if fault else 200
    return render_page(
        "intranet/practice/quiz.html", attempt=attempt, asked=asked, fault=fault, typed=_quiz_values(), status=status
    )


@blueprint.get("/latihan/soal")
@requires(Role.EDITOR)
def questions() -> Response:
    """How the questions do: first attempts only, never who."""
    function = request.args.get("fungsi", "")
    items = bank.item_analysis(current_office().id, function if function in FUNCTIONS else None)
    return render_page("intranet/practice/questions.html", items=items, function=function)


@blueprint.post("/latihan/soal/<int:question_id>")
@requires(Role.EDITOR)
def retire_question(question_id: int) -> Response:
    """Take a question out, or put it back."""
    is_retired = request.form.get("do") == "retire"
    answering.retire_question(current_actor(), question_id, is_retired=is_retired)
    flash(_("Soal dikeluarkan dari latihan.") if is_retired else _("Soal dikembalikan ke latihan."), "success")
    return redirect_to("intranet.questions", fungsi=request.form.get("fungsi") or None)


def _drill_page(*, fault: str = "", typed: list[str] | None = None, status: int = 200) -> Response:
    office, actor = current_office(), current_actor()
    today = bank.today(office, actor)
    hard = [] if today.next else bank.hard_today(office, actor)
    return render_page(
        "intranet/practice/drill.html", today=today, hard=hard, fault=fault, typed=typed or [], status=status
    )


def _result_page(attempt: Any) -> Response:
    asked = bank.attempt_questions(current_office(), attempt)
    answers = bank.attempt_answers(attempt)
    pages = {ready.question.id: _pages_of(ready.question.content) for ready in asked}
    right = sum(answer.is_right for answer in answers.values())
    return render_page(
        "intranet/practice/result.html", attempt=attempt, asked=asked, answers=answers, right=right, pages=pages
    )


def _pages_of(content: Mapping[str, Any]) -> list[PageLine]:
    found = lines_by_key(current_office().id, content.get("pages") or [])
    return list(found.values())


def _quiz_values() -> dict[int, list[str]]:
    keys = [key for key in request.form if key.startswith("answer-") and key[7:].isdigit()]
    return {int(key[7:]): request.form.getlist(key) for key in keys}


@blueprint.app_context_processor
def question_words() -> dict[str, Any]:
    """How templates know a number question."""
    return {"NUMBER": NUMBER}
