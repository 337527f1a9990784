"""What the rating states ask, for the templates."""

from dataclasses import dataclass

from kiosk import blueprint
from pstku.core.tokens import CODE_ALPHABET
from pstku.ratings.rules.asking import GOOD_REASONS, GROUPS, POOR_REASONS, UNSUR_ANSWERS, UNSUR_QUESTIONS

Reasons = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """Msgids; the template translates them."""

    alphabet: str = CODE_ALPHABET
    groups: tuple[tuple[str, str], ...] = GROUPS
    reasons: tuple[tuple[str, Reasons], ...] = (("good", GOOD_REASONS), ("poor", POOR_REASONS))
    unsur: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(
        (key, question, UNSUR_ANSWERS[key]) for key, question in UNSUR_QUESTIONS.items()
    )


@blueprint.app_template_global()
def rating_questions() -> Questions:
    """Everything `kiosk/rating.html` shows besides the visit."""
    return Questions()
