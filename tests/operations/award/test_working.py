"""The sum under a score is the score: anybody can reckon it again."""

import re
from decimal import Decimal

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
