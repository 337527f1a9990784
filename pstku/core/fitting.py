"""What somebody at the office types fits, or is refused: nothing of it is cut off unseen."""

from collections.abc import Callable

from pstku.core.errors import InvalidInput
from pstku.core.text import N_, clean_line

Clean = Callable[[str | None, int], str]


def fitting(field: str, text: str | None, longest: int, clean: Clean = clean_line) -> str:
    """The cleaned text of at most `longest` characters; raises InvalidInput(field) for a longer one."""
    words = clean(text, 2 * longest)  # so much is looked at; a longer one is too long all the same
    if len(words) > longest:
        raise InvalidInput(field, N_("Terlalu panjang. Singkat menjadi paling banyak %(max)s huruf."), max=longest)
    return words
