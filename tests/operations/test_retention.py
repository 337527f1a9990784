"""What is over its time is counted by the same rule by which the night removes it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.guestbook.queries.personal import identities_due
from pstku.nightly import run_night
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from pstku.reports.retention import retention
from tests.factories import make_visit

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # 09.00 WITA


@pytest.fixture
def due(cast, tmp_path):
    def look():
        found = retention(configuration(cast.office_id), tmp_path)
        return {kept.kind: kept.due for kept in found.kinds if kept.due}

    return look


@pytest.fixture
def old_data(cast):
    """A guest of thirteen months ago, a complaint answered then, and a vote's code whose week has ended."""
    long_ago = NOW - timedelta(days=400)
    with clock.at(long_ago):
        make_visit(
            cast.office_id, state="done", at=long_ago, officer_id=cast.officer.person_id, name="Rahma", code=None
        )
        complaint_id = uuid7()
        file_complaint(cast.office_id, complaint_id, text="Petugas tidak ramah kepada saya.", contact="081234567890")
    with atomic() as s:
        s.execute(update(Complaint).where(Complaint.id == complaint_id).values(answered_at=long_ago))
    last_week = NOW - timedelta(days=8)
    with clock.at(last_week):
        change_settings(cast.admin, {"contact_days": 4})  # a sign of life, so that the date is believed
    with clock.at(last_week):
        fresh = make_visit(cast.office_id, state="done", at=last_week, officer_id=cast.officer.person_id, code="K7Q2MX")
    with atomic() as s:
        s.execute(update(Visit).where(Visit.id == fresh.id).values(closed_at=last_week))


def test_what_is_over_its_time_is_counted_and_gone_after_the_night(cast, old_data, due, tmp_path):
    with clock.at(NOW):
        assert due() == {"identities": 1, "complainants": 1, "codes": 1}
        run_night(cast.office_id, tmp_path)
        assert due() == {}
        assert not retention(configuration(cast.office_id), tmp_path).has_failed


def test_a_day_less_than_the_limit_is_still_kept(cast, due):
    twelve_months_ago = datetime(2025, 11, 30, 1, 0, tzinfo=UTC)
    with clock.at(twelve_months_ago):
        make_visit(cast.office_id, state="done", at=twelve_months_ago, officer_id=cast.officer.person_id, name="Rahma")
    with clock.at(NOW):
        assert "identities" not in due()
    with clock.at(NOW + timedelta(days=1)):
        assert due()["identities"] == 1


def test_while_the_date_is_in_doubt_nothing_goes_and_the_page_says_so(cast, tmp_path, due):
    with clock.at(NOW - timedelta(days=400)):
        change_settings(cast.admin, {"contact_days": 4})
        make_visit(cast.office_id, state="done", at=clock.now(), officer_id=cast.officer.person_id, name="Rahma")
    with clock.at(NOW):
        run_night(cast.office_id, tmp_path)
        assert due() == {"identities": 1} and retention(configuration(cast.office_id), tmp_path).has_failed


def test_nights_that_did_not_run_are_told(cast, tmp_path):
    with clock.at(NOW):
        run_night(cast.office_id, tmp_path)
    with clock.at(NOW + timedelta(days=4)):
        found = retention(configuration(cast.office_id), tmp_path)
    assert found.has_failed and found.night_at == NOW


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_postgres_looks_a_guests_visits_up_and_compiles_no_plan(app, cast):
    """A join read every guest and visit of a year; JIT took longer than the statement."""
    asked = identities_due(cast.office_id, NOW).compile(db.engine)
    with db.engine.connect() as connection:
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {asked}", asked.params).scalars())
        assert "SubPlan" in plan and "Join" not in plan
        assert connection.execute(text("SHOW jit")).scalar() == "off"
