"""Results of the questionnaire: one's own in every round, the office's once a round is closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import case, func, select

from pstku.core import clock
from pstku.core.db import database_name, session
from pstku.offices.queries import Configuration
from pstku.practice.models import CompetenceReply, CompetenceRound, PracticeAnswer
from pstku.practice.queries.competence import Baseline, baseline_of, changed_since, rounds_of
from pstku.practice.rules.competence import (
    INDICATORS,
    SMALLEST_GROUP,
    Marks,
    Score,
    office_index,
    office_tested,
    own_index,
    own_tested,
)

MarksByRound = Mapping[int, Mapping[str, Mapping[int, Marks]]]  # round -> indicator -> person


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A closed round of the office; `scores` is empty when too few replied."""

    id: int
    title: str
    target: int
    opened_at: datetime
    closed_at: datetime
    people: int
    staff: int | None  # people of the office when it closed; None where that was not kept
    changed_since: str  # the round before, when it asked other sentences; else empty
    scores: list[Score]


@dataclass(frozen=True, slots=True)
class Summary:
    """For the head's overview: the earlier questionnaire, and the newest closed round that may be shown."""

    baseline: Baseline | None
    result: RoundResult | None


def summary(office: Configuration) -> Summary:
    """Read again only when the office's configuration moved on, as it does when a round closes or a pack comes."""
    return _summary(database_name(), office.id, office.version)


@lru_cache(maxsize=8)
def _summary(_database: str, office_id: int, _version: int) -> Summary:
    newest = next((result for result in _results(_database, office_id, _version) if result.scores), None)
    return Summary(baseline_of(office_id), newest)


def my_results(person_id: int, rounds: Sequence[CompetenceRound]) -> list[tuple[CompetenceRound, list[Score]]]:
    """One's own results, the newest first, each beside what one's answers in Latihan say; only what was handed in."""
    mine = (CompetenceReply.person_id == person_id) & CompetenceReply.handed_in_at.is_not(None)
    replies = {row.round_id: row.answers for row in session().scalars(select(CompetenceReply).where(mine))}
    marks = _marks(rounds, person_id) if replies else {}
    return [(asked, _own_scores(asked, replies[asked.id], marks, person_id)) for asked in rounds if asked.id in replies]


def _own_scores(asked: CompetenceRound, answers: Mapping[str, int], marks: MarksByRound, person_id: int) -> list[Score]:
    own = {key: by_person.get(person_id) for key, by_person in marks.get(asked.id, {}).items()}
    return [
        Score(key, own_index(answers, asked.items, key), own_tested(own.get(key)), asked.target) for key in INDICATORS
    ]


def closed_results(office: Configuration) -> Sequence[RoundResult]:
    """The office's closed rounds, the newest first: nothing before a round closes, nothing about fewer than five people.

    A result that moved with each reply would tell the last person's rating.
    """
    return _results(database_name(), office.id, office.version)


def closed_result(office: Configuration, round_id: int) -> RoundResult | None:
    """The result of one round; None while it is open."""
    return next((result for result in closed_results(office) if result.id == round_id), None)


@lru_cache(maxsize=8)
def _results(_database: str, office_id: int, _version: int) -> tuple[RoundResult, ...]:
    rounds = rounds_of(office_id)
    marks, changed, replies = _marks(rounds), changed_since(rounds), _replies(office_id)
    found = []
    for asked in reversed(rounds):
        if asked.closed_at is not None:
            given = replies[asked.id]
            result = RoundResult(
                id=asked.id,
                title=asked.title,
                target=asked.target,
                opened_at=asked.opened_at,
                closed_at=asked.closed_at,
                people=len(given),
                staff=max(asked.staff_count, len(given)) if asked.staff_count else None,
                changed_since=changed.get(asked.id, ""),
                scores=_office_scores(asked, given, marks.get(asked.id, {})),
            )
            found.append(result)
    return tuple(reversed(found))


def _office_scores(
    asked: CompetenceRound,
    replies: Mapping[int, Mapping[str, int]],
    marks: Mapping[str, Mapping[int, Marks]],
) -> list[Score]:
    if len(replies) < SMALLEST_GROUP:
        return []
    scores = []
    for key in INDICATORS:
        theirs = {person_id: own for person_id, own in marks.get(key, {}).items() if person_id in replies}
        index = office_index(list(replies.values()), asked.items, key)
        scores.append(Score(key, index, office_tested(theirs), asked.target))
    return scores


def _replies(office_id: int) -> Mapping[int, dict[int, dict[str, int]]]:
    """Round -> person -> what was handed in."""
    mine = (CompetenceReply.office_id == office_id) & CompetenceReply.handed_in_at.is_not(None)
    replies: dict[int, dict[int, dict[str, int]]] = defaultdict(dict)
    for row in session().scalars(select(CompetenceReply).where(mine)):
        replies[row.round_id][row.person_id] = row.answers
    return replies


def _marks(rounds: Sequence[CompetenceRound], person_id: int | None = None) -> MarksByRound:
    """What counts as tested: the first answer to each question from the close before a round to its own, or to now.

    `rounds`: all of one office; answers after the last close belong to none as yet.
    """
    if not rounds:
        return {}
    ends = sorted((asked.closed_at or clock.now(), asked.id) for asked in rounds)
    belongs = case(*((PracticeAnswer.answered_at <= end, key) for end, key in ends))
    mine = PracticeAnswer.office_id == rounds[0].office_id
    answered = (
        select(belongs.label("round_id"), PracticeAnswer.person_id, PracticeAnswer.question_id, PracticeAnswer.id)
        .where(mine if person_id is None else mine & (PracticeAnswer.person_id == person_id))
        .subquery()
    )
    same = (answered.c.round_id, answered.c.person_id, answered.c.question_id)
    firsts = select(answered.c.round_id, func.min(answered.c.id).label("id")).group_by(*same).subquery()
    by = (firsts.c.round_id, PracticeAnswer.indicator, PracticeAnswer.person_id)
    right = func.sum(case((PracticeAnswer.is_right, 1), else_=0))
    query = select(*by, right, func.count()).join(PracticeAnswer, PracticeAnswer.id == firsts.c.id).group_by(*by)
    marks: dict[int, dict[str, dict[int, Marks]]] = defaultdict(lambda: defaultdict(dict))
    for round_id, indicator, who, hits, n in session().execute(query):
        marks[round_id][indicator][who] = Marks(hits, n)
    return marks
