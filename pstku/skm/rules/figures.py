"""The figures of a round as they are kept and shown: only what may be shown is worked out at all. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pstku.core.numbers import round_half_up
from pstku.skm.rules.answers import ABOUT
from pstku.skm.rules.index import PLACES, Index, Mean, index_from, sums_of
from pstku.skm.rules.rounds import BY_GUESTS, Way
from pstku.skm.rules.sets import QuestionSet
from pstku.skm.rules.showing import STEP, may_move, merged, shown_services

GUESTS, PAPER, SAMPLED = "guests", "paper", "sampled"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is counted."""

    way: str
    service_id: int
    values: Mapping[str, int]
    about: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many respondents on a round or a service has an index."""

    in_round: int
    in_service: int


def figures_of(
    questions: QuestionSet, answers: Sequence[Answer], limits: Limits, before: Mapping[str, Any], *, is_final: bool
) -> dict[str, Any]:
    """What may be shown of these answers, beside what is shown already (`before`).

    What guests filled in themselves and what was entered from paper are two groups, each with its own index. Services
    and who answered come with the end of the round: of an open one they would show who came last. The end itself moves
    no figure by a few answers: whoever noted it before would read them.
    """
    groups = {
        GUESTS: [one for one in answers if one.way in BY_GUESTS],
        PAPER: [one for one in answers if one.way == Way.PAPER],
    }
    found: dict[str, Any] = {}
    for name, group in groups.items():
        shown = before.get(name)
        if may_move(len(group), shown["n"] if shown else 0, limits.in_round):
            found[name] = to_json(_index(questions, group))
        elif shown:
            found[name] = shown
    if is_final:
        found["services"] = _services(questions, groups[GUESTS], limits, found.get(GUESTS))
        found["about"] = _about(answers, limits)
        found["ways"] = Counter(one.way for one in answers)
    return found


def _about(answers: Sequence[Answer], limits: Limits) -> dict[str, dict[str, int]]:
    """Kind -> code -> respondents; none in a round that is too small itself."""
    if len(answers) < limits.in_round:
        return {}
    return {kind: merged(Counter(one.about[kind] or "" for one in answers)) for kind in ABOUT}


def _services(
    questions: QuestionSet, answers: Sequence[Answer], limits: Limits, whole: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Service -> figures, beside those of the whole; none in a round that is too small itself."""
    if whole is None:
        return {}
    counts = Counter(one.service_id for one in answers)
    shown = shown_services(counts, limits.in_service, are_all_counted=whole["n"] == len(answers))
    return {str(one): to_json(_index(questions, [a for a in answers if a.service_id == one])) for one in shown}


def _index(questions: QuestionSet, answers: Sequence[Answer]) -> Index:
    return index_from(questions, sums_of(questions, (one.values for one in answers)))


def sampled_of(
    counted: Mapping[str, Mapping[str, tuple[int, int]]], before: Mapping[str, Mapping[str, Sequence[int]]]
) -> dict[str, dict[str, list[int]]]:
    """Quarter -> unsur -> [answers, their sum] of the single unsur asked after a vote, beside what is kept already.

    Each moves with five new answers. A quarter whose votes became counts keeps what was seen before that.
    """
    found: dict[str, dict[str, list[int]]] = {
        quarter: {k: list(v) for k, v in kept.items()} for quarter, kept in before.items()
    }
    for quarter, sums in counted.items():
        kept = found.setdefault(quarter, {})
        for key, (n, total) in sums.items():
            if may_move(n, kept[key][0] if key in kept else 0, STEP):
                kept[key] = [n, total]
    return found


def furthest(
    shown: Iterable[Mapping[str, Mapping[str, Sequence[int]]]],
) -> dict[str, dict[str, list[int]]]:
    """Of several kept figures the one with the most answers, by quarter and unsur."""
    found: dict[str, dict[str, list[int]]] = {}
    for kept in shown:
        for quarter, sums in kept.items():
            mine = found.setdefault(quarter, {})
            mine.update({key: list(sum_) for key, sum_ in sums.items() if sum_[0] > mine.get(key, (0, 0))[0]})
    return found


def sampled_means(kept: Mapping[str, Mapping[str, Sequence[int]]], fewest: int) -> dict[str, tuple[int, Decimal]]:
    """Unsur -> its own n and NRR over all quarters; none below the limit. It enters no index."""
    means: dict[str, tuple[int, Decimal]] = {}
    for key in {key for sums in kept.values() for key in sums}:
        n, total = (sum(sums[key][place] for sums in kept.values() if key in sums) for place in (0, 1))
        if n >= fewest:
            means[key] = (n, round_half_up(Fraction(total, n), PLACES))
    return means


def to_json(index: Index) -> dict[str, Any]:
    """An index as it is kept: decimals as text."""
    return {
        "n": index.respondents,
        "index": [str(one) for one in (index.value, index.low, index.high)],
        "letter": index.letter,
        "name": index.name,
        "means": {key: [str(one) for one in (m.value, m.low, m.high)] for key, m in index.means.items()},
        "weakest": list(index.weakest),
    }


def from_json(kept: Mapping[str, Any] | None) -> Index | None:
    """The index that was kept; None where nothing may be shown."""
    if kept is None:
        return None
    value, low, high = map(Decimal, kept["index"])
    means = {key: Mean(*map(Decimal, numbers)) for key, numbers in kept["means"].items()}
    return Index(kept["n"], value, low, high, kept["letter"], kept["name"], means, tuple(kept["weakest"]))
