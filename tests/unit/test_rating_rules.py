"""What is asked after the faces, and what makes somebody look twice."""

from datetime import timedelta
from uuid import UUID

import pytest

from pstku.core.errors import InvalidInput
from pstku.core.tokens import uuid7
from pstku.guestbook.rules.states import is_walk_in
from pstku.ratings.ballots import Ballot, words_from
from pstku.ratings.rules.asking import (
    GROUPS,
    MOST_REASONS,
    UNSUR_ANSWERS,
    UNSUR_QUESTIONS,
    reasons_for,
    unsur_for,
)
from pstku.ratings.rules.lines import CHANNEL_LINES, DESK, LINES, line_of
from pstku.ratings.rules.review import Evidence, flags_of, is_gap
from pstku.ratings.rules.score import Tally

QUIET = {
    "reaction_ms": 2000,
    "dwell": timedelta(minutes=10),
    "recent_of_others": 0,
    "is_staff_phone": False,
    "is_staff_browser": False,
    "is_entered_at_desk": False,
    "is_other_officer": False,
    "clock_skew": timedelta(seconds=2),
}


def flags(**changes):
    return flags_of(Evidence(**{**QUIET, **changes}), min_reaction_ms=700, no_dwell_seconds=90)


def test_an_ordinary_vote_has_no_flag():
    assert flags() == []
    assert flags(reaction_ms=None, dwell=None) == []


@pytest.mark.parametrize(
    "changes, flag",
    [
        ({"reaction_ms": 699}, "fast"),
        ({"dwell": timedelta(seconds=89)}, "no_dwell"),
        ({"recent_of_others": 2}, "burst"),
        ({"is_staff_phone": True}, "staff_phone"),
        ({"is_staff_browser": True}, "staff_browser"),
        ({"is_entered_at_desk": True}, "staff_entered"),
        ({"is_other_officer": True}, "other_officer"),
        ({"clock_skew": timedelta(minutes=5, seconds=1)}, "clock_skew"),
    ],
)
def test_each_oddity_has_its_flag(changes, flag):
    assert flags(**changes) == [flag]


@pytest.mark.parametrize(
    "changes",
    [
        {"reaction_ms": 700},
        {"dwell": timedelta(seconds=90)},
        {"recent_of_others": 1},
        {"clock_skew": timedelta(minutes=5)},
    ],
)
def test_the_limits_themselves_are_still_ordinary(changes):
    assert flags(**changes) == []


@pytest.mark.parametrize("score", [1, 2, 3, 4])
def test_at_most_six_reasons_from_every_group(score):
    reasons = reasons_for(score)
    assert len(reasons) <= MOST_REASONS
    assert {group for group, _, _ in reasons} == {group for group, _ in GROUPS}
    assert len({code for _, code, _ in reasons}) == len(reasons)


def test_nine_unsur_each_with_four_answers_of_their_own():
    assert list(UNSUR_QUESTIONS) == list(UNSUR_ANSWERS)
    assert len(UNSUR_QUESTIONS) == 9
    assert all(len(answers) == 4 for answers in UNSUR_ANSWERS.values())
    assert UNSUR_ANSWERS["sarana"] == ("Buruk", "Cukup", "Baik", "Sangat baik")
    assert UNSUR_ANSWERS["pengaduan"][3] == "Dikelola dengan baik"


def test_one_guest_in_five_is_asked_and_every_unsur_comes_up():
    drawn = [unsur_for(uuid7(), 5) for _ in range(4000)]
    asked = [key for key in drawn if key]
    assert 600 < len(asked) < 1000
    assert set(asked) == set(UNSUR_QUESTIONS)


def test_the_draw_is_the_votes_own():
    vote_id = UUID("01890000-0000-7000-8000-00000000002d")
    assert unsur_for(vote_id, 5) == unsur_for(vote_id, 5) == "persyaratan"
    assert unsur_for(UUID("01890000-0000-7000-8000-00000000002e"), 5) is None


def test_what_was_never_offered_is_not_kept():
    words = words_from(["clear", "clear", "made_up"], "a" * 300, "karangan", 3)
    assert (words.reasons, len(words.comment), words.unsur, words.unsur_value) == (("clear",), 280, None, None)
    assert words_from([], "", "waktu", 5).unsur is None


@pytest.mark.parametrize("score, revision", [(0, 1), (5, 1), (3, 0)])
def test_a_ballot_outside_the_scale_is_refused(score, revision):
    from datetime import UTC, datetime

    now = datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(InvalidInput):
        Ballot(uuid7(), None, score, revision, now, now, "tablet")


def test_every_channel_counts_on_one_line():
    assert set(CHANNEL_LINES.values()) == {line for lines in LINES.values() for line in lines}
    assert line_of("tablet", follow_up=False) == "desk"
    assert line_of("tablet", follow_up=True) == "remote"
    assert line_of("field", follow_up=True) == "field"


def test_a_gap_needs_enough_votes_and_half_a_point():
    assert is_gap(Tally(5, 10), Tally(5, 20))
    assert is_gap(Tally(10, 30), Tally(10, 35))
    assert not is_gap(Tally(10, 30), Tally(10, 34))
    assert not is_gap(Tally(4, 4), Tally(50, 200))


def test_the_desks_own_line_is_that_of_walk_in_guests():
    for channel in CHANNEL_LINES:
        for follow_up in (False, True):
            assert (line_of(channel, follow_up) == DESK) == is_walk_in(channel, follow_up), (channel, follow_up)


def test_a_card_number_in_a_comment_is_not_kept():
    assert words_from([], "NIK saya 7571010101010007, terima kasih", None, None).comment == (
        "NIK saya (nomor dihapus), terima kasih"
    )
