"""The clips of which a call is made, sign by sign: what a voice says in each, and which follow each other. Pure."""

import re
from collections.abc import Collection, Iterator

from pstku.core.languages import ENGLISH, INDONESIAN

DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"
GONG, NUMBER, GO, SERVICE_DESK = "gong", "nomor", "menuju", "meja-layanan"
WORDS = {
    NUMBER: {INDONESIAN: "Nomor antrean", ENGLISH: "Number"},
    GO: {INDONESIAN: "Silakan menuju", ENGLISH: "Please go to"},
    "loket": {INDONESIAN: "loket", ENGLISH: "counter"},
    "meja": {INDONESIAN: "meja", ENGLISH: "desk"},
    "ruang": {INDONESIAN: "ruang", ENGLISH: "room"},
    SERVICE_DESK: {INDONESIAN: "meja layanan", ENGLISH: "the service desk"},
}
SAID = {**WORDS, **{sign: dict.fromkeys((INDONESIAN, ENGLISH), sign.upper()) for sign in DIGITS + LETTERS}}
CLIPS = (GONG, *SAID)  # the gong is heard once, before the words of either language
_PLACE = re.compile(r"(loket|meja|ruang) ?([0-9a-z]{1,3})")

Clip = tuple[str, str]  # language and name


def desk_clip(desk_id: int) -> str:
    """The name of an office's own recording of a desk's name."""
    return f"loket-{desk_id}"


def is_sayable(desk: str) -> bool:
    """Can our clips say the name of this desk? Loket 2, Meja A and Ruang 12 they can."""
    return _PLACE.fullmatch(desk.casefold()) is not None


def call_of(number: str, desk_id: int | None, desk: str, language: str, own: Collection[Clip]) -> list[Clip]:
    """The clips of a call in their order: the gong, Indonesian, then English for a guest who reads it.

    `own`: the office's recordings, which may name a desk that our clips cannot.
    """
    languages = (INDONESIAN, ENGLISH) if language == ENGLISH else (INDONESIAN,)
    return [(INDONESIAN, GONG), *(clip for code in languages for clip in _sentence(number, desk_id, desk, code, own))]


def _sentence(number: str, desk_id: int | None, desk: str, language: str, own: Collection[Clip]) -> Iterator[Clip]:
    named = _PLACE.fullmatch(desk.casefold())
    if desk_id is not None and (language, desk_clip(desk_id)) in own:
        place = [desk_clip(desk_id)]
    else:
        place = [named[1], *named[2]] if named else [SERVICE_DESK]
    signs = [sign for sign in number.casefold() if sign in SAID]  # A-T2-07: no dash is said
    return ((language, name) for name in (NUMBER, *signs, GO, *place))
