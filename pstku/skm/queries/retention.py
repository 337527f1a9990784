"""What of the survey has been kept long enough at a moment."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from pstku.core import clock
from pstku.guestbook.queries.personal import months_before
from pstku.offices.queries import configuration
from pstku.skm.models import SkmAnswer, SkmRound


def oldest_kept(office_id: int, at: datetime) -> date:
    """The first last day of a round whose answers are still kept one by one."""
    office = configuration(office_id)
    return months_before(clock.local_day(at, office.tz), office.settings.skm_answer_months)


def answers_due(office_id: int, at: datetime) -> Select[UUID]:
    """Answers of rounds that ended that long ago, whether somebody closed them or not."""
    old = (SkmRound.office_id == office_id, SkmRound.ends_on < oldest_kept(office_id, at))
    return select(SkmAnswer.id).join(SkmRound, SkmRound.id == SkmAnswer.round_id).where(*old)


def left_open(office_id: int, at: datetime) -> Select[int]:
    """A round of that time nobody closed: its figures are not final yet."""
    old = (SkmRound.office_id == office_id, SkmRound.ends_on < oldest_kept(office_id, at))
    return select(SkmRound.id).where(*old, SkmRound.closed_at.is_(None))
