"""Latihan: the daily drill, quizzes by function, and the editors' look at the questions."""

from typing import Any

from flask import Response, abort, flash, request
from flask_babel import gettext as _

from pstku.core.actor import Role
from pstku.core.errors import Conflict
from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.first_week import step_here
from pstku.intranet.library import FUNCTIONS
from pstku.library.queries.pages import PageLine, lines_by_key
from pstku.practice.models import BankQuestion, QuizAttempt
from pstku.practice.operations import answering
from pstku.practice.queries import bank
from pstku.practice.rules.marking import NUMBER
from pstku.practice.shown import shown_now


@blueprint.get("/latihan")
@requires()
def practice() -> Response:
    """Today's drill, and a quiz for every function."""
    office, actor = current_office(), current_actor()
    return render_page(
        "intranet/practice/home.html",
        today=bank.today(office, actor),
        counts=bank.question_counts(office.id),
        results=bank.newest_results(actor),
    )


@blueprint.get("/latihan/harian")
@requires()
def drill() -> Response:
    """The next card; with ?jawaban= what came of the one just answered."""
    if "jawaban" in request.args:
        answer = bank.get_answer(current_actor(), request.args.get("jawaban", 0, row_id))
        question = bank.get_question(current_office().id, answer.question_id)
        today = bank.today(current_office(), current_actor())
        pages = _pages_of(question)[question.id]
        sources = question.content.get("sources") or []
        return render_page("intranet/practice/feedback.html", answer=answer, today=today, pages=pages, sources=sources)
    return _drill_page()


@blueprint.post("/latihan/harian/<int:question_id>")
@requires()
def drill_answer(question_id: int) -> Response:
    """Answer the card; nothing chosen brings it back with a sentence."""
    values, mark = request.form.getlist("answer"), request.form.get("shown", "")
    with refusals() as no:
        answer_id = answering.answer_drill(
            current_office(),
            current_actor(),
            question_id,
            values,
            is_unsure="unsure" in request.form,
            after_id=request.form.get("after", 0, row_id),
            stamp=request.form.get("stamp", ""),
            shown=mark,
        )
        return redirect_to("intranet.drill", jawaban=answer_id, langkah=step_here())
    return _drill_page(question_id, fault=no.words, typed=values, mark=mark, status=no.status)


@blueprint.route("/latihan/kuis/<function>", methods=["GET", "POST"])
@requires()
def start_quiz(function: str) -> Response:
    """Begin a quiz of a function; an address without a press leads to where quizzes are begun."""
    if function not in FUNCTIONS:
        abort(404)
    if request.method == "GET":
        return redirect_to("intranet.practice")
    attempt_id = answering.start_quiz(current_office(), current_actor(), function)
    return redirect_to("intranet.quiz", attempt_id=attempt_id, langkah=step_here())


@blueprint.route("/latihan/kuis/<int:attempt_id>", methods=["GET", "POST"])
@requires()
def quiz(attempt_id: int) -> Response:
    """The quiz on one page; handed in, also in another tab, its result with the reasons."""
    attempt = bank.get_attempt(current_actor(), attempt_id)
    faults = _hand_in(attempt) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        return redirect_to("intranet.quiz", attempt_id=attempt_id, langkah=step_here())
    if attempt.finished_at:
        return _result_page(attempt)
    return render_page(
        "intranet/practice/quiz.html",
        attempt=attempt,
        asked=bank.attempt_questions(current_office(), attempt),
        faults=faults,
        typed=_typed(attempt),
        status=422 if faults else 200,
    )


@blueprint.get("/latihan/soal")
@requires(Role.EDITOR)
def questions() -> Response:
    """How the questions do: first attempts only, never who."""
    function = request.args.get("fungsi", "")
    items = bank.item_analysis(current_office().id, function if function in FUNCTIONS else None)
    pages = _pages_of(*(question for question, _item in items))
    return render_page("intranet/practice/questions.html", items=items, function=function, pages=pages)


@blueprint.post("/latihan/soal/<int:question_id>")
@requires(Role.EDITOR)
def retire_question(question_id: int) -> Response:
    """Take a question out, or put it back."""
    is_retired = request.form.get("do") == "retire"
    answering.retire_question(current_actor(), question_id, is_retired=is_retired)
    flash(_("Soal dikeluarkan dari latihan.") if is_retired else _("Soal dikembalikan ke latihan."), "success")
    return redirect_to("intranet.questions", fungsi=request.form.get("fungsi") or None)


def _drill_page(
    question_id: int = 0, *, fault: str = "", typed: list[str] | None = None, mark: str = "", status: int = 200
) -> Response:
    office, actor = current_office(), current_actor()
    today = bank.today(office, actor, question_id=question_id)
    is_same = today.next is not None and today.next.question.id == question_id
    return render_page(
        "intranet/practice/drill.html",
        today=today,
        hard=[] if today.next else bank.hard_today(office, actor),
        fault=fault if is_same else "",
        typed=typed if typed and is_same else [],
        mark=mark if is_same else shown_now(actor, today.next.question.id if today.next else 0),
        status=status,
    )


def _result_page(attempt: QuizAttempt) -> Response:
    outcomes = bank.attempt_outcomes(current_office(), attempt)
    answered = [outcome.answer for outcome in outcomes if outcome.answer]
    return render_page(
        "intranet/practice/result.html",
        attempt=attempt,
        outcomes=outcomes,
        answered=len(answered),
        right=sum(answer.is_right for answer in answered),
        pages=_pages_of(*(outcome.question for outcome in outcomes)),
    )


def _pages_of(*questions: BankQuestion) -> dict[int, list[PageLine]]:
    """Question id -> the pages to learn it from."""
    keys = {question.id: question.content.get("pages") or [] for question in questions}
    lines = lines_by_key(current_office().id, {key for wanted in keys.values() for key in wanted})
    return {question_id: [lines[key] for key in wanted if key in lines] for question_id, wanted in keys.items()}


def _hand_in(attempt: QuizAttempt) -> dict[int, str]:
    """Question id -> why it cannot be marked; none when the quiz is handed in, now or before."""
    stamps = {key: request.form.get(f"stamp-{key}", "") for key in attempt.question_ids}
    with refusals(Conflict):  # handed in in another tab: its result is shown
        faults = answering.finish_quiz(current_office(), current_actor(), attempt.id, _typed(attempt), stamps)
        return {key: sentence(error) for key, error in faults.items()}
    return {}


def _typed(attempt: QuizAttempt) -> dict[int, list[str]]:
    return {key: request.form.getlist(f"answer-{key}") for key in attempt.question_ids}


@blueprint.app_context_processor
def question_words() -> dict[str, Any]:
    """How templates know a number question."""
    return {"NUMBER": NUMBER}
