"""A round as its page, its report and the comparison show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pstku.skm.models import SkmRound
from pstku.skm.queries.rounds import Response, name_of, response_of, rounds_of
from pstku.skm.queries.wordings import set_of
from pstku.skm.rules.figures import GUESTS, PAPER, SAMPLED, from_json, sampled_means
from pstku.skm.rules.index import Index, differs
from pstku.skm.rules.sample import sample_size
from pstku.skm.rules.sets import SKM, QuestionSet


@dataclass(frozen=True, slots=True)
class RoundView:
    """Everything that may be shown of a round; an index is None where too few answered."""

    row: SkmRound
    name: str
    questions: QuestionSet
    response: Response
    needed: int  # respondents by Krejcie and Morgan
    guests: Index | None
    paper: Index | None
    services: Mapping[int, Index]  # of a closed round, by service
    about: Mapping[str, Mapping[str, int]]  # kind -> code -> respondents, of a closed round
    sampled: Mapping[str, tuple[int, Decimal]]  # unsur -> n and NRR of the one that was asked after a vote

    @property
    def ways(self) -> Mapping[str, int]:
        """How answers came in, of a closed round."""
        found: Mapping[str, int] = self.row.figures.get("ways", {})
        return found


@dataclass(frozen=True, slots=True)
class Step:
    """A round beside the one before of the same length: 1 higher, -1 lower, 0 no telling, None nothing to compare."""

    view: RoundView
    change: int | None


def view_of(row: SkmRound) -> RoundView:
    """What may be shown of a round, and how many answered so far."""
    figures: dict[str, Any] = row.figures
    services = {int(key): from_json(kept) for key, kept in figures.get("services", {}).items()}
    return RoundView(
        row=row,
        name=name_of(row),
        questions=set_of(row),
        response=response_of(row),
        needed=sample_size(row.population),
        guests=from_json(figures.get(GUESTS)),
        paper=from_json(figures.get(PAPER)),
        services={key: index for key, index in services.items() if index},
        about=figures.get("about", {}),
        sampled=sampled_means(figures.get(SAMPLED, {}), row.fewest_in_service),
    )


def steps_of(office_id: int, period: str | None = None, *, question_set: str = SKM.key) -> Sequence[Step]:
    """The rounds of one set, the newest first, of all lengths or one; each beside the one before of its own length.

    Two sets have two scales: no list holds both.
    """
    rows = [row for row in rounds_of(office_id) if row.question_set == question_set]
    views = [view_of(row) for row in rows if period in (None, row.period)]
    changes: dict[int, int] = {}
    for length in {view.row.period for view in views}:
        for after, before in pairwise([view for view in views if view.row.period == length and view.guests]):
            if after.guests and before.guests:
                changes[after.row.id] = differs(before.guests, after.guests)
    return [Step(view, changes.get(view.row.id)) for view in views]
