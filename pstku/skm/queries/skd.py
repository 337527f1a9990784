"""When guests are invited to SKD, and how many were served in that time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE, Channel
from pstku.offices.queries import Configuration
from pstku.skm.models import SkdPeriod


@dataclass(frozen=True, slots=True)
class Invited:
    """A period with everyone who was served in it, by channel: all of them alike were invited."""

    row: SkdPeriod
    entered_by: str
    last: date  # day on which the last guest was invited or will be
    by_channel: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_channel.values())


def running_period(office_id: int, today: date) -> SkdPeriod | None:
    """The period that is not over, though it may begin later."""
    mine = (SkdPeriod.office_id == office_id, SkdPeriod.ended_on.is_(None), SkdPeriod.ends_on >= today)
    return session().scalar(select(SkdPeriod).where(*mine))


def skd_address(office: Configuration) -> str | None:
    """The official form, on days on which guests are invited to it."""
    today = clock.local_day(clock.now(), office.tz)
    row = running_period(office.id, today)
    return row.address if row and row.starts_on <= today else None


def skd_periods(office_id: int) -> Sequence[Invited]:
    """All periods in which somebody could be invited, the newest first, with the guests who were served in each."""
    mine = select(SkdPeriod, Person.name).join(Person, Person.id == SkdPeriod.entered_by_id)
    begun = or_(SkdPeriod.ended_on.is_(None), SkdPeriod.ended_on >= SkdPeriod.starts_on)
    rows = session().execute(mine.where(SkdPeriod.office_id == office_id, begun).order_by(SkdPeriod.id.desc())).all()
    return [_invited(office_id, row, name) for row, name in rows]


def _invited(office_id: int, row: SkdPeriod, name: str) -> Invited:
    last = row.ends_on if row.ended_on is None else min(row.ends_on, row.ended_on)
    served = (Visit.office_id == office_id, Visit.state == DONE, Visit.day.between(row.starts_on, last))
    reached = Visit.channel != Channel.PAPER  # entered afterwards, who saw no screen and got no message
    counts = select(Visit.channel, func.count()).where(*served, reached).group_by(Visit.channel).order_by(Visit.channel)
    return Invited(row, name, last, {channel: n for channel, n in session().execute(counts)})  # noqa: C416
