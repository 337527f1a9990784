"""What guests ask decides what is learned."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.operations.needs import Need, record_need
from pstku.learning.operations.questions import close_question, keep_question, take_question
from pstku.offices.queries import configuration
from pstku.reports.gaps import loop
from tests.factories import make_visit


@pytest.fixture
def office(cast):
    return configuration(cast.office_id)


def seek(cast, what: str, obtained: str, indicator_key: str | None = None) -> None:
    visit = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    record_need(cast.officer, visit.id, uuid7(), Need(what, obtained, indicator_key))


def test_what_was_sought_and_not_obtained_stands_above_what_was_asked_once(cast, office):
    for _ in range(2):
        seek(cast, "ipm kecamatan", "no", "ind.ipm")
    seek(cast, "inflasi", "yes_fits", "ind.inflasi-yoy")
    keep_question(cast.office_id, "jumlah UMKM")
    found = loop(office).gaps
    assert [(gap.text, gap.sought, gap.asked) for gap in found] == [
        ("Indeks Pembangunan Manusia (IPM)", 2, 0),
        ("jumlah UMKM", 0, 1),
    ]


def test_the_same_words_from_visits_and_from_the_answer_box_are_one_gap(cast, office):
    seek(cast, "Jumlah UMKM", "no")
    keep_question(cast.office_id, "jumlah umkm")
    assert [(gap.sought, gap.asked, gap.weight) for gap in loop(office).gaps] == [(1, 1, 2)]


def test_an_editor_takes_a_gap_and_closes_it_and_it_comes_back_when_asked_again(cast, office):
    seek(cast, "jumlah umkm", "no")
    question_id = take_question(cast.editor, "jumlah umkm")
    assert loop(office).gaps[0].taken_by == "Fitri"
    close_question(cast.editor, question_id)
    assert loop(office).gaps == [] and loop(office).closed == 1
    with clock.at(clock.now() + timedelta(days=1)):
        seek(cast, "jumlah umkm", "no")
        assert [gap.weight for gap in loop(office).gaps] == [1]


def test_old_wishes_drop_out_after_ninety_days(cast, office):
    keep_question(cast.office_id, "jumlah umkm")
    seek(cast, "jumlah umkm", "no")
    with clock.at(clock.now() + timedelta(days=91)):
        assert loop(office).gaps == []


def test_only_editors_of_this_office_take_and_close(cast, office):
    question = keep_question(cast.office_id, "jumlah umkm")
    with pytest.raises(NotAllowed):
        take_question(cast.employee, "jumlah umkm")
    with pytest.raises(NotFound):
        close_question(cast.stranger, question.id)
    with pytest.raises(InvalidInput):
        take_question(cast.editor, " ")


def test_the_other_office_sees_nothing_of_it(cast):
    keep_question(cast.office_id, "jumlah umkm")
    assert loop(configuration(cast.other_office_id)).gaps == []
