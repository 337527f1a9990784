"""Jadwal piket and desks."""

from datetime import date, timedelta

import pytest

from pstku.accounts.operations import people, portraits
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.guestbook.queries.kiosk import idle_facts
from pstku.officers.operations import desks as desk_operations
from pstku.officers.operations import roster
from pstku.officers.queries.desks import desks
from pstku.officers.queries.duties import plans
from pstku.officers.rules import DayPlan, days_without_duty, monday_of
from pstku.offices.operations import hours, improvements
from pstku.offices.queries import configuration
from tests.operations.test_people import picture

MONDAY = date(2026, 12, 7)


@pytest.fixture
def desk(cast):
    return desks(cast.office_id)[0]


def plan(cast, desk, main="officer", backup="officer2"):
    return DayPlan({desk.id: getattr(cast, main).person_id}, getattr(cast, backup).person_id if backup else None)


def of(cast, day):
    return plans(cast.office_id, day, day).get(day)


def test_a_saved_day_is_read_back_and_replaced_whole(cast, desk):
    roster.set_roster(cast.admin, {MONDAY: plan(cast, desk)})
    assert of(cast, MONDAY) == plan(cast, desk)
    roster.set_roster(cast.admin, {MONDAY: plan(cast, desk, "officer2", "officer")})
    assert of(cast, MONDAY) == plan(cast, desk, "officer2", "officer")
    roster.set_roster(cast.admin, {MONDAY: DayPlan()})
    assert of(cast, MONDAY) is None


def test_nobody_stands_twice_in_one_day(cast, desk):
    with pytest.raises(InvalidInput) as refusal:
        roster.set_roster(cast.admin, {MONDAY: plan(cast, desk, "officer", "officer")})
    assert refusal.value.field == f"day_{MONDAY.isoformat()}"
    assert of(cast, MONDAY) is None


def test_a_stranger_or_a_strange_desk_is_refused(cast, desk):
    foreign = desks(cast.other_office_id)[0]
    for wrong in (plan(cast, desk, "stranger"), DayPlan({foreign.id: cast.officer.person_id})):
        with pytest.raises(InvalidInput):
            roster.set_roster(cast.admin, {MONDAY: wrong})


def test_only_an_admin_plans(cast, desk):
    for act in (
        lambda: roster.set_roster(cast.officer, {MONDAY: plan(cast, desk)}),
        lambda: roster.repeat_week(cast.head, MONDAY, [MONDAY]),
        lambda: desk_operations.add_desk(cast.officer, "Loket 9"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_week_fills_only_empty_working_days(cast, desk):
    week = {MONDAY + timedelta(days=n): plan(cast, desk) for n in range(5)}
    roster.set_roster(cast.admin, week)
    following = MONDAY + timedelta(weeks=1)
    roster.set_roster(cast.admin, {following: plan(cast, desk, "officer2", None)})
    hours.add_holiday(cast.admin, following + timedelta(days=1), "Libur")
    assert roster.repeat_week(cast.admin, MONDAY, [following]) == 3
    assert of(cast, following) == plan(cast, desk, "officer2", None)
    assert of(cast, following + timedelta(days=1)) is None
    assert of(cast, following + timedelta(days=4)) == plan(cast, desk)
    assert roster.repeat_week(cast.admin, MONDAY, [following]) == 0


def test_who_left_is_not_planned_again(cast, desk):
    roster.set_roster(cast.admin, {MONDAY: plan(cast, desk)})
    people.deactivate_person(cast.admin, cast.officer2.person_id)
    roster.repeat_week(cast.admin, MONDAY, [MONDAY + timedelta(weeks=1)])
    assert of(cast, MONDAY + timedelta(weeks=1)) == plan(cast, desk, "officer", None)


def test_a_backup_alone_is_not_duty():
    days = [MONDAY, MONDAY + timedelta(days=1)]
    assert days_without_duty(days, {MONDAY: DayPlan({}, 4), days[1]: DayPlan({1: 2})}) == [MONDAY]
    assert monday_of(MONDAY + timedelta(days=6)) == MONDAY


def test_desks_are_added_renamed_and_one_stays_in_use(cast):
    desk_operations.add_desk(cast.admin, "Loket 3")
    first, second, third = desks(cast.office_id)
    assert third.name == "Loket 3"
    with pytest.raises(InvalidInput):
        desk_operations.add_desk(cast.admin, "Loket 3")
    with pytest.raises(InvalidInput):
        desk_operations.edit_desk(cast.admin, first.id, "Loket 3", True)
    desk_operations.edit_desk(cast.admin, first.id, "Meja depan", True)
    for desk in (second, third):
        desk_operations.edit_desk(cast.admin, desk.id, desk.name, False)
    with pytest.raises(Conflict):
        desk_operations.edit_desk(cast.admin, first.id, "Meja depan", False)
    assert [desk.name for desk in desks(cast.office_id, active_only=True)] == ["Meja depan"]


def test_a_desk_of_another_office_is_not_found(cast):
    with pytest.raises(NotFound):
        desk_operations.edit_desk(cast.admin, desks(cast.other_office_id)[0].id, "Punya kami", True)


def test_a_tablet_tells_every_change_of_who_serves_at_once(cast, desk):
    """What a tablet shows is kept until the office's version moves: each of these acts has to move it."""
    who = cast.officer.person_id
    named = {"name": "Nurain Lestari", "salutation": "Ibu", "function": "ipds", "roles": {Role.OFFICER}}
    today = clock.local_day(clock.now(), configuration(cast.office_id).tz)

    def shown():
        facts = idle_facts(configuration(cast.office_id))
        return [(one.call_name, one.has_photo, one.desk_name) for one in facts.officers], facts.heard

    assert shown() == ([], None)
    roster.set_roster(cast.admin, {today: plan(cast, desk)})
    people.edit_person(cast.admin, who, call_name="Nur", **named)
    assert shown() == ([("Nur", False, desk.name)], None)
    portraits.set_photo(cast.officer, who, picture("JPEG"))
    assert shown()[0] == [("Nur", True, desk.name)]
    portraits.remove_photo(cast.officer, who)
    desk_operations.edit_desk(cast.admin, desk.id, "Meja depan", True)
    improvements.add_improvement(cast.admin, "Ruang baca kini dingin.")
    assert shown() == ([("Nur", False, "Meja depan")], ("Ruang baca kini dingin.", ""))
    people.deactivate_person(cast.admin, who)
    assert shown()[0] == []
    people.reactivate_person(cast.admin, who)
    roster.set_roster(cast.admin, {today: plan(cast, desk, main="officer2", backup="officer")})
    assert len(shown()[0]) == 1 and shown()[0][0][0] != "Nur"
