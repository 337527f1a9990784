"""Rules of the waiting room."""

import pytest

from pstku.ratings.rules.publication import PublicationSettings
from pstku.waitingroom.rules.displays import known_sound
from pstku.waitingroom.rules.satisfaction import may_everybody_see, share

LIMITS = PublicationSettings(own=5, everyone=10, step=5)


@pytest.mark.parametrize(
    ("votes", "officers", "shown"), [(10, 3, True), (9, 3, False), (200, 2, False), (200, 1, False)]
)
def test_the_offices_figure_is_nobodys_own(votes, officers, shown):
    assert may_everybody_see(votes, officers, LIMITS) is shown


def test_a_share_of_nothing_is_none():
    assert share(0, 0) is None and share(1, 3).limit_denominator(100) == share(100, 300)


def test_a_screen_says_one_of_three_things_of_its_voice():
    assert [known_sound(told) for told in ("on", "off", "broken", "<b>", "", None)] == [
        "on",
        "off",
        "broken",
        *[None] * 3,
    ]
