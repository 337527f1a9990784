"""When the office's own figure may stand where everybody sees it."""

from fractions import Fraction

from pstku.ratings.rules.publication import PublicationSettings

FEWEST_OFFICERS = 3


def may_everybody_see(votes: int, officers: int, limits: PublicationSettings) -> bool:
    """Enough votes, and from the work of so many officers that the figure is nobody's own.

    Of one officer it would be their score, and of two each could work out the other's.
    """
    return votes >= limits.everyone and officers >= FEWEST_OFFICERS


def share(part: int, whole: int) -> Fraction | None:
    """Of a hundred; None of nothing."""
    return Fraction(100 * part, whole) if whole else None
