"""Rounds of the questionnaire, replies, results that protect people."""

import pytest
from sqlalchemy import select

from pstku.accounts.operations import add_person
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.offices.queries import configuration
from pstku.practice.models import BankQuestion, CompetenceReply
from pstku.practice.operations.answering import answer_drill
from pstku.practice.operations.competence import (
    close_round,
    open_round,
    reopen_round,
    save_item,
    save_reply,
    set_item_active,
)
from pstku.practice.queries.bank import (
    last_answer_id,
    ready_questions,
)
from pstku.practice.queries.competence import baseline_of, get_round, items_of, open_round_of, rounds_of
from pstku.practice.queries.competence_results import RoundResult, closed_result, my_results, summary
from pstku.practice.rules.competence import INDICATORS, MarkedShare, Score, indicator_of
from tests.people import PASSWORD


def colleague(cast, number: int) -> Actor:
    person = add_person(
        cast.office_id, username=f"rekan{number}", name=f"Rekan {number}", call_name="R", password=PASSWORD, roles=set()
    )
    return Actor(person.id, cast.office_id, frozenset())


def rate(actor: Actor, rating: int, *, leave: int = 0) -> list[str]:
    items = open_round_of(actor.office_id).items
    ticked = {item["key"]: str(rating) for item in items[: len(items) - leave]}
    return save_reply(actor, open_round_of(actor.office_id).id, ticked)


def my_scores(actor: Actor, round_id: int) -> list[Score]:
    """One's own result of one round, read anew; empty before handing in."""
    session().expire_all()
    found = my_results(actor.person_id, rounds_of(actor.office_id))
    return next((scores for asked, scores in found if asked.id == round_id), [])


def result_of(office_id: int, round_id: int) -> RoundResult | None:
    """The office's result of one round, read anew; None while it is open."""
    session().expire_all()
    return closed_result(configuration(office_id), round_id)


def questions_for(office_id: int, indicator: str) -> list[BankQuestion]:
    """Questions with options that test an indicator."""
    rows = session().scalars(select(BankQuestion).where(BankQuestion.office_id == office_id).order_by(BankQuestion.id))
    return [row for row in rows if indicator_of(row.content["pages"]) == indicator and row.kind != "number"]


def practise(office, actor: Actor, questions: list[BankQuestion], *, right: int) -> None:
    """Answer these questions in the drill, the first `right` of them rightly."""
    for place, question in enumerate(questions):
        places = [str(n) for n, o in enumerate(question.content["options"]) if bool(o.get("right")) is (place < right)]
        given = codes(office, actor, question, places if place < right else places[:1])
        answer_drill(
            office,
            actor,
            question.id,
            given,
            is_unsure=False,
            after_id=last_answer_id(actor, question.id),
            stamp=question.checksum,
        )


def test_the_shipped_questionnaire_has_five_items_for_each_indicator(app, cast):
    items = items_of(cast.office_id)
    assert {key: sum(item.indicator == key for item in items) for key in INDICATORS} == dict.fromkeys(INDICATORS, 5)
    baseline = baseline_of(cast.office_id)
    assert [str(baseline.values[key]) for key in INDICATORS] == ["66.96", "61.74", "66.67", "57.39"]
    assert (baseline.year, baseline.target) == (2021, 85)
    assert baseline_of(cast.other_office_id) is None and items_of(cast.other_office_id) == []


def test_a_round_is_open_once_and_keeps_its_items(app, cast):
    round_id = open_round(cast.head, "November 2026")
    with pytest.raises(Conflict):
        open_round(cast.admin, "Kedua")
    first = items_of(cast.office_id)[0]
    asked = get_round(cast.office_id, round_id).items[0]["text"]
    save_item(cast.admin, first.id, first.indicator, "Saya dapat menyebut semua survei kantor ini.")
    session().expire_all()
    assert get_round(cast.office_id, round_id).items[0]["text"] == asked
    close_round(cast.admin, round_id)
    with pytest.raises(Conflict):
        close_round(cast.admin, round_id)
    with pytest.raises(Conflict):
        save_reply(cast.employee, round_id, {})
    assert open_round(cast.admin, "Desember 2026") != round_id


def test_a_reply_is_a_draft_until_every_item_has_a_rating(app, cast):
    round_id = open_round(cast.head, "Uji")
    assert len(rate(cast.employee, 4, leave=3)) == 3
    assert my_scores(cast.employee, round_id) == []
    assert rate(cast.employee, 4) == []
    rate(cast.employee, 5)
    scores = my_scores(cast.employee, round_id)
    assert {str(score.index) for score in scores} == {"100.00"} and len(scores) == 4
    assert len(session().scalars(select(CompetenceReply)).all()) == 1


