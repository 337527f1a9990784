"""Frozen evidence: read as types, written back byte for byte, also what an earlier version froze."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from pstku.rewards.evidence import Candidate, GateResult, Signal, Snapshot
from pstku.rewards.rules import snapshot_hash

# As a quarter was frozen before signals and the office's own score were kept.
EARLIER = json.loads(
    """{"line": "desk", "starts_on": "2026-07-01", "ends_on": "2026-09-30",
    "parameters": {"prior_votes": 10, "gate_votes": 10, "gate_coverage_percent": 30, "gate_weeks": 3,
     "gate_contact_percent": 20, "publish_votes": 10, "objection_days": 7},
    "mean": "18/5", "mean_shown": "90.00", "deviation": 0.5,
    "candidates": [{"officer_id": 7, "name": "Nurain Daud, S.Si", "call_name": "Nurain", "salutation": "Ibu",
     "won_lately": false, "votes": 40, "score_sum": 154, "square_sum": 598, "fours": 34, "served": 60, "rated": 40,
     "weeks": 12, "most_from_contact": 2, "with_standard": 50, "within_standard": 45, "score": "19/5",
     "score_shown": 95.0, "low_shown": 92.73, "high_shown": 97.27, "error": 0.070711, "fours_lower": 0.735244,
     "gates": [{"code": "votes", "passed": true, "words": "Penilaian 40 dari 10", "is_soft": false}],
     "is_eligible": true, "is_weak": false, "place": 1, "gap": 0.0, "limit": 2.5}],
    "shortlist": [7]}"""
)
SIGNAL = Signal(
    code="no_contact", officer_id=7, line="desk", is_deterministic=False, is_strong=True, is_notable=True, p=0.001,
    p_adjusted=0.02, visits=33, expected=0.6, observed=0.85, words="28 dari 33 tamu tanpa kontak", vote_count=28,
)  # fmt: skip


def test_what_an_earlier_version_froze_is_read_and_keeps_its_hash():
    read = Snapshot.from_json(EARLIER)
    assert read.signals is None and read.office_score is None
    assert (read.mean, read.starts_on) == (Fraction(18, 5), date(2026, 7, 1))
    assert read.find(7).gates == (GateResult("votes", True, "Penilaian 40 dari 10", False),)
    assert snapshot_hash(read.to_json()) == snapshot_hash(EARLIER)


def test_what_is_frozen_now_comes_back_as_it_was():
    read = replace(
        Snapshot.from_json(EARLIER), signals=(SIGNAL, replace(SIGNAL, p=None)), office_votes=99, office_sum=360
    )
    stored = json.loads(json.dumps(read.to_json()))
    assert Snapshot.from_json(stored) == read
    assert snapshot_hash(stored) == snapshot_hash(read.to_json()) != snapshot_hash(EARLIER)
    assert read.office_score.words == "91"


def test_keys_of_a_later_version_do_not_stop_reading():
    later = EARLIER | {"something_new": 1, "candidates": [EARLIER["candidates"][0] | {"other_new": 2}]}
    assert Snapshot.from_json(later).find(7).votes == 40


def test_a_candidate_is_compared_as_before_the_lock():
    candidate: Candidate = Snapshot.from_json(EARLIER).find(7)
    assert candidate.contender.score.value == Fraction(19, 5)
    assert (candidate.contender.fours_percent, candidate.contender.within_standard) == (
        Fraction("73.5"),
        Fraction(9, 10),
    )
    assert (candidate.score_words, candidate.range_words, candidate.failed) == ("95", "93–97", ())
