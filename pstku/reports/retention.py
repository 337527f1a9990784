"""Masa simpan: what is kept how long, and what of it is still here although its time is over."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from pstku.arrivals.queries import left_arrivals
from pstku.backups.queries import backup_files
from pstku.backups.rules.retention import files_to_drop
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.queries.personal import complainants_due, complaints_due, identities_due
from pstku.jobs.queries import NIGHTLY, doubt_about_clock, find_job, overdue_since
from pstku.offices.queries import Configuration
from pstku.ratings.queries.retention import codes_due, comments_due, past_codes_due, senders_due, votes_of_quarter
from pstku.rewards.queries import settled_quarters
from pstku.skm.queries.retention import answers_due


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data and how many of it wait for the night that removes them."""

    kind: str
    due: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Every kind, and whether the nights that remove them run."""

    kinds: list[Kept]
    night_at: datetime | None  # when the last whole night ended
    has_failed: bool  # steps of the last night are undone, there was none for too long, or the date is in doubt

    @property
    def due(self) -> int:
        return sum(kept.due for kept in self.kinds)


def retention(office: Configuration, backups: Path, *, without: Collection[UUID] = ()) -> Retention:
    """What the night would remove if it ran now; `backups` is the folder of the backups.

    Does not count the complaints of `without`: those about the person who looks.
    """
    job = find_job(office.id, NIGHTLY)
    return Retention(
        kinds=[Kept(kind, count) for kind, count in _due(office, clock.now(), backups, without)],
        night_at=job.succeeded_at if job else None,
        has_failed=(job is not None and job.state == "failed")
        or overdue_since(office.id) is not None
        or doubt_about_clock(office.id) is not None,
    )


def _due(office: Configuration, now: datetime, backups: Path, without: Collection[UUID]) -> Iterator[tuple[str, int]]:
    yield "identities", _count(identities_due(office.id, now))
    shown = Complaint.id.not_in(without)
    yield "complainants", _count(complainants_due(office.id, now).where(shown))
    yield "complaints", _count(complaints_due(office.id, now).where(shown))
    yield "arrivals", _count(left_arrivals(office.id, now))
    yield "codes", _count(codes_due(office.id, now))
    yield "past_codes", _count(past_codes_due(office.id, now))
    yield "senders", _count(senders_due(office.id, now))
    settled = settled_quarters(office, clock.local_day(now, office.tz))
    yield "votes", sum(_count(votes_of_quarter(office.id, *quarter)) for quarter in settled)
    yield "comments", _count(comments_due(office.id, now))
    yield "answers", _count(answers_due(office.id, now))
    yield "backups", len(files_to_drop(backup_files(backups), now, office.tz))


def _count(keys: Select[Any]) -> int:
    return session().scalar(select(func.count()).select_from(keys.subquery())) or 0
