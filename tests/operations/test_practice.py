"""The bank, the drill and quizzes on a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.library.operations.checking import check_value
from pstku.offices.queries import configuration
from pstku.practice.models import DrillCard, PracticeAnswer
from pstku.practice.operations.answering import finish_quiz, start_quiz
from pstku.practice.operations.rebuilding import rebuild_cards
from pstku.practice.queries import bank
from pstku.practice.rules.scheduling import SLOW_SECONDS
from pstku.practice.shown import shown_now
from tests.drills import answer_drill, hand_in, places, question, stamp_of
from tests.figures import value_id


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def test_a_right_answer_puts_the_card_away_and_a_wrong_one_brings_it_back_tomorrow(cast, office):
    row = question("soal.tpt-pembagi")
    answer_drill(office, cast.officer, row.id, places(row, right=True))
    answer_drill(office, cast.employee, row.id, places(row, right=False)[:1])
    today = clock.local_day(clock.now(), office.tz)
    due = {card.person_id: clock.local_day(card.due_at, office.tz) for card in session().scalars(select(DrillCard))}
    assert (due[cast.officer.person_id] - today).days == 2 and (due[cast.employee.person_id] - today).days == 1
    session().commit()


def test_ten_cards_a_day_and_the_hard_ones_first_the_next_day(cast, office):
    wrong = set()
    for n in range(bank.DAILY):
        ready = bank.today(office, cast.employee).next
        is_wrong = n == 3 or ready.asked.kind == "number"
        values = ["-999"] if ready.asked.kind == "number" else places(ready.question, right=not is_wrong)
        answer_drill(office, cast.employee, ready.question.id, values[:1] if is_wrong else values)
        wrong |= {ready.question.key} if is_wrong else set()
    today = bank.today(office, cast.employee)
    assert (today.next, today.done, today.streak) == (None, bank.DAILY, 1)
    with clock.at(clock.now() + timedelta(days=1)):
        assert bank.today(office, cast.employee).next.question.key in wrong
    assert bank.today(office, cast.officer).done == 0


def test_the_same_card_sent_twice_is_one_answer(cast, office):
    row = question("soal.tpt-pembagi")
    first = answer_drill(office, cast.employee, row.id, places(row, right=True), after_id=0)
    due = session().scalars(select(DrillCard.due_at)).one()
    assert answer_drill(office, cast.employee, row.id, places(row, right=False)[:1], after_id=0) == first
    assert session().scalars(select(DrillCard.due_at)).one() == due
    assert session().scalar(select(func.count(PracticeAnswer.id))) == 1
    assert answer_drill(office, cast.employee, row.id, places(row, right=True), after_id=first) != first


def test_what_was_hard_today_says_when_it_comes_back(cast, office):
    row, easy = question("soal.tpt-pembagi"), question("soal.tamu-marah")
    answer_drill(office, cast.employee, row.id, places(row, right=False)[:1])
    answer_drill(office, cast.employee, easy.id, places(easy, right=True))
    hard = bank.hard_today(office, cast.employee)
    tomorrow = clock.local_day(clock.now(), office.tz) + timedelta(days=1)
    assert [(answer.question_id, day) for answer, day in hard] == [(row.id, tomorrow)]
    assert bank.hard_today(office, cast.officer) == []


def test_a_value_question_waits_for_a_checked_figure_and_follows_the_newest(cast, office):
    row = question("soal.ipm-terbaru")
    with pytest.raises(NotFound):
        answer_drill(office, cast.employee, row.id, ["78,54"])
    session().rollback()
    check_value(cast.editor, value_id("ind.ipm", "2022"), released_on=date(2023, 1, 2))
    answer_drill(office, cast.employee, row.id, ["78,22"])
    before = session().scalars(select(DrillCard)).one().stamp
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=date(2023, 12, 5))
    answer_drill(office, cast.employee, row.id, ["78,22"])
    answers = session().scalars(select(PracticeAnswer).order_by(PracticeAnswer.id)).all()
    assert [answer.is_right for answer in answers] == [True, False]
    assert "2023" in answers[1].shown["ask"] and session().scalars(select(DrillCard)).one().stamp != before
    session().commit()


def test_a_number_is_not_marked_against_a_figure_that_came_after_it_was_asked(cast, office):
    row = question("soal.ipm-terbaru")
    check_value(cast.editor, value_id("ind.ipm", "2022"), released_on=date(2023, 1, 2))
    asked_with = stamp_of(office, row.id)
    attempt_id = start_quiz(office, cast.officer, "sosial")
    with atomic():
        bank.get_attempt(cast.officer, attempt_id).question_ids = [row.id]
    check_value(cast.editor, value_id("ind.ipm", "2023"), released_on=date(2023, 12, 5))
    with pytest.raises(InvalidInput, match="Angkanya baru diperbarui"):
        answer_drill(office, cast.employee, row.id, ["78,22"], stamp=asked_with)
    faults = finish_quiz(office, cast.officer, attempt_id, {row.id: ["78,22"]}, {row.id: asked_with})
    assert list(faults) == [row.id] and "Angkanya baru diperbarui" in str(faults[row.id])
    assert bank.get_attempt(cast.officer, attempt_id).finished_at is None
    assert session().scalar(select(func.count(PracticeAnswer.id))) == 0
    answer_drill(office, cast.employee, row.id, ["78,54"])
    assert hand_in(office, cast.officer, attempt_id, {row.id: ["78,54"]}) == {}
    assert session().scalars(select(PracticeAnswer.is_right)).all() == [True, True]
    session().commit()


def test_the_first_ten_cards_are_of_every_function_one_card_after_another(cast, office):
    seen = []
    for _ in range(bank.DAILY):
        ready = bank.today(office, cast.employee).next
        seen.append(ready.question.function)
        answer_drill(office, cast.employee, ready.question.id, right_or_some(ready))
    assert set(seen) == {"sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum"}
    assert max(seen.count(function) for function in seen) <= 2


def right_or_some(ready) -> list[str]:
    """The right options, or a number."""
    return [str(ready.asked.value)] if ready.asked.kind == "number" else places(ready.question, right=True)


def test_a_card_answered_slowly_comes_back_sooner_and_only_its_own_mark_tells_the_time(cast, office):
    row, other = question("soal.tpt-pembagi"), question("soal.tamu-marah")
    mark, now = shown_now(cast.employee, row.id), clock.now()
    with clock.at(now + timedelta(seconds=SLOW_SECONDS + 1)):
        answer_drill(office, cast.employee, row.id, places(row, right=True), shown=mark)
        answer_drill(office, cast.employee, other.id, places(other, right=True), shown=mark)
        answer_drill(office, cast.officer, row.id, places(row, right=True), shown=mark)
        answer_drill(office, cast.editor, row.id, places(row, right=True), shown="dibuat sendiri")
    took = session().execute(select(PracticeAnswer.person_id, PracticeAnswer.question_id, PracticeAnswer.took_seconds))
    assert [row for row in took if row[2] is not None] == [(cast.employee.person_id, row.id, SLOW_SECONDS + 1)]
    due = {(card.person_id, card.question_id): card.due_at for card in session().scalars(select(DrillCard))}
    mine = due.pop((cast.employee.person_id, row.id))
    assert all(mine < at for at in due.values())
    session().commit()


def test_the_log_of_answers_rebuilds_the_card_also_where_a_new_figure_began_it_anew(cast, office):
    row, now = question("soal.ipm-terbaru"), clock.now()
    for day, year, typed in ((0, "2022", "78,22"), (2, None, "78,22"), (5, "2023", "78,54"), (9, None, "1")):
        if year:
            check_value(cast.editor, value_id("ind.ipm", year), released_on=date(2023, 12, 5))
        with clock.at(now + timedelta(days=day)):
            answer_drill(office, cast.employee, row.id, [typed])
    card = session().scalars(select(DrillCard)).one()
    kept = (card.state, card.due_at)
    session().commit()
    assert rebuild_cards(office.id) == 0
    with atomic():
        card.state, card.due_at = card.state | {"stability": 99.0}, now
    assert rebuild_cards(office.id) == 1
    assert (card.state, card.due_at) == kept
    session().commit()


def test_a_holiday_of_the_office_breaks_no_streak(cast):
    office = configuration(cast.office_id)
    monday = datetime(2026, 11, 23, 1, tzinfo=UTC)
    row = question("soal.tpt-pembagi")
    for day in (0, 2):
        with clock.at(monday + timedelta(days=day)):
            answer_drill(office, cast.employee, row.id, places(row, right=True))
    with clock.at(monday + timedelta(days=2)):
        assert bank.today(office, cast.employee).streak == 1
        free = replace(office, holidays=office.holidays | {date(2026, 11, 24): "Libur"})
        assert bank.today(free, cast.employee).streak == 2


def test_an_empty_answer_and_a_strangers_question_are_refused(cast, office):
    row = question("soal.tpt-pembagi")
    with pytest.raises(InvalidInput):
        answer_drill(office, cast.employee, row.id, [])
    with pytest.raises(NotFound):
        answer_drill(configuration(cast.other_office_id), cast.stranger, row.id, ["0"])
