"""Is an order or a crowding in time more than chance? By permutation, with a seed that anybody can repeat.

A permutation that is at least as extreme as what was seen counts; p = (count + 1) / (permutations + 1), up to 9.999 of
them. Once so many were as extreme that the result is unremarkable whatever follows, the rest is not drawn and p is the
share so far (Besag and Clifford 1991), which is what lets an office of forty officers be locked in seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import le
from random import Random
from typing import TypeVar

PERMUTATIONS = 9_999
ENOUGH_AS_EXTREME = 40  # of them: p is known to a sixth of itself, and lies above 0,004
BURST_MINUTES = 10

Day = TypeVar("Day", bound=Hashable)
LaidOut = tuple[Sequence[tuple[float, float]], float]  # spans of minutes, and how long they are together

Sample = tuple[Sequence[float], Sequence[float]]  # the officer's values and the others', in one stratum


def generator(seed: str) -> Random:
    """The same numbers for the same words, on every machine: only `Random.random` is used, which Python keeps as it is."""
    return Random(seed)


def permutation_p(chance: Random, observed: float, draw: Callable[[Random], float], most: int = PERMUTATIONS) -> float:
    """The share of drawn values that are as large as the one seen, the seen one counted among them."""
    as_extreme = 0
    for done in range(1, most + 1):
        as_extreme += draw(chance) >= observed
        if as_extreme == ENOUGH_AS_EXTREME:
            return as_extreme / done
    return (as_extreme + 1) / (most + 1)


def rank_sum_p(chance: Random, samples: Sequence[Sample], most: int = PERMUTATIONS) -> float:
    """One-sided: are the officer's values smaller than the others', rank against rank within each stratum?"""
    ranked = [(reversed_ranks([*own, *others]), len(own)) for own, others in samples if own and others]
    observed = sum(sum(ranks[:count]) for ranks, count in ranked)
    return permutation_p(
        chance, observed, lambda c: sum(_sum_of_some(c, ranks, count) for ranks, count in ranked), most
    )


def reversed_ranks(values: Sequence[float]) -> list[float]:
    """Ranks from the largest (1) to the smallest; equal values share the middle of theirs."""
    ordered = sorted(values)
    high = len(ordered) + 1
    return [high - (bisect_left(ordered, value) + 1 + bisect_right(ordered, value)) / 2 for value in values]


def _sum_of_some(chance: Random, values: list[float], count: int) -> float:
    """The sum of `count` values drawn without replacement; shuffles the front of the list in place."""
    size, random = len(values), chance.random
    for place in range(count):
        other = place + int(random() * (size - place))
        values[place], values[other] = values[other], values[place]
    return sum(values[:count])


def largest_burst(minutes: Sequence[float]) -> int:
    """The most visits within ten minutes of a day, from their minutes of the day."""
    ordered = sorted(minutes)
    return max((bisect_right(ordered, start + BURST_MINUTES) - place for place, start in enumerate(ordered)), default=0)


def burst_around(minute: float, minutes: Sequence[float]) -> int:
    """The most visits within ten minutes of a day, the one of this minute among them."""
    near = [other for other in minutes if abs(other - minute) <= BURST_MINUTES]
    return max(sum(start <= other <= start + BURST_MINUTES for other in near) for start in near if start <= minute)


def burst_p(
    chance: Random,
    days: Mapping[Day, Sequence[float]],
    duty: Mapping[Day, Sequence[tuple[float, float]]],
    most: int = PERMUTATIONS,
) -> float:
    """Would as many visits meet within ten minutes, had each come at any minute the officer was on duty that day?

    `days` holds the minutes of the visits of each day, `duty` the spans of minutes on duty.
    """
    observed = max((largest_burst(minutes) for minutes in days.values()), default=0)
    busy = [(len(minutes), _laid_out(duty[day])) for day, minutes in days.items() if len(minutes) >= observed]
    return permutation_p(chance, observed, lambda c: _drawn_burst(c, busy, observed - 1), most)


def usual_burst(
    chance: Random, days: Mapping[Day, Sequence[float]], duty: Mapping[Day, Sequence[tuple[float, float]]]
) -> float:
    """The largest burst that chance alone makes, on average of 200 draws."""
    busy = [(len(minutes), _laid_out(duty[day])) for day, minutes in days.items()]
    return sum(_drawn_burst(chance, busy) for _ in range(200)) / 200


def _laid_out(spans: Sequence[tuple[float, float]]) -> LaidOut:
    return spans, sum(end - start for start, end in spans)


def _drawn_burst(chance: Random, days: Iterable[tuple[int, LaidOut]], least: int = 0) -> int:
    """The largest burst of these days, each with so many visits at drawn minutes; `least` where none is larger."""
    for count, laid_out in days:
        ordered = sorted(_drawn(chance, count, laid_out))
        ends = [start + BURST_MINUTES for start in ordered]
        while any(map(le, ordered[least:], ends)):
            least += 1
    return least


def _drawn(chance: Random, count: int, laid_out: LaidOut) -> list[float]:
    """Minutes of so many visits, each any minute of the spans; one alone meets nobody, and nothing is drawn for it."""
    spans, length = laid_out
    return [_minute(chance.random() * length, spans) for _ in range(count)] if count > 1 else [0.0]


def _minute(along: float, spans: Sequence[tuple[float, float]]) -> float:
    for start, end in spans:
        if along <= end - start:
            return start + along
        along -= end - start
    return spans[-1][1]


def gap_p(chance: Random, high: Sequence[int], low: Sequence[int], most: int = PERMUTATIONS) -> float:
    """One-sided: are votes on one way higher than on the other, when the labels of the ways are dealt out anew?"""
    values = [float(score) for score in (*high, *low)]
    return permutation_p(chance, sum(high), lambda c: _sum_of_some(c, values, len(high)), most)
