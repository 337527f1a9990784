"""Latihan and its daily drill: one card after the other."""

from typing import Any

from flask import Response, request

from pstku.http.access import current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.domain_refusals import refusals
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.intranet.first_week import step_here
from pstku.intranet.practice.sources import pages_of
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
        pages = pages_of(question)[question.id]
        sources = question.content.get("sources") or []
        return render_page("intranet/practice/feedback.html", answer=answer, today=today, pages=pages, sources=sources)
    return _drill_page()


@blueprint.post("/latihan/harian/<int:question_id>")
@requires()
def drill_answer(question_id: int) -> Response:
    """Answer the card; without a choice it is shown again with a sentence."""
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


@blueprint.app_context_processor
def question_words() -> dict[str, Any]:
    """The constant by which templates recognise a question with a number as answer."""
    return {"NUMBER": NUMBER}
