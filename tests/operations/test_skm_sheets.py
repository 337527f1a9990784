"""Paper forms are printed by their numbers, one page each, in the order and words of the screen."""

import pytest

from pstku.core.errors import Conflict, InvalidInput
from pstku.offices.queries import configuration
from pstku.reports.survey_sheets import survey_sheets_pdf, survey_sheets_values
from pstku.skm.operations.rounds import close_round
from pstku.skm.queries.rounds import get_round
from pstku.skm.rules.sets import SKM
from tests.surveys import open_quarter
from tests.unit.test_print import pages


def test_every_number_has_a_page_with_the_questions_of_the_screen(cast):
    round_id = open_quarter(cast, sheets=12)
    office, row = configuration(cast.office_id), get_round(cast.office_id, round_id)
    printed = survey_sheets_values(office, row, 3, 12)
    assert printed["numbers"] == list(range(3, 13))
    assert printed["questions"] == [[one.sentence, list(one.answers)] for one in SKM.questions]
    assert [part["title"] for part in printed["about"]] == ["Umur", "Jenis kelamin", "Pendidikan terakhir", "Pekerjaan"]
    assert pages(survey_sheets_pdf(office, row, 3, 12)) == 10


def test_only_numbers_of_an_open_round_are_printed_and_a_hundred_at_once(cast):
    round_id = open_quarter(cast, sheets=150)
    office, row = configuration(cast.office_id), get_round(cast.office_id, round_id)
    for first, last in ((0, 3), (5, 4), (140, 151), (1, 101)):
        with pytest.raises(InvalidInput):
            survey_sheets_values(office, row, first, last)
    assert len(survey_sheets_values(office, row, 51, 150)["numbers"]) == 100
    close_round(cast.admin, round_id)
    with pytest.raises(Conflict):
        survey_sheets_values(office, get_round(cast.office_id, round_id), 1, 2)
