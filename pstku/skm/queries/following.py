"""Lines of the follow-up plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from pstku.accounts.models import Person
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.skm.models import SkmFollowUp, SkmRound


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One line as it is read, with the name of whoever answers for it."""

    id: int
    round_id: int
    unsur: str
    action: str
    owner_id: int
    owner: str
    planned_on: date
    done_on: date | None
    outcome: str
    is_told: bool

    def is_late(self, today: date) -> bool:
        """Is it not done though its day has passed?"""
        return self.done_on is None and self.planned_on < today


def follow_ups_of(round_id: int) -> Sequence[FollowUp]:
    """The plan of a round, by the day that was planned."""
    wanted = _follow_ups().where(SkmFollowUp.round_id == round_id)
    return [_read(row) for row in session().execute(wanted.order_by(SkmFollowUp.planned_on, SkmFollowUp.id))]


def get_follow_up(office_id: int, follow_up_id: int) -> FollowUp:
    """One line; raises NotFound."""
    mine = (SkmFollowUp.id == follow_up_id, SkmRound.office_id == office_id)
    row = session().execute(_follow_ups().join(SkmRound, SkmRound.id == SkmFollowUp.round_id).where(*mine)).first()
    if row is None:
        raise NotFound(N_("Tindak lanjut ini tidak ditemukan."))
    return _read(row)


def _follow_ups() -> Select[SkmFollowUp, str]:
    return select(SkmFollowUp, Person.name).join(Person, Person.id == SkmFollowUp.owner_id)


def _read(row: Any) -> FollowUp:
    line, owner = row
    return FollowUp(
        id=line.id,
        round_id=line.round_id,
        unsur=line.unsur,
        action=line.action,
        owner_id=line.owner_id,
        owner=owner,
        planned_on=line.planned_on,
        done_on=line.done_on,
        outcome=line.outcome,
        is_told=line.told_at is not None,
    )
