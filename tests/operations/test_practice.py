"""The bank, the drill and quizzes on a real database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.library.operations.checking import check_value
from pstku.library.operations.withdrawing import withdraw_value
from pstku.offices.queries import configuration
from pstku.packs.faults import PackFaultyError
from pstku.packs.reading.pages import read_pack
from pstku.packs.reading.questions import PackQuestion, read_questions
from pstku.packs.taking.practice import import_questions
from pstku.practice.models import BankQuestion, DrillCard, PracticeAnswer
from pstku.practice.operations import answering
from pstku.practice.operations.answering import finish_quiz, retire_question, start_quiz
from pstku.practice.operations.rebuilding import rebuild_cards
from pstku.practice.queries import bank
from pstku.practice.rules.marking import Option
from pstku.practice.rules.scheduling import SLOW_SECONDS
from pstku.practice.shown import shown_now
from tests.figures import value_id

SHIPPED = Path(__file__).parents[2] / "content" / "definisi-inti"
QUESTION = """
- id: soal.uji
  kind: {kind}
  fungsi: sosial
  pages: [ind.tpt]
  ask: Apa?
  why: Karena.
  {more}
"""


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def code(text: str) -> str:
    return Option(0, text, False, "").code


def question(key: str) -> BankQuestion:
    return session().scalars(select(BankQuestion).where(BankQuestion.key == key)).one()


def places(row: BankQuestion, *, right: bool) -> list[str]:
    return [code(str(option["text"])) for option in row.content["options"] if bool(option.get("right")) is right]


def answer_drill(office, actor, question_id, values, *, is_unsure=False, after_id=None, stamp=None, shown=""):
    """Answer the card as it stands now."""
    after = bank.last_answer_id(actor, question_id) if after_id is None else after_id
    return answering.answer_drill(
        office,
        actor,
        question_id,
        values,
        is_unsure=is_unsure,
        after_id=after,
        stamp=stamp_of(office, question_id) if stamp is None else stamp,
        shown=shown,
    )


def stamp_of(office, question_id: int) -> str:
    """What a card carries when it is shown now; empty when it cannot be asked."""
    row = session().get(BankQuestion, question_id)
    mine = [row] if row.office_id == office.id else []
    return "".join(ready.stamp for ready in bank.ready_questions(office, mine, seed="x"))


def hand_in(office, actor, attempt_id, values):
    """Hand in a quiz as it was shown just now."""
    asked = bank.attempt_questions(office, bank.get_attempt(actor, attempt_id))
    return finish_quiz(office, actor, attempt_id, values, {ready.question.id: ready.stamp for ready in asked})


def test_the_shipped_bank_is_large_and_holds_situations_and_slips(cast):
    mine = (BankQuestion.office_id == cast.office_id) & (BankQuestion.pack_key == "bps-definisi-inti")
    rows = session().scalars(select(BankQuestion).where(mine)).all()
    assert len(rows) >= 60
    assert sum(row.kind == "mistake" for row in rows) >= 12
    assert sum(row.function == "umum" and "situation" in row.content for row in rows) >= 8
    pages = {page.key for page in read_pack(SHIPPED).pages}
    assert len(read_questions(SHIPPED, pages)) == len(rows)
    with pytest.raises(PackFaultyError, match=r"halaman ind\.ipm tidak ada"):
        read_questions(SHIPPED, pages - {"ind.ipm"})
    assert {row.function for row in rows} == {"sosial", "produksi", "distribusi", "nerwilis", "ipds", "umum"}
    session().commit()


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


def test_a_question_left_open_in_a_quiz_may_have_moved_on(cast, office):
    attempt_id = start_quiz(office, cast.employee, "umum")
    assert finish_quiz(office, cast.employee, attempt_id, {}, {}) == {}


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


def test_item_analysis_counts_first_answers_only(cast, office):
    row = question("soal.tpt-pembagi")
    for _ in range(2):
        answer_drill(office, cast.employee, row.id, places(row, right=False)[:1])
    answer_drill(office, cast.officer, row.id, places(row, right=True))
    items = {q.key: item for q, item in bank.item_analysis(cast.office_id)}
    assert (items["soal.tpt-pembagi"].n, items["soal.tpt-pembagi"].right) == (2, 1)
    session().commit()


def test_what_is_flagged_comes_first(cast, office):
    row = question("soal.tutup-nilai")
    answer_drill(office, cast.employee, row.id, places(row, right=True))
    kept = session().scalars(select(PracticeAnswer)).one()
    same = {c.key: getattr(kept, c.key) for c in PracticeAnswer.__table__.columns if c.key not in ("id", "after_id")}
    with atomic() as s:
        s.add_all([PracticeAnswer(**same, after_id=n) for n in range(1, 10)])
    found = [(q.key, bool(item.flags)) for q, item in bank.item_analysis(cast.office_id)]
    assert found[0] == (row.key, True) and not any(flagged for _key, flagged in found[1:])


def test_an_empty_answer_and_a_strangers_question_are_refused(cast, office):
    row = question("soal.tpt-pembagi")
    with pytest.raises(InvalidInput):
        answer_drill(office, cast.employee, row.id, [])
    with pytest.raises(NotFound):
        answer_drill(configuration(cast.other_office_id), cast.stranger, row.id, ["0"])


def test_a_retired_question_is_not_asked_and_only_editors_retire(cast, office):
    row = question("soal.tpt-pembagi")
    with pytest.raises(NotAllowed):
        retire_question(cast.employee, row.id, is_retired=True)
    retire_question(cast.editor, row.id, is_retired=True)
    assert row.key not in {q.key for q in bank.live_questions(cast.office_id)}
    retire_question(cast.editor, row.id, is_retired=False)
    assert row.key in {q.key for q in bank.live_questions(cast.office_id)}


def test_changed_words_start_the_statistics_anew_and_keep_the_key(cast, office):
    row = question("soal.tpt-pembagi")
    answer_drill(office, cast.employee, row.id, places(row, right=True))
    changed = PackQuestion(row.key, row.kind, row.function, 1, row.content | {"ask": "TPT dibagi apa?"}, "baru")
    assert import_questions(cast.office_id, "uji", [changed]).moved
    assert import_questions(cast.office_id, "uji", [changed]).moved == []
    items = {q.key: item for q, item in bank.item_analysis(cast.office_id)}
    assert items[row.key].n == 0
    assert session().scalar(select(func.count(PracticeAnswer.id))) == 1
    session().commit()


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("single", "options: [{text: a, right: true}, {text: b}]", "options harus 3 sampai 5"),
        ("single", "options: [{text: a, right: true}, {text: b, right: true}, {text: c}]", "tepat satu"),
        ("multiple", "options: [{text: a, right: true}, {text: b}, {text: c}]", "paling sedikit dua benar"),
        ("number", "number: {value: enam}", "number, value: harus angka"),
        ("number", "number: {indicator: ind.ipm, region: desa}", "region harus"),
        ("number", "number: {}", "number berisi value atau indicator"),
        ("number", "number: {value: 1, sign: minus}", "sign hanya dapat berisi any"),
        ("number", "number: {value: null}", "value bukan angka"),
        ("esai", "level: 1", "kind: harus salah satu"),
    ],
)
def test_a_bad_question_is_named_and_nothing_of_the_pack_is_taken(tmp_path, kind, more, words):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / "sosial.yaml").write_text(QUESTION.format(kind=kind, more=more))
    with pytest.raises(PackFaultyError) as caught:
        read_questions(tmp_path)
    assert words in str(caught.value) and "soal.uji" in str(caught.value)
