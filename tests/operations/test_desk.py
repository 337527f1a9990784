"""What the desk shows, and being ready for it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from pstku.core import clock
from pstku.core.errors import NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.desk.queries.visit_list import Sought, visit_lines
from pstku.guestbook.operations.help_calls import answer_help_call, call_for_help
from pstku.guestbook.operations.serving import hand_over, start_service
from pstku.guestbook.queries.desk import board
from pstku.guestbook.rules.completeness import DETAILS
from pstku.officers.operations.readiness import be_ready, take_break
from pstku.officers.queries.desks import desks
from pstku.officers.queries.readiness import stations
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from tests.factories import make_visit

KNOWN = dict.fromkeys(DETAILS, "other")


def board_of(cast):
    return board(configuration(cast.office_id), cast.officer.person_id)


def test_the_desk_shows_today_and_whatever_is_still_open(cast):
    yesterday = clock.now() - timedelta(days=1)
    late = make_visit(cast.office_id, at=yesterday, name="Hapsa")
    left = make_visit(cast.office_id, at=yesterday, state="serving", officer_id=cast.officer2.person_id)
    make_visit(cast.office_id, at=yesterday, state="done", officer_id=cast.officer.person_id, **KNOWN)
    make_visit(cast.other_office_id)
    now = make_visit(cast.office_id)
    shown = board_of(cast)
    assert [visit.id for visit in shown.waiting] == [late.id, now.id]
    assert [visit.id for visit in shown.left_open] == [left.id]
    assert shown.finished == []
    assert shown.waiting[0].name == "Hapsa"


def test_who_needs_help_stands_first_and_a_left_question_waits_elsewhere(cast):
    make_visit(cast.office_id, follow_up=True)
    first = make_visit(cast.office_id)
    helped = make_visit(cast.office_id, needs_help=True)
    assert [visit.id for visit in board_of(cast).waiting] == [helped.id, first.id]


def test_mine_and_my_colleagues_guests_stand_apart(cast):
    mine = make_visit(cast.office_id, state="serving", officer_id=cast.officer.person_id)
    hers = make_visit(cast.office_id, state="called", officer_id=cast.officer2.person_id)
    shown = board_of(cast)
    assert [visit.id for visit in shown.mine] == [mine.id]
    assert [(visit.id, visit.officer_name) for visit in shown.elsewhere] == [(hers.id, "Rahmat Djafar, SST")]


def test_coverage_counts_walk_ins_finished_today(cast):
    earlier = clock.now() - timedelta(minutes=20)
    who = cast.officer.person_id
    make_visit(cast.office_id, at=earlier, state="done", officer_id=who, rated_at=clock.now())
    make_visit(cast.office_id, at=earlier, state="done", officer_id=who)
    make_visit(cast.office_id, at=earlier, state="done", officer_id=who, channel="whatsapp", rated_at=clock.now())
    shown = board_of(cast)
    assert (shown.rated, shown.ratable, len(shown.finished)) == (1, 2, 3)
    assert shown.finished[0].served == 10


def test_a_visit_is_to_be_completed_until_the_details_are_known(cast):
    who = cast.officer.person_id
    lacking = make_visit(cast.office_id, state="done", officer_id=who, **(KNOWN | {"sex": None}))
    make_visit(cast.office_id, state="done", officer_id=who, **KNOWN)
    make_visit(cast.office_id, state="done", officer_id=who, completed_at=clock.now())
    assert [(visit.id, visit.missing) for visit in board_of(cast).incomplete] == [(lacking.id, ("sex",))]


def test_who_seeks_no_data_is_complete_without_saying_what_for(cast):
    """The desk, the list of visits and the signals of the award ask by the same rule."""
    services = {service.code: service.id for service in configuration(cast.office_id).services}
    who, about = cast.officer.person_id, KNOWN | {"purpose": None}
    for code in ("rekomendasi", "pengaduan", "konsultasi_dtsen", "lainnya"):
        make_visit(cast.office_id, state="done", officer_id=who, service_type_id=services[code], **about)
    kept = make_visit(cast.office_id, state="done", officer_id=who, service_type_id=services["cari_data"], **about)
    assert [(visit.id, visit.missing) for visit in board_of(cast).incomplete] == [(kept.id, ("purpose",))]
    office, day = configuration(cast.office_id), kept.day
    lines = visit_lines(office, Sought(first=day, last=day))
    assert [line.id for line in lines if line.missing] == [kept.id]
    assert [line.id for line in visit_lines(office, Sought(first=day, last=day, is_incomplete=True))] == [kept.id]


def test_the_mark_changes_with_the_board_only(cast, still_clock):
    visit = make_visit(cast.office_id)
    office_id, me, call_id = cast.office_id, cast.officer, uuid7()
    marks = [board_of(cast).mark]
    assert board_of(cast).mark == marks[0]
    for act in (
        lambda: make_visit(office_id, name="Hapsa"),
        lambda: start_service(me, visit.id, desk_id=None),
        lambda: hand_over(me, visit.id, to_officer_id=cast.officer2.person_id),
        lambda: call_for_help(office_id, call_id, device_id=None),
        lambda: answer_help_call(me, call_id),
        lambda: change_settings(cast.admin, {"mode": "queue"}),
    ):
        act()
        marks.append(board_of(cast).mark)
    assert all(before != after for before, after in pairwise(marks))


def test_the_board_says_when_time_alone_changes_it(cast):
    office, now = configuration(cast.office_id), clock.now()
    midnight = clock.day_range(clock.local_day(now, office.tz), office.tz)[1]
    with clock.at(now):
        assert board_of(cast).until == midnight
        make_visit(office.id, at=now - timedelta(seconds=150))
        make_visit(
            office.id, state="serving", officer_id=cast.officer.person_id, started_at=now - timedelta(seconds=70)
        )
        call_for_help(office.id, uuid7(), device_id=None)
        assert board_of(cast).until == now + timedelta(seconds=30)  # three minutes waited
    with clock.at(now + timedelta(seconds=40)):
        assert board_of(cast).until == now + timedelta(seconds=50)  # two minutes served


def test_being_ready_lasts_for_the_day_and_ends_with_a_break(cast):
    office = configuration(cast.office_id)
    desk = desks(cast.office_id)[0]
    be_ready(cast.officer, desk.id)
    be_ready(cast.officer, desk.id)
    assert stations(office).ready == {cast.officer.person_id: desk.id}
    with clock.at(clock.now() + timedelta(days=1)):
        assert stations(office).ready == {}
    take_break(cast.officer)
    assert stations(office).ready == {}


def test_only_an_officer_is_ready_and_only_at_a_desk_of_the_office(cast):
    with pytest.raises(NotAllowed):
        be_ready(cast.employee, None)
    with pytest.raises(NotFound):
        be_ready(cast.stranger, desks(cast.office_id)[0].id)
