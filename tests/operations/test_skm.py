"""The survey on both engines: a link works once, nothing leads from an answer to a guest, few stay unseen."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, inspect, select, text

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.intranet.desk.survey_words import with_survey
from pstku.offices.queries import configuration, improvements, latest_improvement
from pstku.reports.survey import survey_docx, survey_pdf, survey_values
from pstku.skm.models import SkmAnswer, SkmUsedLink
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.following import add_publication, finish_follow_up, plan_follow_up, remove_publication
from pstku.skm.operations.rounds import change_round, close_round, move_figures, open_round
from pstku.skm.operations.sheets import enter_sheet
from pstku.skm.operations.shuffling import shuffle_answers
from pstku.skm.queries.following import follow_ups_of, get_follow_up
from pstku.skm.queries.links import link_for, offer_for, was_used
from pstku.skm.queries.pages import steps_of, view_of
from pstku.skm.queries.rounds import get_round, publications_of
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.rounds import Way
from pstku.skm.rules.sets import SKM
from tests.documents import words_of
from tests.factories import make_visit
from tests.races import overtaken
from tests.surveys import all_of, answer_often, link_of, open_quarter, served, today


def count(table) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(table))


def view(cast, round_id):
    session().expire_all()
    return view_of(get_round(cast.office_id, round_id))


def test_a_visit_answers_once_whichever_way_its_link_goes(cast):
    open_quarter(cast)
    visit = served(cast)
    phone, tablet = link_of(cast, visit), link_of(cast, visit, Way.TABLET)
    assert phone.mark == tablet.mark
    answer_by_link(cast.office_id, phone, all_of(4))
    assert was_used(tablet)
    with pytest.raises(Conflict):
        answer_by_link(cast.office_id, tablet, all_of(1))
    assert count(SkmAnswer) == 1
    assert offer_for(configuration(cast.office_id), visit.id, Way.LINK) is None


def test_staff_pass_on_the_same_link_before_and_after_the_guest_answered(app, cast):
    open_quarter(cast)
    visit = served(cast)
    with app.test_request_context():
        before = with_survey("Terima kasih.", visit.id)
        answer_by_link(cast.office_id, link_of(cast, visit), all_of(4))
        assert "/n/skm/" in before
        assert with_survey("Terima kasih.", visit.id) == before


def test_a_round_asks_the_guests_of_its_own_days_and_none_who_were_asked(cast):
    office = configuration(cast.office_id)
    round_id = open_quarter(cast)
    row = get_round(cast.office_id, round_id)
    first, last, year = row.starts_on, row.ends_on, row.year
    asked = served(cast)
    days = {day: served(cast, day=day, number=place) for place, day in enumerate((first, first - timedelta(days=1)), 2)}
    assert [link_for(office, visit.id, Way.LINK) is not None for visit in (asked, *days.values())] == [
        True,
        True,
        False,
    ]
    close_round(cast.admin, round_id)
    open_round(cast.admin, "year", year, 1, population=10)
    assert [link_for(office, visit.id, Way.LINK) for visit in (asked, days[first])] == [None, None]
    if last > today(cast):
        with clock.at(clock.now() + timedelta(days=1)):
            assert link_for(office, served(cast, day=today(cast), number=4).id, Way.LINK)


def test_of_two_through_one_link_at_once_one_counts(app, cast):
    open_quarter(cast)
    link = link_of(cast, served(cast))
    with (
        overtaken(app, lambda: answer_by_link(cast.office_id, link, all_of(1)), "skm_used_links"),
        pytest.raises(Conflict),
    ):
        answer_by_link(cast.office_id, link, all_of(4))
    session().rollback()
    assert [row.answers["waktu"] for row in session().scalars(select(SkmAnswer))] == [1]


def test_only_a_visit_that_was_served_has_a_link_and_only_while_a_round_asks(cast):
    office = configuration(cast.office_id)
    visit = served(cast)
    assert link_for(office, visit.id, Way.LINK) is None
    round_id = open_quarter(cast)
    assert link_for(office, make_visit(cast.office_id).id, Way.LINK) is None
    assert link_for(office, UUID(int=1), Way.LINK) is None
    assert link_for(configuration(cast.other_office_id), visit.id, Way.LINK) is None
    link = link_of(cast, visit)
    close_round(cast.admin, round_id)
    assert link_for(office, visit.id, Way.LINK) is None
    with pytest.raises(Conflict):
        answer_by_link(cast.office_id, link, all_of(4))
    with pytest.raises(NotFound):
        answer_by_link(cast.other_office_id, link, all_of(4))


def test_an_answer_after_the_last_day_is_refused(cast):
    round_id = open_quarter(cast)
    link = link_of(cast, served(cast))
    row = get_round(cast.office_id, round_id)
    _, ends_at = clock.day_range(row.ends_on, configuration(cast.office_id).tz)
    with clock.at(ends_at + timedelta(minutes=1)), pytest.raises(Conflict):
        answer_by_link(cast.office_id, link, all_of(4))


def test_what_is_missing_or_unknown_is_refused_and_nothing_is_used_up(cast):
    open_quarter(cast)
    link = link_of(cast, served(cast))
    for wrong in (None, 0, 5):
        values = dict(all_of(4).values) | ({"waktu": wrong} if wrong is not None else {})
        if wrong is None:
            del values["waktu"]
        with pytest.raises(InvalidInput) as refused:
            answer_by_link(cast.office_id, link, Filled(values))
        assert refused.value.field == "waktu"
    assert (count(SkmAnswer), count(SkmUsedLink)) == (0, 0)
    about = {"sex": "male", "age_group": "'; DROP TABLE skm_answers; --", "education": "<b>s1</b>"}
    answer_by_link(cast.office_id, link, Filled(all_of(4).values | {"x": 4}, about))
    session().rollback()
    row = session().scalars(select(SkmAnswer)).one()
    assert (row.sex, row.age_group, row.education, set(row.answers)) == ("male", None, None, set(SKM.keys))


def test_an_answer_has_no_place_for_a_moment_a_visit_a_vote_a_tablet_or_a_person(cast):
    columns = {
        column["name"]: column["type"].python_type.__name__ for column in inspect(db.engine).get_columns("skm_answers")
    }
    assert set(columns) == {
        "id", "round_id", "day", "way", "service_type_id", "answers",
        "age_group", "sex", "education", "occupation", "sheet",
    }  # fmt: skip
    assert "datetime" not in columns.values()
    keys = inspect(db.engine).get_foreign_keys("skm_answers")
    assert {key["referred_table"] for key in keys} == {"skm_rounds", "service_types"}
    assert [column["name"] for column in inspect(db.engine).get_columns("skm_used_links")] == ["mark", "round_id"]


def test_a_guests_answer_leaves_no_entry_with_its_moment_in_the_trail(cast):
    round_id = open_quarter(cast)
    before = count(AuditEntry)
    answer_often(cast, [1, 2, 3])
    assert count(AuditEntry) == before
    move_figures(cast.office_id)
    close_round(cast.admin, round_id)
    assert count(SkmUsedLink) == 0


def places(table: str) -> list[str]:
    """Ids in the order in which the engine's file holds them."""
    session().rollback()
    order = "ctid" if db.engine.dialect.name == "postgresql" else "rowid"
    key = "mark" if table == "skm_used_links" else "id"
    return [str(row[0]) for row in session().execute(text(f"SELECT {key} FROM {table} ORDER BY {order}"))]


