"""Reads of the questionnaire: rounds, one's own result, the office's result once a round is closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.practice.guide_packs import BASELINE_GUIDE
from pstku.practice.models import (
    BankQuestion,
    CompetenceItem,
    CompetenceReply,
    CompetenceRound,
    PackGuide,
    PracticeAnswer,
)
from pstku.practice.rules.competence import (
    INDICATORS,
    SMALLEST_GROUP,
    Score,
    indicator_of,
    office_index,
    office_tested,
    own_index,
    share_right,
)


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier questionnaire with other items: shown as it was, joined to nothing."""

    year: int
    target: Decimal
    values: dict[str, Decimal]
    source: str


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A closed round of the office; `scores` is empty when too few replied."""

    round: CompetenceRound
    people: int
    scores: list[Score]


@dataclass(frozen=True, slots=True)
class Summary:
    """For the head's overview: the earlier questionnaire, and the newest closed round that may be shown."""

    baseline: Baseline | None
    title: str
    people: int
    scores: list[Score]


def summary(office: Configuration) -> Summary:
    """Read again only when the office's configuration moved on, as it does when a round closes or a pack comes."""
    return _summary(str(session().get_bind().engine.url), office.id, office.version)


@lru_cache(maxsize=8)
def _summary(_database: str, office_id: int, _version: int) -> Summary:
    for asked in rounds_of(office_id):
        result = round_result(asked)
        if result.scores:
            return Summary(baseline_of(office_id), asked.title, result.people, result.scores)
    return Summary(baseline_of(office_id), "", 0, [])


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
    """The round that waits for replies."""
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
    """How many replied; who did is nobody's business."""
    mine = (CompetenceReply.round_id == round_id) & CompetenceReply.handed_in_at.is_not(None)
    return session().scalar(select(func.count()).where(mine)) or 0


def my_scores(person_id: int, asked: CompetenceRound) -> list[Score]:
    """One's own result in a round beside what one's first answers in practice say; empty before handing in."""
    reply = my_reply(person_id, asked.id)
    if reply is None or reply.handed_in_at is None:
        return []
    marks = _first_marks(asked.office_id, asked.closed_at, person_id).get(person_id, {})
    return [
        Score(key, own_index(reply.answers, asked.items, key), share_right(marks.get(key, [])), asked.target)
        for key in INDICATORS
    ]


def round_result(asked: CompetenceRound) -> RoundResult:
    """The office's result of a closed round: nothing before it closes, nothing about fewer than five people.

    A result that moved with each reply would tell the last person's rating.
    """
    mine = (CompetenceReply.round_id == asked.id) & CompetenceReply.handed_in_at.is_not(None)
    replies = list(session().scalars(select(CompetenceReply.answers).where(mine)))
    if asked.closed_at is None or len(replies) < SMALLEST_GROUP:
        return RoundResult(asked, len(replies), [])
    marks = _first_marks(asked.office_id, asked.closed_at)
    scores = [
        Score(
            key,
            office_index(replies, asked.items, key),
            office_tested([by_indicator.get(key, []) for by_indicator in marks.values()]),
            asked.target,
        )
        for key in INDICATORS
    ]
    return RoundResult(asked, len(replies), scores)


def _first_marks(
    office_id: int, until: datetime | None, person_id: int | None = None
) -> dict[int, dict[str, list[bool]]]:
    """Person -> indicator -> right or wrong, of first answers up to that moment."""
    wanted = (
        select(PracticeAnswer.person_id, PracticeAnswer.is_right, BankQuestion.content)
        .join(BankQuestion, BankQuestion.id == PracticeAnswer.question_id)
        .where(PracticeAnswer.office_id == office_id, PracticeAnswer.is_first)
    )
    if until is not None:
        wanted = wanted.where(PracticeAnswer.answered_at <= until)
    if person_id is not None:
        wanted = wanted.where(PracticeAnswer.person_id == person_id)
    marks: dict[int, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for who, is_right, content in session().execute(wanted):
        pages: Sequence[str] = content.get("pages") or []
        marks[who][indicator_of(pages)].append(is_right)
    return marks
