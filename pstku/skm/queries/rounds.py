"""Rounds of an office, and how many answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.skm.models import SkmAnswer, SkmPublication, SkmRound
from pstku.skm.rules.figures import Answer, Limits
from pstku.skm.rules.rounds import Way, round_name

NOT_FOUND = N_("Putaran survei ini tidak ditemukan.")


def get_round(office_id: int, round_id: int) -> SkmRound:
    """A round of the office; raises NotFound."""
    row = session().get(SkmRound, round_id)
    if row is None or row.office_id != office_id:
        raise NotFound(NOT_FOUND)
    return row


def rounds_of(office_id: int) -> Sequence[SkmRound]:
    """All rounds, the newest first."""
    newest = (SkmRound.ends_on.desc(), SkmRound.starts_on.desc(), SkmRound.id.desc())
    return session().scalars(select(SkmRound).where(SkmRound.office_id == office_id).order_by(*newest)).all()


def open_round_of(office_id: int) -> SkmRound | None:
    """The round that is not closed."""
    return session().scalar(select(SkmRound).where(SkmRound.office_id == office_id, SkmRound.closed_at.is_(None)))


def round_that_asks(office: Configuration) -> SkmRound | None:
    """The round in which guests may answer today."""
    row = open_round_of(office.id)
    return row if row and takes_answers(row, clock.local_day(clock.now(), office.tz)) else None


def takes_answers(row: SkmRound, today: date) -> bool:
    """May guests answer on this day?"""
    return row.closed_at is None and row.starts_on <= today <= row.ends_on


def name_of(row: SkmRound) -> str:
    """What a round is called, such as Triwulan IV 2026."""
    return round_name(row.period, row.year, row.number)


def limits_of(row: SkmRound) -> Limits:
    """The limits of the day on which it was opened."""
    return Limits(row.fewest_in_round, row.fewest_in_service)


@dataclass(frozen=True, slots=True)
class Response:
    """How many answered so far, by themselves and on paper."""

    guests: int
    paper: int

    @property
    def total(self) -> int:
        return self.guests + self.paper


def response_of(row: SkmRound) -> Response:
    """Counts, never a value; those of a closed round stay when its answers are gone."""
    if row.closed_at is None:
        counts = select(SkmAnswer.way, func.count()).where(SkmAnswer.round_id == row.id).group_by(SkmAnswer.way)
        by_way = {way: number for way, number in session().execute(counts)}  # noqa: C416  (rows, not pairs, for the type checker)
    else:
        by_way = dict(row.figures["ways"])
    paper = by_way.pop(Way.PAPER, 0)
    return Response(sum(by_way.values()), paper)


def highest_sheet(round_id: int) -> int:
    """The highest number on a sheet that was entered; 0 for none."""
    return session().scalar(select(func.max(SkmAnswer.sheet)).where(SkmAnswer.round_id == round_id)) or 0


def awaits_sheets(office_id: int) -> bool:
    """Does the open round have paper forms that nobody entered yet?"""
    entered = select(func.count()).where(SkmAnswer.round_id == SkmRound.id, SkmAnswer.sheet.is_not(None))
    is_open = (SkmRound.office_id == office_id, SkmRound.closed_at.is_(None))
    return (
        session().scalar(select(SkmRound.id).where(*is_open, SkmRound.sheets > entered.scalar_subquery())) is not None
    )


def answers_of(round_id: int) -> list[Answer]:
    """Every answer, to be counted."""
    about = (SkmAnswer.age_group, SkmAnswer.sex, SkmAnswer.education, SkmAnswer.occupation)
    wanted = select(SkmAnswer.way, SkmAnswer.service_type_id, SkmAnswer.answers, *about)
    rows = session().execute(wanted.where(SkmAnswer.round_id == round_id))
    return [
        Answer(way, service, values, dict(zip(("age_group", "sex", "education", "occupation"), others, strict=True)))
        for way, service, values, *others in rows
    ]


def publications_of(round_id: int) -> Sequence[SkmPublication]:
    """Where the result was published, the first medium first."""
    found = select(SkmPublication).where(SkmPublication.round_id == round_id)
    return session().scalars(found.order_by(SkmPublication.published_on, SkmPublication.id)).all()