def test_after_the_night_neither_order_nor_transaction_joins_an_answer_with_its_link(cast):
    open_quarter(cast)
    answer_often(cast, [1 + place % 4 for place in range(40)])
    answers, links = places("skm_answers"), places("skm_used_links")
    assert shuffle_answers() == 80
    shuffled, other = places("skm_answers"), places("skm_used_links")
    assert (sorted(shuffled), sorted(other)) == (sorted(answers), sorted(links))
    for before, after in ((answers, shuffled), (links, other)):
        assert sum(a == b for a, b in zip(before, after, strict=True)) < 8  # 40 drawn by chance: 1 on average
    if db.engine.dialect.name == "postgresql":
        written = {
            table: {row[0] for row in session().execute(text(f"SELECT xmin::text FROM {table}"))}
            for table in ("skm_answers", "skm_used_links", "audit_entries", "visits")
        }
        assert len(written["skm_answers"]) == len(written["skm_used_links"]) == 1
        assert not written["skm_answers"] & (written["skm_used_links"] | written["audit_entries"] | written["visits"])


def test_29_are_too_few_and_the_30th_shows_the_index(cast):
    round_id = open_quarter(cast)
    answer_often(cast, [3] * 29)
    assert move_figures(cast.office_id) == 0
    assert (view(cast, round_id).guests, view(cast, round_id).response.guests) == (None, 29)
    answer_often(cast, [3])
    assert move_figures(cast.office_id) == 1
    assert (str(view(cast, round_id).guests.value), view(cast, round_id).guests.letter) == ("75.00", "C")
    answer_often(cast, [1] * 4)
    assert move_figures(cast.office_id) == 0
    close_round(cast.head, round_id)
    shown = view(cast, round_id)
    assert (shown.guests.respondents, str(shown.guests.value), shown.services) == (
        30,
        "75.00",
        {},
    )  # 4 are too few to move it
    assert (shown.about["sex"], shown.response.guests) == ({"": 34}, 34)
    printed = survey_values(configuration(cast.office_id), get_round(cast.office_id, round_id))
    assert (printed["groups"][0]["n"], printed["respondents"], printed["steps"][0][1]) == ("30", "34", "30")
    assert "4 jawaban terakhir tidak dihitung" in printed["groups"][0]["range"]
    assert (shown.ways, shown.needed) == ({"own_phone": 34}, 80)
    assert [step.change for step in steps_of(cast.office_id)] == [None]


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
    assert (group["index"], group["letter"], group["n"]) == ("87,50", "B", "40")
    assert (str(shown.value), shown.letter, shown.respondents) == ("87.50", "B", 40)
    assert survey_pdf(configuration(cast.office_id), row).startswith(b"%PDF")
    told = words_of(survey_docx(configuration(cast.office_id), row))
    assert "IKM 87,50, mutu B (Baik), dari 40 responden." in told
