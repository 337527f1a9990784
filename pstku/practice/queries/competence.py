"""Reads of the questionnaire: items, rounds, one's own reply, the earlier questionnaire."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.practice.models import BASELINE_GUIDE, CompetenceItem, CompetenceReply, CompetenceRound, PackGuide
from pstku.practice.rules.competence import INDICATORS, has_other_items


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier questionnaire with other items: shown as it was, joined to nothing."""

    year: int
    target: Decimal
    values: dict[str, Decimal]
    source: str


def baseline_of(office_id: int) -> Baseline | None:
    """The baseline a pack brought for this office."""
    mine = (PackGuide.office_id == office_id) & (PackGuide.name == BASELINE_GUIDE)
    row = session().scalar(select(PackGuide).where(mine))
    if row is None:
        return None
    values = {key: Decimal(str(row.content["values"][key])) for key in INDICATORS}
    return Baseline(row.content["year"], Decimal(str(row.content["target"])), values, row.content["source"])


def items_of(office_id: int) -> list[CompetenceItem]:
    """All items, by indicator and place."""
    mine = select(CompetenceItem).where(CompetenceItem.office_id == office_id)
    rows = list(session().scalars(mine.order_by(CompetenceItem.position, CompetenceItem.id)))
    return [row for indicator in INDICATORS for row in rows if row.indicator == indicator]


def rounds_of(office_id: int) -> list[CompetenceRound]:
    """The newest first."""
    mine = select(CompetenceRound).where(CompetenceRound.office_id == office_id)
    return list(session().scalars(mine.order_by(CompetenceRound.id.desc())))


def open_round_of(office_id: int) -> CompetenceRound | None:
    """The open round, or None."""
    mine = (CompetenceRound.office_id == office_id) & CompetenceRound.closed_at.is_(None)
    return session().scalar(select(CompetenceRound).where(mine))


def get_round(office_id: int, round_id: int) -> CompetenceRound:
    """A round of the office; raises NotFound."""
    row = session().get(CompetenceRound, round_id)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Putaran ini tidak ada."))
    return row


def my_reply(person_id: int, round_id: int) -> CompetenceReply | None:
    """One's own reply, also a draft."""
    mine = (CompetenceReply.round_id == round_id) & (CompetenceReply.person_id == person_id)
    return session().scalar(select(CompetenceReply).where(mine))


def handed_in(round_id: int) -> int:
    """The number of complete replies, never who replied."""
    mine = (CompetenceReply.round_id == round_id) & CompetenceReply.handed_in_at.is_not(None)
    return session().scalar(select(func.count()).where(mine)) or 0


def changed_since(rounds: Sequence[CompetenceRound]) -> dict[int, str]:
    """Round -> the title of the round before it, where that one asked other sentences; `rounds` the newest first."""
    return {asked.id: before.title for asked, before in pairwise(rounds) if has_other_items(asked.items, before.items)}
