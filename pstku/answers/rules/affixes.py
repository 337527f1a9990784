"""Words of one root: perekonomian and ekonomi, bersekolah and sekolah. Pure."""

PREFIXES = (
    "memper",
    "diper",
    "penge",
    "menge",
    "meny",
    "peny",
    "meng",
    "peng",
    "mem",
    "pem",
    "men",
    "pen",
    "ber",
    "ter",
    "per",
    "me",
    "pe",
    "be",
    "di",
    "ke",
    "se",
)
SUFFIXES = ("annya", "kannya", "nya", "kan", "kah", "lah", "pun", "an", "i")
SHORTEST_ROOT = 4


def roots(word: str) -> tuple[str, ...]:
    """The roots a word may have: the word itself, then shorter ones, the longest first; at least four letters each."""
    bases = [word, *(word.removesuffix(suffix) for suffix in SUFFIXES if word.endswith(suffix))]
    found = [*bases, *(base.removeprefix(prefix) for base in bases for prefix in PREFIXES if base.startswith(prefix))]
    return tuple(sorted({one for one in found if len(one) >= SHORTEST_ROOT}, key=lambda one: (-len(one), one)))
