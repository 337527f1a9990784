"""The walk through a plan: by day the office works, by night the timer rings, and every morning all is compared."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from pstku.audit.exports import begin_exports
from pstku.backups.operations.recovery_keys import make_recovery_key
from pstku.core import clock
from pstku.core.db import atomic, database_now, session
from pstku.core.installation import claim_folder
from pstku.jobs.models import Job
from pstku.jobs.operations import confirm_clock
from pstku.jobs.queries import overdue_since
from pstku.jobs.rules import OVERDUE
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from tests.conftest import Cast
from tests.proof.nights.morning import Morning
from tests.proof.nights.office import Office
from tests.proof.nights.plan import MONTHLY, Plan

ROOT = Path(__file__).parents[3]
JUMP = timedelta(days=100)
DONE, WAITS, CLOSED = "Sudah dikerjakan", "menunggu sampai admin memastikan tanggal", "loket sedang buka"
HELD = "sedang berjalan sejak"


class Walk:
    """One office on one engine, from the plan's first day to its last."""

    def __init__(self, app: Flask, cast: Cast, plan: Plan) -> None:
        self.app, self.cast, self.plan = app, cast, plan
        self.office = Office(cast)
        self.nights = 0
        folder = Path(app.config["DATA"])
        with clock.at(self.office.moment(plan.first, 0)):
            secret = make_recovery_key(cast.admin, "brankas").secret
            change_settings(cast.admin, {"identity_months": plan.identity_months})
            claim_folder(folder)
            begin_exports(folder)
            session().commit()
        self.morning = Morning(app, self.office, plan, secret)

    def go(self, say: Callable[[str], object] = lambda _line: None) -> None:
        """Every night and day of the plan; raises AssertionError on the first morning that is not as it must be."""
        for day in self.plan.days():
            if not self.plan.is_off(day):
                self._night(day)
            elif not self.plan.is_off(day + timedelta(days=1)):
                self._back(day)
            if not self.plan.is_off(day):
                self._day(day)
            if day.day == 1:
                say(f"{day}: {self.nights} nights, {self.morning.told()}")

    def _day(self, day: date) -> None:
        self.office.open(day)
        if quarter := self.plan.opened.get(day):
            self.office.open_award(day, quarter)
        if quarter := self.plan.settled.get(day):
            self.office.settle_award(day, quarter)
        self.office.establish_awards(day)
        if day == self.plan.confirmed:
            with clock.at(self.office.moment(day, 15)):
                confirm_clock(self.cast.admin, day)

    def _night(self, day: date) -> None:
        at = self.office.moment(day, 1, 15)
        if day == self.plan.jumped:
            self._believed(self._ring(at + JUMP), day, at + JUMP, believed=False)
            return
        if day in self.plan.killed:
            at = self._killed(day, at)
        told = self._ring(at)
        if day in self.plan.killed:
            assert ("Skor bergerak" in told) is (self.plan.killed[day] == "scores"), "what was done is not done again"
        jumped, confirmed = self.plan.jumped, self.plan.confirmed
        self._believed(told, day, at, believed=not (jumped and confirmed and jumped < day <= confirmed))
        assert DONE in self._ring(at + timedelta(hours=1)), "once a night"

    def _believed(self, told: str, day: date, at: datetime, *, believed: bool) -> None:
        self.nights += 1
        assert (WAITS in told) is not believed, told
        assert "gagal" not in told and "Tidak ada cadangan" not in told, told
        self.morning.look(day, at, believed=believed)

    def _back(self, day: date) -> None:
        """The computer is switched on in the morning: the night waits for closing time, where guests are about to come."""
        morning, evening = self.office.moment(day, 8, 15), self.office.moment(day, 17, 15)
        with clock.at(morning):
            begin, end = next(each for each in self.plan.off if each[1] == day)
            assert (overdue_since(self.cast.office_id) is not None) is (end - begin >= OVERDUE), "admins are told"
            session().rollback()
        if configuration(self.cast.office_id).works_on(day):
            assert CLOSED in self._ring(morning)
        self._believed(self._ring(evening), day, evening, believed=True)

    def _killed(self, day: date, at: datetime) -> datetime:
        """A power cut in the middle. The lease is still held for a while; the timer's next ring goes on."""
        session().rollback()
        config, step = self.app.config, self.plan.killed[day]
        command = [sys.executable, "-m", "tests.proof.nights.one_night"]
        words = [config["SQLALCHEMY_DATABASE_URI"], str(config["DATA"]), at.isoformat(), step]
        ended = subprocess.run([*command, *words], cwd=ROOT, env=os.environ, capture_output=True, check=False)
        assert ended.returncode == -9, ended.stderr.decode()
        if step == MONTHLY:
            self.morning.backups.append(at)  # the full one was made before
        assert HELD in self._ring(at + timedelta(minutes=1))
        with atomic() as s:
            s.execute(update(Job).values(lease_until=database_now() - timedelta(seconds=1)))
        return at + timedelta(hours=1)

    def _ring(self, at: datetime) -> str:
        """The timer rings: the command as it runs it, with the clock moved; what it says."""
        session().rollback()
        with clock.at(at):
            done = self.app.test_cli_runner().invoke(args=["pstku", "nightly", "--if-due"])
        assert done.exit_code == 0, done.output
        return done.output
