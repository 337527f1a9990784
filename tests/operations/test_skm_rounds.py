"""The survey on both engines: rounds, paper sheets, what follows from a round, and its report."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.offices.queries import configuration, improvements, latest_improvement
from pstku.reports.survey import survey_docx, survey_pdf, survey_values
from pstku.skm.operations.following import add_publication, finish_follow_up, plan_follow_up, remove_publication
from pstku.skm.operations.rounds import change_round, close_round, open_round
from pstku.skm.operations.sheets import enter_sheet
from pstku.skm.queries.following import follow_ups_of, get_follow_up
from pstku.skm.queries.pages import view_of
from pstku.skm.queries.rounds import get_round, publications_of
from tests.documents import words_of
from tests.races import overtaken
from tests.surveys import all_of, answer_often, open_quarter, served, today, view


def test_one_round_at_a_time_in_its_own_time_by_keepers_alone(cast):
    year, quarter = clock.quarter_of(today(cast))
    for actor in (cast.officer, cast.employee, cast.editor):
        with pytest.raises(NotAllowed):
            open_round(actor, "quarter", year, quarter, population=10)
    for wrong in (
        {"period": "month"},
        {"number": 5},
        {"number": 0},
        {"year": year - 1},
        {"population": 0},
        {"sheets": -1},
    ):
        with pytest.raises(InvalidInput):
            open_round(cast.admin, **({"period": "quarter", "year": year, "number": quarter, "population": 10} | wrong))
    round_id = open_quarter(cast)
    with pytest.raises(Conflict):
        open_round(cast.head, "year", year, 1, population=10)
    with pytest.raises(NotFound):
        get_round(cast.other_office_id, round_id)
    close_round(cast.admin, round_id)
    for again in (lambda: close_round(cast.admin, round_id), lambda: open_quarter(cast)):
        with pytest.raises(Conflict):
            again()
    open_round(cast.head, "year", year, 1, population=10)


def test_a_sheet_is_entered_once_by_whoever_did_not_serve(app, cast):
    round_id = open_quarter(cast, sheets=3)
    day = today(cast)
    visit = served(cast)
    service = {"day": day, "service_id": visit.service_type_id, "filled": all_of(4)}
    with pytest.raises(NotAllowed):
        enter_sheet(cast.officer, round_id, 1, **service)
    first = get_round(cast.office_id, round_id).starts_on
    with pytest.raises(NotAllowed):  # another day than that of the visit
        enter_sheet(cast.officer, round_id, 1, **(service | {"day": first if first < day else day}))
    enter_sheet(cast.employee, round_id, 1, **service)
    for sheet in (0, 1, 4):
        with pytest.raises(InvalidInput):
            enter_sheet(cast.employee, round_id, sheet, **service)
    for wrong in (day + timedelta(days=1), get_round(cast.office_id, round_id).starts_on - timedelta(days=1)):
        with pytest.raises(InvalidInput):
            enter_sheet(cast.employee, round_id, 2, **(service | {"day": wrong}))
    other = next(one.id for one in configuration(cast.office_id).services if one.id != visit.service_type_id)
    enter_sheet(cast.officer, round_id, 2, **(service | {"service_id": other}))
    with pytest.raises(NotFound):
        enter_sheet(cast.stranger, round_id, 3, **service)
    with (
        overtaken(app, lambda: enter_sheet(cast.editor, round_id, 3, **service), "skm_answers"),
        pytest.raises(InvalidInput),
    ):
        enter_sheet(cast.employee, round_id, 3, **service)
    with pytest.raises(InvalidInput):
        change_round(cast.admin, round_id, population=100, sheets=2)
    assert (view(cast, round_id).response.guests, view(cast, round_id).response.paper) == (0, 3)
    noted = session().scalars(select(AuditEntry).where(AuditEntry.action == "enter_skm_sheet")).all()
    assert [entry.detail["sheet"] for entry in noted] == [1, 2, 3]
    assert "waktu" not in str([entry.detail for entry in noted])


def test_a_plan_has_an_owner_and_a_day_and_is_done_once(cast):
    round_id = open_quarter(cast)
    day = today(cast)
    line = {
        "unsur": "waktu",
        "action": "Menambah petugas <b>jaga</b>",
        "owner_id": cast.officer.person_id,
        "planned_on": day,
    }
    for wrong in (
        {"unsur": "harga"},
        {"action": "x"},
        {"action": "kata " * 60},
        {"owner_id": None},
        {"planned_on": None},
        {"planned_on": day - timedelta(days=400)},
    ):
        with pytest.raises(InvalidInput):
            plan_follow_up(cast.admin, round_id, None, **(line | wrong))
    with pytest.raises(NotFound):
        plan_follow_up(cast.admin, round_id, None, **(line | {"owner_id": cast.stranger.person_id}))
    with pytest.raises(NotAllowed):
        plan_follow_up(cast.officer, round_id, None, **line)
    plan_follow_up(cast.admin, round_id, None, **line)
    (planned,) = follow_ups_of(round_id)
    assert (planned.action, planned.is_late(day), planned.is_late(day + timedelta(days=1))) == (
        line["action"],
        False,
        True,
    )
    plan_follow_up(cast.head, round_id, planned.id, **(line | {"unsur": "biaya"}))
    with pytest.raises(InvalidInput):
        finish_follow_up(cast.admin, planned.id, done_on=day + timedelta(days=1), outcome="Sudah")
    assert latest_improvement(cast.office_id) is None
    with pytest.raises(InvalidInput):
        finish_follow_up(cast.admin, planned.id, done_on=day, outcome="Sudah", tell="k" * 141)
    finish_follow_up(cast.admin, planned.id, done_on=day, outcome="Dua petugas", tell="Antrean lama. Kini dua petugas.")
    assert latest_improvement(cast.office_id)[0] == "Antrean lama. Kini dua petugas."
    (done,) = follow_ups_of(round_id)
    assert (done.unsur, done.done_on, done.is_told, done.is_late(day + timedelta(days=9))) == (
        "biaya",
        day,
        True,
        False,
    )
    with pytest.raises(Conflict):
        finish_follow_up(cast.admin, planned.id, done_on=day, outcome="Sekali lagi")
    with pytest.raises(Conflict):
        plan_follow_up(cast.admin, round_id, planned.id, **line)
    with pytest.raises(NotFound):
        get_follow_up(cast.other_office_id, planned.id)


def test_of_two_who_finish_at_once_one_tells_the_guests(app, cast):
    round_id = open_quarter(cast)
    day = today(cast)
    owner = cast.officer.person_id
    plan_follow_up(cast.admin, round_id, None, unsur="waktu", action="Menambah petugas", owner_id=owner, planned_on=day)
    line = follow_ups_of(round_id)[0].id
    session().commit()

    def finish(actor, words):
        finish_follow_up(actor, line, done_on=day, outcome="Sudah", tell=words)

    with overtaken(app, lambda: finish(cast.head, "Kabar kepala"), "improvements"), pytest.raises(Conflict):
        finish(cast.admin, "Kabar admin")
    session().rollback()
    assert [one.text for one in improvements(cast.office_id)] == ["Kabar kepala"]


def test_media_are_noted_of_a_closed_round_and_stand_in_its_report(cast):
    round_id = open_quarter(cast, sheets=1)
    day = today(cast)
    medium = {"medium": "Situs <i>kantor</i> & papan", "published_on": day, "address": "bps.go.id"}
    office = configuration(cast.office_id)
    with pytest.raises(Conflict):
        add_publication(cast.admin, round_id, **medium)
    with pytest.raises(Conflict):
        survey_values(office, get_round(cast.office_id, round_id))
    answer_often(cast, [4] * 29)
    enter_sheet(cast.employee, round_id, 1, day=day, service_id=office.services[0].id, filled=all_of(1))
    close_round(cast.admin, round_id)
    session().expire_all()
    few = survey_values(office, get_round(cast.office_id, round_id))
    assert (few["groups"], few["services"], few["respondents"], few["steps"][0][2]) == ([], [], "30", "–")
    for wrong in ({"medium": ""}, {"published_on": None}, {"published_on": day + timedelta(days=1)}):
        with pytest.raises(InvalidInput):
            add_publication(cast.admin, round_id, **(medium | wrong))
    add_publication(cast.admin, round_id, **medium)
    values = survey_values(office, get_round(cast.office_id, round_id))
    assert values["publications"] == [[medium["medium"], clock.long_date(day), "bps.go.id"]]
    assert len(values["questions"]) == 9
    (noted,) = publications_of(round_id)
    with pytest.raises(NotFound):
        remove_publication(cast.admin, round_id + 1, noted.id)
    remove_publication(cast.head, round_id, noted.id)
    assert publications_of(round_id) == []


def test_the_report_says_what_the_page_says(cast):
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 20 + [3] * 20)
    close_round(cast.admin, round_id)
    session().expire_all()
    row = get_round(cast.office_id, round_id)
    shown = view_of(row).guests
    (group,) = survey_values(configuration(cast.office_id), row)["groups"]
    assert group["said"].startswith("IKM 87,50, mutu B (Baik), dari 40 responden. Rentang 95 %: ")
    assert [bar["share"] for bar in group["chart"]["bars"]] == [87.5] * 9
    assert (str(shown.value), shown.letter, shown.respondents) == ("87.50", "B", 40)
    assert survey_pdf(configuration(cast.office_id), row).startswith(b"%PDF")
    told = words_of(survey_docx(configuration(cast.office_id), row))
    assert "IKM 87,50, mutu B (Baik), dari 40 responden." in told
