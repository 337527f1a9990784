"""The page of jobs: what runs, how it ended, and the question about the date."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from pstku.app import create_served_app
from pstku.audit.exports import begin_exports
from pstku.core import clock
from pstku.core.db import atomic, database_now, db, session
from pstku.jobs import checking
from pstku.jobs.models import Job
from pstku.jobs.operations import LostLeaseError, ask_for_job, running, trust_clock
from pstku.jobs.queries import BEGINS_WITHIN, CHECK_AUDIT, NIGHTLY, doubt_about_clock
from pstku.nightly import run_night
from tests.conftest import config_for

PAGE = "/admin/pekerjaan"


@pytest.fixture
def started(app):
    """Commands that were begun beside the worker."""
    commands = []
    app.config["START_COMMAND"] = lambda *arguments: commands.append(arguments)
    return commands


def text_of(browser, path=PAGE) -> str:
    return " ".join(browser.get(path).page.select_one("main").get_text(" ").split())


def test_an_admin_sees_what_never_ran_and_how_the_night_ended(app, cast, sign_in, tmp_path):
    admin = sign_in("admin")
    assert "Belum pernah dijalankan." in text_of(admin)
    ask_for_job(cast.admin2, NIGHTLY)
    run_night(cast.office_id, tmp_path, asked=True)
    shown = text_of(admin)
    assert "Selesai" in shown and cast.admin2.name in shown and "Skor bergerak: 0." in shown


@pytest.mark.both_engines
def test_the_progress_of_a_running_job_is_shown_and_it_is_not_begun_twice(app, cast, sign_in, started):
    admin = sign_in("admin")
    with running(cast.office_id, NIGHTLY) as job:
        job.at("Mengacak urutan penilaian", 3, 1200)
        page = admin.get(PAGE).page
        assert "Mengacak urutan penilaian" in page.get_text() and "3 dari 1.200" in page.get_text()
        assert page.select_one("#jobs")["hx-trigger"] == "every 2s"
        assert page.select_one("progress")["value"] == "3"
        admin.post_form(f"{PAGE}/nightly", {}, page=PAGE)
        assert "sedang berjalan" in text_of(admin)
    assert started == []


def test_the_check_of_the_trail_runs_beside_the_worker(app, cast, sign_in, started):
    begin_exports(Path(app.config["DATA"]))
    admin = sign_in("admin")
    answer = admin.post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    assert answer.status_code == 303 and answer.location.endswith(PAGE)
    assert started == [("jobs",)] and "Segera dimulai." in text_of(admin)
    outcome = app.test_cli_runner().invoke(args=["pstku", *started[0]])
    assert outcome.exit_code == 0 and "Jejak utuh" in outcome.output
    assert "Jejak utuh" in text_of(admin) and cast.admin.name in text_of(admin)
    assert admin.post_form(f"{PAGE}/lain", {}, page=PAGE).status_code == 404


def test_a_job_that_nobody_begins_does_not_wait_for_ever(app, cast, sign_in, started):
    admin = sign_in("admin")
    admin.post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    admin.post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    assert len(started) == 1 and "sedang berjalan" in text_of(admin)
    with clock.at(clock.now() + BEGINS_WITHIN):
        assert "Terputus" in text_of(admin) and "sendiri dalam satu jam" in text_of(admin)
        admin.post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    assert len(started) == 2


def test_a_night_that_was_killed_says_when_it_goes_on(cast, sign_in):
    with pytest.raises(LostLeaseError), running(cast.office_id, NIGHTLY):
        raise LostLeaseError  # as a killed one: its row stays as it is
    admin = sign_in("admin")
    assert "Sedang berjalan" in text_of(admin), "its lease is of five minutes"
    with atomic() as s:
        s.execute(update(Job).values(lease_until=database_now() - timedelta(seconds=1)))
    assert "berhenti di tengah jalan" in text_of(admin) and "sendiri sesudah loket tutup" in text_of(admin)


def test_the_timetable_takes_up_what_an_admin_asked_for_and_nobody_did(app, cast, sign_in, started):
    begin_exports(Path(app.config["DATA"]))
    sign_in("admin").post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    told = app.test_cli_runner().invoke(args=["pstku", "nightly", "--if-due"])
    assert told.exit_code == 0 and "Jejak utuh" in told.output


@pytest.mark.both_engines
def test_what_a_restart_broke_off_is_begun_again_by_the_next_worker(app, cast, sign_in, started, monkeypatch):
    def told_to_end(*_, **__):
        os.kill(os.getpid(), signal.SIGTERM)

    begin_exports(Path(app.config["DATA"]))
    sign_in("admin").post_form(f"{PAGE}/{CHECK_AUDIT}", {}, page="/admin/jejak")
    with monkeypatch.context() as patch:
        patch.setattr(checking, "verify_part", told_to_end)
        ended = app.test_cli_runner().invoke(args=["pstku", "jobs"])
    assert ended.exit_code == 143 and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    a_worker_is_born(app)
    assert started == [("jobs",), ("jobs",)]
    assert "Jejak utuh" in app.test_cli_runner().invoke(args=["pstku", "jobs"]).output
    a_worker_is_born(app)
    assert len(started) == 2


def a_worker_is_born(app) -> None:
    config = config_for(app.config["SQLALCHEMY_DATABASE_URI"], app.config["DATA"])
    config.START_COMMAND = app.config["START_COMMAND"]
    with create_served_app(config).app_context():
        db.engine.dispose()


@pytest.mark.both_engines
def test_a_jumped_clock_asks_for_one_tap_on_the_page_and_on_the_front_of_the_settings(app, cast, sign_in):
    trust_clock(cast.office_id)
    with clock.at(clock.now() + timedelta(days=100)):
        admin = sign_in("admin")
        assert "Periksa tanggal server." in text_of(admin, "/admin/")
        page = admin.get(PAGE).page
        assert clock.long_date(clock.now().date()).split()[-1] in page.select_one("main").get_text()
        day = page.select_one("[name=day]")["value"]
        assert admin.post_form(f"{PAGE}/tanggal", {"day": "kemarin"}, page=PAGE).status_code == 404
        assert admin.post_form(f"{PAGE}/tanggal", {"day": "2020-01-01"}, page=PAGE).status_code == 409
        assert admin.post_form(f"{PAGE}/tanggal", {"day": day}, page=PAGE).status_code == 303
        session().rollback()
        assert doubt_about_clock(cast.office_id) is None
        assert "Periksa tanggal server." not in text_of(admin)