def test_a_page_that_was_open_for_long_undoes_nothing(app, cast):
    round_id = open_round(cast.head, "Uji")
    rate(cast.employee, 4)
    reply = session().scalars(select(CompetenceReply)).one()
    handed_in_at = reply.handed_in_at
    session().commit()
    first = open_round_of(cast.office_id).items[0]["key"]
    assert save_reply(cast.employee, round_id, {first: "2"}) == []
    session().expire_all()
    reply = session().scalars(select(CompetenceReply)).one()
    assert reply.handed_in_at == handed_in_at is not None
    assert sorted(reply.answers.values()) == [2] + [4] * 19


def test_a_form_of_a_closed_round_is_not_counted_in_the_next(app, cast):
    before = open_round(cast.head, "Lama")
    ticked = {item["key"]: "1" for item in open_round_of(cast.office_id).items}
    close_round(cast.head, before)
    open_round(cast.head, "Baru")
    with pytest.raises(Conflict, match="Putaran angket sudah ditutup"):
        save_reply(cast.employee, before, ticked)
    assert session().scalars(select(CompetenceReply)).all() == []


def test_the_office_sees_a_result_of_five_after_the_round_and_of_nobody_before(app, cast):
    round_id = open_round(cast.head, "Uji")
    for number, rating in enumerate((3, 3, 3, 5)):
        rate(colleague(cast, number), rating)
    rate(colleague(cast, 8), 1, leave=1)  # a draft does not count
    rate(colleague(cast, 9), 1)
    assert result_of(cast.office_id, round_id) is None, "not while it is open"
    before = summary(configuration(cast.office_id))
    close_round(cast.head, round_id)
    result = result_of(cast.office_id, round_id)
    assert (result.people, result.staff) == (5, 13)
    assert [str(score.index) for score in result.scores] == ["50.00"] * 4
    assert summary(configuration(cast.office_id)).result == result and before.result is None
    assert [str(score.gap) for score in result.scores] == ["-35.00"] * 4


def test_a_closed_round_of_four_stays_silent(app, cast):
    round_id = open_round(cast.head, "Uji")
    for number in range(4):
        rate(colleague(cast, number), 5)
    close_round(cast.head, round_id)
    assert result_of(cast.office_id, round_id).scores == []


def test_a_round_that_too_few_answered_is_opened_again_while_it_is_the_last(app, cast):
    round_id = open_round(cast.head, "Uji")
    people = [colleague(cast, number) for number in range(5)]
    for person in people[:4]:
        rate(person, 5)
    with pytest.raises(Conflict):
        reopen_round(cast.head, round_id)
    close_round(cast.head, round_id)
    with pytest.raises(NotAllowed):
        reopen_round(cast.employee, round_id)
    with pytest.raises(Conflict):
        reopen_round(cast.stranger, round_id)
    reopen_round(cast.head, round_id)
    rate(people[4], 5)
    close_round(cast.head, round_id)
    assert result_of(cast.office_id, round_id).people == 5
    with pytest.raises(Conflict):
        reopen_round(cast.head, round_id)  # five replied: a sixth would be seen in the difference
    following = open_round(cast.head, "Berikut")
    close_round(cast.head, following)
    open_round(cast.head, "Terakhir")
    with pytest.raises(Conflict):
        reopen_round(cast.head, following)


def test_the_tested_score_counts_the_first_answers_since_the_round_before(app, cast):
    office, me = configuration(cast.office_id), cast.employee
    serving = questions_for(cast.office_id, "serving")[:6]
    practise(office, me, serving[:5], right=2)
    first = open_round(cast.head, "Pertama")
    rate(me, 4)
    practise(office, me, serving[:2], right=0)  # again: the first answers stand
    scores = {score.indicator: score for score in my_scores(me, first)}
    assert scores["serving"].tested == MarkedShare(40, 5) and scores["data"].tested is None
    close_round(cast.head, first)
    second = open_round(cast.head, "Kedua")
    rate(me, 4)
    assert {score.indicator: score.tested for score in my_scores(me, second)}["serving"] is None
    practise(office, me, serving, right=6)
    assert {score.indicator: score.tested for score in my_scores(me, second)}["serving"] == MarkedShare(100, 6)
    assert {score.indicator: score.tested for score in my_scores(me, first)}["serving"] == MarkedShare(40, 5)
    assert my_scores(cast.officer, second) == []


