"""The first week of a new colleague: its steps, what ticks them, and who is invited."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.offices.queries import configuration
from pstku.practice.models import PackGuide
from pstku.practice.operations.answering import finish_quiz, retire_question, start_quiz
from pstku.practice.operations.first_week import put_invitation_away, start_week, take_step
from pstku.practice.queries.bank import attempt_questions, get_attempt, live_questions
from pstku.practice.queries.first_week import is_invited, my_week, week_sum
from pstku.practice.rules.first_week import NEW_DAYS
from tests.operations.test_competence import practise


def test_the_first_week_is_ticked_step_by_step_and_quizzes_tick_themselves(app, cast):
    office, me = configuration(cast.office_id), cast.employee
    week = my_week(office.id, me.person_id)
    assert len(week.days) == 5 and not week.is_started and week.done == 0
    quizzes = {step.what for day in week.days for step in day.steps if step.kind == "quiz"}
    assert quizzes == {"umum", "sosial", "distribusi", "produksi", "nerwilis", "ipds"}
    start_week(me)
    start_week(me)
    take_step(office, me, "page/con.sapa")
    take_step(office, me, "page/con.sapa")
    for wrong in ("page/con.tidak", "quiz/umum", "drill/10", "start", "hidden", "../etc"):
        with pytest.raises(NotFound):
            take_step(office, me, wrong)
    do_quiz(office, me, "umum", answered=5)
    week = my_week(office.id, me.person_id)
    assert week.is_started and week.done == 2
    assert (week_sum(office.id).started, week_sum(office.id).finished) == (1, 0)
    for day in week.days:
        for step in day.steps:
            if step.kind in ("page", "try"):
                take_step(office, me, step.key)
    for name in quizzes - {"umum"}:
        do_quiz(office, me, name, answered=5)
    assert (week_sum(office.id).started, week_sum(office.id).finished) == (1, 0), "the cards are still to be answered"
    options = [q for q in live_questions(office.id) if q.kind != "number"][:10]
    practise(office, me, options, right=10)
    assert (week_sum(office.id).started, week_sum(office.id).finished) == (1, 1)
    assert (week_sum(cast.other_office_id).started, my_week(cast.other_office_id, cast.stranger.person_id).days) == (
        0,
        [],
    )


def do_quiz(office, actor: Actor, function: str, *, answered: int) -> None:
    """Hand in a quiz of a function with so many of its questions answered."""
    attempt_id = start_quiz(office, actor, function)
    asked = attempt_questions(office, get_attempt(actor, attempt_id))
    values = {
        ready.question.id: ["1"] if ready.asked.kind == "number" else [ready.asked.options[0].code]
        for ready in asked[:answered]
    }
    finish_quiz(office, actor, attempt_id, values, {ready.question.id: ready.stamp for ready in asked})


def test_a_quiz_ticks_its_step_from_half_its_questions_on(app, cast):
    office, me = configuration(cast.office_id), cast.employee
    done = []
    for answered in (0, 4, 5):
        do_quiz(office, me, "umum", answered=answered)
        done.append(my_week(office.id, me.person_id).done)
    assert done == [0, 0, 1]


def test_a_function_without_live_questions_has_no_quiz_step(app, cast):
    for question in live_questions(cast.office_id, "nerwilis"):
        retire_question(cast.editor, question.id, is_retired=True)
    days = my_week(cast.office_id, cast.employee.person_id).days
    assert "nerwilis" not in {step.what for day in days for step in day.steps}
    assert "produksi" in {step.what for day in days for step in day.steps}


def test_new_people_are_invited_until_they_begin_or_put_it_away(app, cast):
    assert is_invited(cast.employee) and is_invited(cast.officer)
    assert not is_invited(cast.stranger), "no pack brought a guide there"
    start_week(cast.employee)
    put_invitation_away(cast.officer)
    put_invitation_away(cast.officer)
    assert not is_invited(cast.employee) and not is_invited(cast.officer)
    assert week_sum(cast.office_id).started == 1
    with clock.at(clock.now() + timedelta(days=NEW_DAYS + 1)):
        assert not is_invited(cast.editor)


def test_no_guide_no_week(app, cast):
    session().delete(session().scalar(select(PackGuide).where(PackGuide.name == "first-week")))
    session().flush()
    assert my_week(cast.office_id, cast.employee.person_id).days == []
    session().rollback()
