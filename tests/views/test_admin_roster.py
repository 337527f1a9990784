"""Piket: a week is planned, the month after it, and what does not fit is said."""

from datetime import datetime, time, timedelta

import pytest

from pstku.core import clock
from pstku.officers.queries.desks import desks
from pstku.officers.queries.duties import plans
from pstku.officers.rules import monday_of
from pstku.offices.operations import hours
from pstku.offices.queries import configuration
from pstku.reports.attention import attention
from tests.factories import make_device


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def monday(cast):
    """The Monday of next week."""
    return monday_of(clock.local_day(clock.now(), configuration(cast.office_id).tz)) + timedelta(weeks=1)


@pytest.mark.both_engines
def test_a_silent_tablet_is_red_only_while_the_counter_is_open(cast, monday):
    make_device(cast.office_id)
    office = configuration(cast.office_id)
    for hour, is_told in ((10, True), (22, False)):
        with clock.at(datetime.combine(monday, time(hour), office.tz)):
            assert bool(attention(office, cast.admin).lost_tablets) is is_told


def selected(page, name):
    return page.select_one(f"#{name} option[selected]")["value"]


def week_fields(cast, monday, person, backup=""):
    desk = desks(cast.office_id)[0]
    fields = {"minggu": monday.isoformat()}
    for n in range(5):
        day = (monday + timedelta(days=n)).isoformat()
        fields |= {f"desk_{day}_{desk.id}": person, f"backup_{day}": backup}
    return fields


def test_a_week_is_planned_and_shown(cast, admin, monday):
    fields = week_fields(cast, monday, cast.officer.person_id, cast.officer2.person_id)
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 303
    page = admin.get(f"/admin/piket?minggu={monday.isoformat()}").page
    desk = desks(cast.office_id)[0]
    assert selected(page, f"desk_{monday.isoformat()}_{desk.id}") == str(cast.officer.person_id)
    assert selected(page, f"backup_{monday.isoformat()}") == str(cast.officer2.person_id)
    assert "Belum ada petugas" not in page.get_text()


@pytest.mark.both_engines
def test_one_person_twice_is_told_and_the_grid_kept(cast, admin, monday):
    fields = week_fields(cast, monday, cast.officer.person_id, cast.officer.person_id)
    answer = admin.post_form("/admin/piket", fields, page="/saya")
    assert answer.status_code == 422
    assert "hanya satu tempat" in answer.page.get_text()
    assert selected(answer.page, f"backup_{monday.isoformat()}") == str(cast.officer.person_id)
    assert plans(cast.office_id, monday, monday) == {}


@pytest.mark.both_engines
def test_the_month_ahead_is_filled_from_one_week(cast, admin, monday):
    admin.post_form("/admin/piket", week_fields(cast, monday, cast.officer.person_id), page="/saya")
    fields = {"minggu": monday.isoformat(), "arah": "depan"}
    assert admin.post_form("/admin/piket/salin", fields, page="/saya").status_code == 303
    last = monday + timedelta(weeks=4)
    assert plans(cast.office_id, last, last + timedelta(days=6))


def test_odd_weeks_and_odd_people_are_taken_calmly(cast, admin, monday):
    assert admin.get("/admin/piket?minggu=kemarin").status_code == 200
    fields = week_fields(cast, monday, cast.stranger.person_id)
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 422
    fields = week_fields(cast, monday, "abc")
    assert admin.post_form("/admin/piket", fields, page="/saya").status_code == 303


def test_a_holiday_has_no_duty_to_fill(cast, admin, monday):
    hours.add_holiday(cast.admin, monday, "Hari Bumi")
    page = admin.get(f"/admin/piket?minggu={monday.isoformat()}").page
    assert "Hari Bumi" in page.get_text()
    assert not page.select_one(f"#backup_{monday.isoformat()}")


def test_a_week_that_is_all_holidays_is_saved_calmly(cast, admin, monday):
    hours.add_holiday(cast.admin, monday, "Cuti bersama", monday + timedelta(days=6))
    answer = admin.post_form("/admin/piket", {"minggu": monday.isoformat()}, page="/saya")
    assert answer.status_code == 303
    assert "libur semua" in admin.get(f"/admin/piket?minggu={monday.isoformat()}").page.get_text()
