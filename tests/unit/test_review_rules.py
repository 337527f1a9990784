"""What the review of a month may say, by hand-computed numbers."""

from collections import Counter

import pytest

from pstku.guestbook.rules.days import Part
from pstku.returns.overview.queries import Topic
from pstku.returns.review.rules import comparisons, share_shift, shift
from pstku.returns.review.todo import Standing, things_to_do

CALM = Standing("Oktober 2026", "2026-10", True, 0, 0, 0, 60, True)


def part(waits=(), services=(), **counts) -> Part:
    return Part(waits=Counter(dict(waits)), services=Counter(dict(services)), **counts)


def verdicts(month: Part, before: Part, *, is_rated_known: bool = True) -> dict[str, int | None]:
    return {one.key: one.verdict for one in comparisons(month, before, is_rated_known=is_rated_known)}


def test_the_rank_sum_of_two_histograms_with_ties():
    # 20 of one minute and 20 of five: ranks 10.5 and 30.5, W = 610, expected 410, variance 33.33·(41 − 15960/1560) = 1025.64
    assert shift({1: 20}, {5: 20}) == pytest.approx(6.245, abs=0.001)
    assert shift({5: 20}, {1: 20}) == pytest.approx(-6.245, abs=0.001)
    assert shift({3: 20}, {3: 25}) == 0.0


def test_two_shares_pooled():
    # 30 of 100 and 50 of 100: pooled 0.4, variance 0.24·0.02 = 0.0048, z = 0.2/0.06928
    assert share_shift(30, 100, 50, 100) == pytest.approx(2.887, abs=0.001)
    assert share_shift(0, 40, 0, 30) == 0.0


def test_a_longer_wait_slipped_and_a_shorter_one_improved():
    assert verdicts(part({9: 30}), part({2: 60}))["waktu_tunggu"] == -1
    assert verdicts(part({2: 30}), part({9: 60}))["waktu_tunggu"] == 1
    assert verdicts(part({2: 10, 3: 10}), part({2: 30, 3: 30}))["waktu_tunggu"] == 0


def test_nothing_is_said_from_too_few_numbers():
    few, many = part({30: 19}, with_standard=19), part({1: 60}, with_standard=60, within_standard=60)
    assert set(verdicts(few, many).values()) == {None}
    assert verdicts(part({30: 20}), part({1: 20}))["waktu_tunggu"] == -1, "from twenty on"
    assert set(verdicts(Part(), Part()).values()) == {None}


def test_a_share_must_differ_beyond_chance_and_by_as_much_as_somebody_would_notice():
    def obtained(good: int, n: int) -> Part:
        return part(sought=n + 7, not_yet=7, fitting=good)

    assert verdicts(obtained(18, 40), obtained(60, 100))["diperoleh_sesuai"] == 0, "by chance"
    assert verdicts(obtained(10, 40), obtained(60, 100))["diperoleh_sesuai"] == -1
    assert verdicts(obtained(5_200, 10_000), obtained(5_000, 10_000))["diperoleh_sesuai"] == 0, "two points"


def test_fewer_closed_on_a_later_day_is_better_and_coverage_needs_votes_that_are_known():
    month = part((), {5: 40}, closed_later=1, served=40, rated=30)
    before = part((), {5: 60}, closed_later=40, served=90, rated=10)
    found = verdicts(month, before)
    assert (found["ditutup_lewat_hari"], found["dinilai_petugas"]) == (1, 1)
    assert "dinilai_petugas" not in verdicts(month, before, is_rated_known=False)


def test_three_things_at_most_the_most_urgent_first_and_none_without_a_figure():
    assert things_to_do(CALM, Part(), [], []) == []
    rare = [
        Topic("Jumlah becak", None, 4, 0, example="x"),
        Topic("IPM", "ind.ipm", 9, 2),
        Topic("TPT", "ind.tpt", 9, 8),
    ]
    [only] = things_to_do(CALM, Part(), [], rare)
    assert only.values == {"topic": "IPM", "n": "9", "obtained": "2"}
    assert only.evidence.values == {"indikator": "ind.ipm"}
    busy = Standing("Oktober 2026", "2026-10", False, 4, 2, 40, 60, True)
    slipped = [one for one in comparisons(part({9: 30}), part({2: 60}), is_rated_known=True) if one.verdict == -1]
    found = things_to_do(busy, part(closed_later=9), slipped, rare)
    assert [one.evidence.page for one in found] == ["complaints", "closing", "closing"]
    later = things_to_do(CALM, part(closed_later=9, served=40, rated=4), slipped, [])
    assert [one.evidence.page for one in later] == ["times", "times", "officers"]
    assert "cakupan 10 %, sasaran 60 %" in later[2].words % later[2].values
