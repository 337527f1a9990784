"""How long answers of the survey are kept one by one, on both engines, and what stays of them."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.nightly import run_night
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from pstku.reports.retention import retention
from pstku.reports.survey import survey_pdf, survey_values
from pstku.skm.models import SkmAnswer
from pstku.skm.operations.forgetting import drop_old_answers
from pstku.skm.operations.rounds import close_round
from pstku.skm.operations.sheets import enter_sheet
from pstku.skm.queries.retention import oldest_kept
from pstku.skm.queries.rounds import awaits_sheets, get_round
from tests.surveys import all_of, answer_often, count, open_quarter, today, view


@pytest.fixture
def answered(cast) -> int:
    """A round with 30 answers of guests and one from paper; its id."""
    round_id = open_quarter(cast, sheets=2)
    answer_often(cast, [3] * 30)
    service = configuration(cast.office_id).services[0].id
    enter_sheet(cast.employee, round_id, 1, day=today(cast), service_id=service, filled=all_of(2))
    return round_id


def days_after(cast, round_id, months: int, days: int):
    """Noon of a day, so many months and days after the last of the round."""
    ends_on = get_round(cast.office_id, round_id).ends_on
    noon = clock.day_range(ends_on, configuration(cast.office_id).tz)[0] + timedelta(hours=12)
    while oldest_kept(cast.office_id, noon) < ends_on:
        noon += timedelta(days=1)
    assert months == configuration(cast.office_id).settings.skm_answer_months
    return clock.at(noon + timedelta(days=days))


def test_answers_go_a_year_after_their_round_and_its_figures_stay(cast, answered, tmp_path):
    office = configuration(cast.office_id)
    close_round(cast.admin, answered)
    shown, printed = view(cast, answered), survey_values(office, get_round(cast.office_id, answered))
    with days_after(cast, answered, 12, 0):
        assert drop_old_answers(cast.office_id) == 0
    with days_after(cast, answered, 12, 1):
        assert {kept.kind: kept.due for kept in retention(office, tmp_path).kinds}["answers"] == 31
        assert drop_old_answers(cast.other_office_id) == 0
        assert (drop_old_answers(cast.office_id), count(SkmAnswer)) == (31, 0)
        assert {kept.kind: kept.due for kept in retention(office, tmp_path).kinds}["answers"] == 0
    after = view(cast, answered)
    assert (after.response, after.guests, after.services) == (shown.response, shown.guests, shown.services)
    assert (after.response.guests, after.response.paper) == (30, 1)
    row = get_round(cast.office_id, answered)
    assert survey_values(office, row) == printed
    assert survey_pdf(office, row).startswith(b"%PDF")


def test_a_round_nobody_closed_is_closed_before_its_answers_go(cast, answered):
    with days_after(cast, answered, 12, 1):
        assert drop_old_answers(cast.office_id) == 31
    row = view(cast, answered).row
    assert (row.closed_at is not None, row.closed_by_id) == (True, None)
    assert (str(view(cast, answered).guests.value), view(cast, answered).response.total) == ("75.00", 31)


def test_the_office_may_keep_them_longer(cast, answered):
    close_round(cast.admin, answered)
    change_settings(cast.admin, {"skm_answer_months": 24})
    with clock.at(clock.now() + timedelta(days=600)):
        assert drop_old_answers(cast.office_id) == 0
    with clock.at(clock.now() + timedelta(days=900)):
        assert drop_old_answers(cast.office_id) == 31


def test_the_night_drops_them(cast, answered, tmp_path):
    close_round(cast.admin, answered)
    with days_after(cast, answered, 12, -20):
        change_settings(cast.admin, {"contact_days": 4})  # a sign of life, so that the date is believed
    with days_after(cast, answered, 12, 1):
        run_night(cast.office_id, tmp_path)
    assert count(SkmAnswer) == 0


def test_sheets_are_awaited_while_one_is_missing(cast, answered):
    assert awaits_sheets(cast.office_id) and not awaits_sheets(cast.other_office_id)
    service = configuration(cast.office_id).services[0].id
    enter_sheet(cast.employee, answered, 2, day=today(cast), service_id=service, filled=all_of(2))
    assert not awaits_sheets(cast.office_id)
