"""A quiz of a function: handed in once, marked against the figures it was asked with."""

from datetime import date

import pytest

from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, NotFound
from pstku.library.operations.checking import check_value
from pstku.library.operations.withdrawing import withdraw_value
from pstku.offices.queries import configuration
from pstku.practice.operations.answering import finish_quiz, start_quiz
from pstku.practice.queries import bank
from tests.drills import hand_in, places, question
from tests.figures import value_id


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def test_a_question_left_open_in_a_quiz_may_have_moved_on(cast, office):
    attempt_id = start_quiz(office, cast.employee, "umum")
    assert finish_quiz(office, cast.employee, attempt_id, {}, {}) == {}


def test_a_quiz_shows_what_was_answered_after_its_figure_was_withdrawn(cast, office):
    row = question("soal.ipm-terbaru")
    check_value(cast.editor, value_id("ind.ipm", "2022"), released_on=date(2023, 1, 2))
    attempt_id = start_quiz(office, cast.employee, "sosial")
    with atomic():
        bank.get_attempt(cast.employee, attempt_id).question_ids = [row.id, question("soal.tpt-pembagi").id]
    hand_in(office, cast.employee, attempt_id, {row.id: ["78,22"]})
    withdraw_value(cast.editor, value_id("ind.ipm", "2022"), "Salah ketik")
    outcomes = bank.attempt_outcomes(office, bank.get_attempt(cast.employee, attempt_id))
    assert [bool(outcome.answer) for outcome in outcomes] == [True, False]
    session().commit()


def test_a_quiz_is_handed_in_once_and_open_questions_are_not_wrong(cast, office):
    attempt_id = start_quiz(office, cast.employee, "umum")
    attempt = bank.get_attempt(cast.employee, attempt_id)
    asked = bank.attempt_questions(office, attempt)
    assert len(asked) == 10
    row = asked[0].question
    session().commit()
    assert hand_in(office, cast.employee, attempt_id, {row.id: places(row, right=True)}) == {}
    assert len(bank.attempt_answers(attempt)) == 1
    assert bank.newest_results(cast.employee) == {"umum": (1, 1)}
    session().commit()
    assert hand_in(office, cast.employee, start_quiz(office, cast.employee, "umum"), {}) == {}
    assert bank.newest_results(cast.employee) == {"umum": (1, 1)}, "an empty one says nothing"
    session().commit()
    later = start_quiz(office, cast.employee, "umum")
    again = [ready.question for ready in bank.attempt_questions(office, bank.get_attempt(cast.employee, later))]
    single = next(one for one in again if one.kind == "single")
    session().commit()
    assert hand_in(office, cast.employee, later, {single.id: places(single, right=False)[:1]}) == {}
    assert bank.newest_results(cast.employee) == {"umum": (0, 1)}
    session().commit()
    with pytest.raises(Conflict):
        finish_quiz(office, cast.employee, attempt_id, {}, {})
    with pytest.raises(NotFound):
        bank.get_attempt(cast.officer, attempt_id)
