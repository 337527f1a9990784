"""The survey on both engines: a link works once, nothing leads from an answer to a guest, few stay unseen."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import inspect, select, text

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.intranet.desk.survey_words import with_survey
from pstku.offices.queries import configuration
from pstku.reports.survey import survey_values
from pstku.skm.models import SkmAnswer, SkmUsedLink
from pstku.skm.operations.answering import answer_by_link
from pstku.skm.operations.rounds import close_round, move_figures, open_round
from pstku.skm.operations.shuffling import shuffle_answers
from pstku.skm.queries.links import link_for, offer_for, was_used
from pstku.skm.queries.pages import steps_of
from pstku.skm.queries.rounds import get_round
from pstku.skm.rules.answers import Filled
from pstku.skm.rules.rounds import Way
from pstku.skm.rules.sets import SKM
from tests.factories import make_visit
from tests.races import overtaken
from tests.surveys import all_of, answer_often, count, link_of, open_quarter, served, today, view


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
    said = printed["groups"][0]["said"]
    assert (printed["respondents"], printed["steps"][0][1]) == ("34", "30") and "dari 30 responden" in said
    assert "4 jawaban terakhir tidak dihitung" in said
    assert (shown.ways, shown.needed) == ({"own_phone": 34}, 80)
    assert [step.change for step in steps_of(cast.office_id)] == [None]
