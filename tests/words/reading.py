"""Which Indonesian sentences of the catalogue a page in English still holds."""

import re
from collections.abc import Iterator
from functools import cache

from tests.html import Element
from tests.words.guests import english

READ = ("alt", "title", "placeholder", "aria-label")  # and what is data-, which scripts put on the glass
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SHORTEST = 9  # letters; a shorter sentence counts when it stands alone


def indonesian_left(page: Element) -> list[str]:
    """Msgids that a reader of this page meets, except where the page itself says that the words are Indonesian."""
    said = list(_said(page))
    return sorted({message for message, is_in in _sentences() if any(is_in(words) for words in said)})


@cache
def _sentences() -> tuple:
    ids = [(message.id, message.string) for message in english() if message.id]
    pairs = [(first(msgid), first(words)) for msgid, words in ids]
    return tuple((msgid, _finder(msgid)) for msgid, words in pairs if msgid != words)


def first(message: str | tuple[str, ...]) -> str:
    """The singular of a message that has two forms."""
    return message if isinstance(message, str) else message[0]


def _finder(msgid: str):
    parts = [part.strip() for part in PLACE.split(msgid)]
    longest = max(parts, key=len)
    if len(longest) >= SHORTEST and " " in longest:
        return lambda words: longest in words
    return lambda words: len(parts) == 1 and words == longest


def _said(element: Element) -> Iterator[str]:
    """Every text and every attribute that is read; nothing below an element that is marked as Indonesian."""
    if element.get("lang") == "id":
        return
    for name, value in element.attrs.items():
        if value and (name in READ or name.startswith("data-")):
            yield " ".join(value.split())
    for child in element.children():
        if isinstance(child, Element):
            yield from _said(child)
        elif words := " ".join(str(child).split()):
            yield words