def test_the_offices_tested_score_is_of_those_who_handed_in_and_says_how_many(app, cast):
    office = configuration(cast.office_id)
    serving = questions_for(cast.office_id, "serving")[:5]
    people = [colleague(cast, number) for number in range(7)]
    round_id = open_round(cast.head, "Uji")
    for place, person in enumerate(people):
        practise(office, person, serving, right=0 if place == 6 else 4)
        if place < 6:  # the last one practised, and did not hand in
            rate(person, 3)
    close_round(cast.head, round_id)
    tested = {score.indicator: score.tested for score in result_of(cast.office_id, round_id).scores}
    assert tested["serving"] == MarkedShare(80, 6) and tested["media"] is None


def test_an_answer_counts_in_one_round_only_so_that_rounds_cannot_be_subtracted(app, cast):
    office = configuration(cast.office_id)
    serving = questions_for(cast.office_id, "serving")[:5]
    people = [colleague(cast, number) for number in range(6)]
    shown = []
    for title, right_of in (("Satu", {0: 3, 1: 3, 2: 3, 3: 3, 4: 3}), ("Dua", {0: 5, 1: 5, 2: 5, 3: 5, 4: 5, 5: 0})):
        round_id = open_round(cast.head, title)
        for place, person in enumerate(people):
            rate(person, 3)
            if place in right_of:
                practise(office, person, serving, right=right_of[place])
        close_round(cast.head, round_id)
        tested = {score.indicator: score.tested for score in result_of(cast.office_id, round_id).scores}
        shown.append(tested["serving"])
    assert shown == [MarkedShare(60, 5), MarkedShare(83, 6)]


def test_what_a_question_tests_is_kept_with_the_answer(app, cast):
    office = configuration(cast.office_id)
    serving = questions_for(cast.office_id, "serving")[:5]
    round_id = open_round(cast.head, "Uji")
    rate(cast.employee, 3)
    practise(office, cast.employee, serving, right=5)
    with atomic():
        for question in serving:
            question.content = question.content | {"pages": ["med.website"]}
    tested = {score.indicator: score.tested for score in my_scores(cast.employee, round_id)}
    assert tested["serving"] == MarkedShare(100, 5) and tested["website"] is None


def test_a_round_with_other_sentences_says_since_when(app, cast):
    first = open_round(cast.head, "Pertama")
    close_round(cast.head, first)
    second = open_round(cast.head, "Kedua")
    close_round(cast.head, second)
    item = items_of(cast.office_id)[0]
    save_item(cast.admin, item.id, item.indicator, "Saya dapat menyebut semua survei kantor ini.")
    third = open_round(cast.head, "Ketiga")
    close_round(cast.head, third)
    changed = [result_of(cast.office_id, round_id).changed_since for round_id in (first, second, third)]
    assert changed == ["", "", "Kedua"]


def codes(office, actor, question, places):
    """The opaque codes of options by their place in the bank."""
    day = clock.local_day(clock.now(), office.tz)
    (ready,) = ready_questions(office, [question], seed=f"{actor.person_id} {day}")
    return [option.code for option in ready.asked.options if str(option.place) in places]


def test_only_the_head_and_admins_keep_rounds_and_items(app, cast):
    acts = (
        lambda: open_round(cast.employee, "Uji"),
        lambda: close_round(cast.officer, 1),
        lambda: save_item(cast.editor, None, "data", "Saya dapat menyebut semua survei."),
        lambda: set_item_active(cast.employee, 1, False),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        set_item_active(cast.stranger, items_of(cast.office_id)[0].id, False)
    with pytest.raises(NotFound):
        get_round(cast.other_office_id, open_round(cast.head, "Uji"))


def test_wrong_input_says_what_to_do(app, cast):
    for act, field in (
        (lambda: open_round(cast.head, " "), "title"),
        (lambda: open_round(cast.head, "Uji", target=0), "target"),
        (lambda: save_item(cast.admin, None, "lain", "Saya dapat menyebut semua survei."), "indicator"),
        (lambda: save_item(cast.admin, None, "data", "Bisa"), "text"),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert caught.value.field == field
    for item in items_of(cast.office_id):
        if item.indicator == "media":
            set_item_active(cast.admin, item.id, False)
    with pytest.raises(InvalidInput):
        open_round(cast.head, "Tanpa media")
