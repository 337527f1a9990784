"""The note of a figure: what readers should know, and what an editor still has to check. Pure."""

import re
from functools import lru_cache

from pstku.core.text import N_, fold
from pstku.library.rules.figures import Figure

DOUBTS = frozenset({"kemungkinan", "diragukan", "meragukan"})
EDITORS_WORDS = frozenset({"periksa", "diperiksa", "pastikan", "dipastikan", "cocokkan", "dicocokkan"})
MOST_KEPT = 1024  # notes read before: the figures of a series mostly share theirs
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")


@lru_cache(maxsize=MOST_KEPT)
def is_doubted(note: str) -> bool:
    """Does the note say that this is likely another figure? Such a one is withheld until its note is settled."""
    return any(
        EDITORS_WORDS.intersection(words) and DOUBTS.intersection(words)
        for words in (fold(sentence).split() for sentence in _SENTENCE_ENDS.split(note.strip()))
    )


def why_unchecked(figure: Figure) -> str:
    """What an unchecked figure still lacks before it may be quoted, as a msgid."""
    if figure.released_on is None:
        return N_("Tanggal rilis sumbernya belum diisi, dan belum ada rekan yang mencocokkannya.")
    return N_("Menunggu rekan lain mencocokkannya dengan sumbernya.")


def note_to_show(figure: Figure) -> str:
    """The note beside a figure: whole while nobody has checked it, afterwards only what is for readers."""
    return for_readers(figure.note) if figure.is_checked else figure.note


def for_readers(note: str) -> str:
    """A note without the sentences that ask an editor to check something."""
    sentences = _SENTENCE_ENDS.split(note.strip())
    return " ".join(sentence for sentence in sentences if not EDITORS_WORDS.intersection(fold(sentence).split()))
