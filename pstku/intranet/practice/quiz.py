"""A quiz of a function on one page, and its result with the reasons."""

from flask import Response, abort, request

from pstku.core.errors import Conflict
from pstku.http.access import current_actor, current_office, requires
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.intranet import blueprint
from pstku.intranet.first_week import step_here
from pstku.intranet.library.pages import FUNCTIONS
from pstku.intranet.practice.sources import pages_of
from pstku.practice.models import QuizAttempt
from pstku.practice.operations import answering
from pstku.practice.queries import bank


@blueprint.route("/latihan/kuis/<function>", methods=["GET", "POST"])
@requires()
def start_quiz(function: str) -> Response:
    """Begin a quiz of a function; opening the address by itself leads to the page with the buttons."""
    if function not in FUNCTIONS:
        abort(404)
    if request.method == "GET":
        return redirect_to("intranet.practice")
    attempt_id = answering.start_quiz(current_office(), current_actor(), function)
    return redirect_to("intranet.quiz", attempt_id=attempt_id, langkah=step_here())


@blueprint.route("/latihan/kuis/<int:attempt_id>", methods=["GET", "POST"])
@requires()
def quiz(attempt_id: int) -> Response:
    """The quiz on one page; once handed in, in this tab or another, its result with the reasons."""
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


def _result_page(attempt: QuizAttempt) -> Response:
    outcomes = bank.attempt_outcomes(current_office(), attempt)
    answered = [outcome.answer for outcome in outcomes if outcome.answer]
    return render_page(
        "intranet/practice/result.html",
        attempt=attempt,
        outcomes=outcomes,
        answered=len(answered),
        right=sum(answer.is_right for answer in answered),
        pages=pages_of(*(outcome.question for outcome in outcomes)),
    )


def _hand_in(attempt: QuizAttempt) -> dict[int, str]:
    """Hand the quiz in. Returns question id -> why it cannot be marked; empty when it is handed in, now or before."""
    stamps = {key: request.form.get(f"stamp-{key}", "") for key in attempt.question_ids}
    with refusals(Conflict):  # handed in in another tab: its result is shown
        faults = answering.finish_quiz(current_office(), current_actor(), attempt.id, _typed(attempt), stamps)
        return {key: sentence(error) for key, error in faults.items()}
    return {}


def _typed(attempt: QuizAttempt) -> dict[int, list[str]]:
    return {key: request.form.getlist(f"answer-{key}") for key in attempt.question_ids}
