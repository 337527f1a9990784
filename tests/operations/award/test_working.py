"""The sum under a score is the score: anybody can reckon it again."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pstku.core.numbers import round_half_up
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.presentation import candidate_rows, workings
from tests.awards import QUARTER, serve_and_rate


def reckoned(words: str) -> Decimal:
    """What a pocket calculator shows for the sum as it is written."""
    sum_, shown = words.replace("×", "*").replace("÷", "/").replace(",", ".").split(" ≈ ")
    assert re.fullmatch(r"[\d. ()*/+]+", sum_)
    value = Decimal(str(eval(sum_)))  # digits and signs alone, as asserted
    assert round_half_up(value, len(shown.partition(".")[2])) == Decimal(shown)
    return round_half_up(value, 1)


def test_every_shown_score_is_written_out_and_comes_out(cast, period):
    rows = candidate_rows(period, cast.head)
    found = workings(rows, period.evidence)
    assert [item.name for item in found] == [row.candidate.name for row in rows if row.is_score_shown]
    for item, row in zip(found, (row for row in rows if row.is_score_shown), strict=True):
        assert reckoned(item.words) == round_half_up(25 * row.candidate.score, 1)


def test_nobody_reads_the_sum_of_a_score_that_is_not_shown(cast, officers):
    serve_and_rate(cast.office_id, cast.admin.person_id, [4] * 12)
    locked = lock_period(cast.admin2, open_period(cast.admin2, *QUARTER, "desk").id)
    names = {item.name for item in workings(candidate_rows(locked, cast.admin), locked.evidence)}
    assert names and cast.admin.name not in str(names)


def test_one_vote_by_a_link_is_not_told_apart_from_those_of_guests(cast, period):
    row, evidence = next(row for row in candidate_rows(period, cast.head) if row.is_score_shown), period.evidence
    seen, prior = row.candidate, evidence.parameters["prior_votes"]

    def words_with(held_votes: int, held_sum: int) -> str:
        entering = min(held_votes, seen.votes // 5)
        held = Fraction(entering * held_sum, held_votes)
        score = (seen.score_sum + held + prior * evidence.mean) / (seen.votes + entering + prior)
        more = replace(seen, held_votes=held_votes, held_sum=held_sum, score=score)
        [found] = workings([replace(row, candidate=more)], evidence)
        return found.words

    assert words_with(1, 1).startswith(f"25 × ({seen.score_sum + 1} + {prior} × ")
    assert words_with(5, 15).startswith(f"25 × ({seen.score_sum} + ")
    assert words_with(5, 15).count("+") == words_with(1, 1).count("+") + 1
