"""Reads of jobs and of the clock."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import database_now, session
from pstku.jobs.models import ClockMark, Job
from pstku.jobs.rules import OVERDUE, Doubt, clock_doubt

LEASE = timedelta(minutes=5)  # longer than any bite of work takes
BEGINS_WITHIN = timedelta(minutes=2)  # a job that was asked for, unless its process could not be made or was killed
NIGHTLY, CHECK_AUDIT, BACKUP = "nightly", "check_audit", "backup"
ASKED = "asked"


def find_job(office_id: int, name: str) -> Job | None:
    """The current or last run of a job; None when it never ran."""
    return session().get(Job, (office_id, name), populate_existing=True)


def is_running(job: Job | None, now: datetime | None = None) -> bool:
    """Does somebody hold the lease? One that ends too late was taken by a clock that was wrong, and holds nothing."""
    if job is None or job.holder is None or job.lease_until is None:
        return False
    left = job.lease_until - (now or database_now())
    return timedelta() < left <= 2 * LEASE


def is_waiting(job: Job | None) -> bool:
    """Has an admin asked for it just now, without any worker having begun?"""
    if job is None or job.state != ASKED:
        return False
    return timedelta() <= clock.now() - job.started_at < BEGINS_WITHIN


def is_unfinished(job: Job, now: datetime | None = None) -> bool:
    """Has an admin asked for it, but no worker has begun, or the one that did was killed?"""
    was_broken_off = job.holder is not None and job.started_by_id is not None and not is_running(job, now)
    return job.state == ASKED or was_broken_off


def unfinished_jobs(office_id: int) -> list[str]:
    """Names of the jobs that an admin asked for and no worker is running."""
    mine = session().scalars(select(Job).where(Job.office_id == office_id).order_by(Job.started_at))
    return [job.name for job in mine.all() if is_unfinished(job)]


def doubt_about_clock(office_id: int) -> Doubt | None:
    """Why nothing may be deleted or cut just now; None when the clock can be believed."""
    mark = session().get(ClockMark, office_id, populate_existing=True)
    trusted, accepted = (mark.trusted_at, mark.newest_at) if mark else (None, None)
    return clock_doubt(clock.now(), newest=newest_act(office_id), trusted=trusted, accepted=accepted)


def newest_act(office_id: int) -> datetime | None:
    """When the office's newest act was recorded: every visit, vote and change leaves one."""
    newest = select(AuditEntry.at).where(AuditEntry.office_id == office_id).order_by(AuditEntry.seq.desc())
    return session().scalar(newest.limit(1))


def last_seq(office_id: int) -> int:
    """The number of the newest entry of the trail."""
    return session().scalar(select(func.max(AuditEntry.seq)).where(AuditEntry.office_id == office_id)) or 0


def overdue_since(office_id: int) -> datetime | None:
    """When the night's work was last done, if that is more than three days ago; None when all is well."""
    job = find_job(office_id, NIGHTLY)
    if job is None or job.succeeded_at is None:
        return None
    return job.succeeded_at if clock.now() - job.succeeded_at > OVERDUE else None
