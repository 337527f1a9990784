"""Who holds a job, how far it is, and whether the clock may be believed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pstku.core.db import Model


class Job(Model):
    """One kind of long work of an office: its lease while it runs, else how its last run ended."""

    __tablename__ = "jobs"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)  # nightly, check_audit, backup
    state: Mapped[str]  # asked (an admin wants it, nobody has begun), running, done, failed
    holder: Mapped[str | None]  # computer, process and a random part; None when nobody runs it
    lease_until: Mapped[datetime | None]  # by the clock of the database: silent longer than that is dead
    started_by_id: Mapped[int | None]  # who asked for it; None: the timetable; no foreign key, as in the trail
    started_at: Mapped[datetime]  # or asked for
    finished_at: Mapped[datetime | None]
    succeeded_at: Mapped[datetime | None]  # the last run that ended well
    step: Mapped[str] = mapped_column(default="")  # a msgid
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    position: Mapped[dict[str, Any]]  # where a run that was broken off goes on
    said: Mapped[list[Any]]  # [msgid, values] of what the last run did


class ClockMark(Model):
    """The last moment of an office that is known to have been right."""

    __tablename__ = "clock_marks"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    trusted_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None]  # the admin who said so; None: a night without doubt
    newest_at: Mapped[datetime | None]  # rows up to here may lie in the future: an admin knows of them
