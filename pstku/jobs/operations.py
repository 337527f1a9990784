"""Taking a job, saying how far it is, giving it back; and believing the clock."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Thread
from typing import Any

from sqlalchemy import ColumnElement, Engine, select, update
from sqlalchemy.exc import DBAPIError

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, database_now, insert_into, run, session
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.core.tokens import random_token
from pstku.jobs.models import ClockMark, Job
from pstku.jobs.queries import ASKED, LEASE, doubt_about_clock, is_running, is_unfinished, is_waiting, newest_act
from pstku.jobs.rules import Doubt
from pstku.offices.queries import configuration

BREATH_SECONDS = LEASE.total_seconds() / 5
_log = logging.getLogger("pstku")


class LostLeaseError(Exception):
    """Somebody else took the job, because this process was silent for too long."""


@dataclass
class Run:
    """A job in hand. `position` is what an earlier run that was broken off left; empty after one that ended."""

    office_id: int
    name: str
    holder: str
    position: dict[str, Any]
    said: list[list[Any]] = field(default_factory=list)
    step: str = ""
    done: int = 0
    total: int = 0

    def at(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say where the work stands and keep the lease; raises LostLeaseError when somebody else has it."""
        self.step, self.done, self.total = step, done, total
        self._keep()

    def went_on(self, count: int = 1) -> None:
        """A batch is done."""
        self.done += count
        self._keep()

    def say(self, sentence: str, **values: Any) -> None:
        """Add a line to the result an admin reads."""
        self.said.append([sentence, values])

    @contextmanager
    def breathing(self) -> Iterator[None]:
        """Keep the lease during one long step that says nothing meanwhile, such as the copy of a large database."""
        ended, engine = Event(), session().get_bind().engine
        thread = Thread(target=self._breathe, args=(engine, ended), name=f"breath-{self.name}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _breathe(self, engine: Engine, ended: Event) -> None:
        """On a connection of its own: the session may be holding one moment still."""
        while not ended.wait(BREATH_SECONDS):
            try:
                with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
                    until = database_now(connection) + LEASE
                    connection.execute(update(Job).where(self._mine).values(lease_until=until))
                    connection.commit()
            except DBAPIError:  # the next breath may succeed; the work itself hears of it anyway
                _log.warning("a lease was not kept", exc_info=True)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return (Job.office_id == self.office_id) & (Job.name == self.name) & (Job.holder == self.holder)

    def _keep(self) -> None:
        now = {"step": self.step, "done": self.done, "total": self.total, "position": self.position}
        self.write(lease_until=database_now() + LEASE, **now)

    def write(self, **columns: Any) -> None:
        """Change the job's row while it is ours."""
        with atomic():
            if run(update(Job).where(self._mine).values(columns)).rowcount != 1:
                raise LostLeaseError(self.name)


def ask_for_job(actor: Actor, name: str) -> bool:
    """Record that an admin asked for a job, until it has been done. False when it is already waiting or running."""
    actor.need(Role.ADMIN)
    with atomic():
        job = _locked(actor.office_id, name)
        if is_waiting(job) or is_running(job):
            return False
        asked = {"state": ASKED, "started_by_id": actor.person_id, "started_at": clock.now()}
        _write(actor.office_id, name, holder=None, lease_until=None, finished_at=None, said=[], **asked)
    return True


@contextmanager
def running(office_id: int, name: str, *, asked: bool = False) -> Iterator[Run]:
    """Hold the lease of a job during the block and write its result to the job's row.

    `asked`: only when an admin asked for it and nobody has done it yet. Raises Conflict otherwise, and while somebody else
    holds it, saying since when and where. A run that was broken off is taken up again by whoever comes after its lease;
    one that was told to end (SystemExit, by a restart) gives the lease back, and what an admin asked for is wanted again.
    """
    taken = _take(office_id, name, asked)
    try:
        yield taken
    except LostLeaseError:
        raise
    except BaseException as error:
        session().rollback()
        state = ASKED if asked and isinstance(error, SystemExit) else "failed"
        taken.write(state=state, holder=None, lease_until=None, finished_at=clock.now(), said=taken.said)
        raise
    now = {"finished_at": clock.now(), "succeeded_at": clock.now(), "position": {}, "said": taken.said}
    taken.write(state="done", holder=None, lease_until=None, step="", **now)


def _take(office_id: int, name: str, asked: bool) -> Run:
    holder = f"{socket.gethostname()}, proses {os.getpid()} {random_token()[:8]}"
    with atomic():
        job, now = _locked(office_id, name), database_now()
        if is_running(job, now):
            since, where = (
                clock.clock_time(job.started_at, configuration(office_id).tz),
                (job.holder or "").rpartition(" "),
            )
            sentence = N_("Pekerjaan ini sedang berjalan sejak %(since)s (%(where)s). Tunggu sampai selesai.")
            raise Conflict(sentence, since=since, where=where[0])
        if asked and not is_unfinished(job, now):
            raise Conflict(N_("Pekerjaan ini sudah dikerjakan."))
        by = job.started_by_id if asked else None
        values = {"state": "running", "holder": holder, "lease_until": now + LEASE, "finished_at": None, "said": []}
        _write(office_id, name, **values, started_by_id=by, started_at=clock.now(), step="", done=0, total=0)
        return Run(office_id, name, holder, dict(job.position))


def _locked(office_id: int, name: str) -> Job:
    """The locked row of a job, created before its first run, so that the second of two workers waits for the first."""
    never = {"state": "done", "started_at": clock.now(), "position": {}, "said": [], "step": "", "done": 0, "total": 0}
    run(insert_into(Job).values({"office_id": office_id, "name": name} | never).on_conflict_do_nothing())
    query = select(Job).where(Job.office_id == office_id, Job.name == name).with_for_update()
    return session().scalars(query.execution_options(populate_existing=True)).one()


def _write(office_id: int, name: str, **columns: Any) -> None:
    run(update(Job).where(Job.office_id == office_id, Job.name == name).values(columns))


def trust_clock(office_id: int) -> Doubt | None:
    """Before anything is deleted: why the clock is not to be believed; None notes that it was right until now."""
    with atomic():
        doubt = doubt_about_clock(office_id)
        if doubt is None:
            _mark(office_id, None)
    return doubt


def confirm_clock(actor: Actor, day: date) -> None:
    """An admin says that the date is right: what waits for it goes on. Raises Conflict when it is another day by now."""
    actor.need(Role.ADMIN)
    if clock.local_day(clock.now(), configuration(actor.office_id).tz) != day:
        raise Conflict(N_("Tanggalnya sudah berganti. Muat ulang halaman, lalu periksa sekali lagi."))
    with atomic():
        newest = newest_act(actor.office_id)
        _mark(actor.office_id, actor, newest if newest and newest > clock.now() else None)
        record(
            actor.office_id, "confirm_clock", "office", actor.office_id, actor_id=actor.person_id, day=day.isoformat()
        )


def _mark(office_id: int, actor: Actor | None, newest: Any = None) -> None:
    values: dict[str, Any] = {"trusted_at": clock.now(), "confirmed_by_id": actor.person_id if actor else None}
    if actor is not None:
        values["newest_at"] = newest
    mark = insert_into(ClockMark).values({"office_id": office_id} | values)
    run(mark.on_conflict_do_update(index_elements=["office_id"], set_=values))
