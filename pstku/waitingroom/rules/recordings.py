"""What an office may upload as its own recording of a clip. Pure."""

import re

from pstku.core.languages import INDONESIAN, LANGUAGES
from pstku.waitingroom.rules.clips import CLIPS, GONG

MOST_BYTES = 200_000  # five seconds of almost any format; a call should not be longer
_DESK = re.compile(r"loket-[0-9]{1,9}")


def media_type_of(content: bytes) -> str | None:
    """The kind of sound file these bytes begin as, whatever its name; None for anything else."""
    if content[:4] == b"OggS":
        return "audio/ogg"
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[:3] == b"ID3" or content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return "audio/webm" if content[:4] == b"\x1aE\xdf\xa3" else None


def is_clip(language: str, clip: str) -> bool:
    """Is it a clip of a call, or a desk's name? The gong has no language, and stands under Indonesian."""
    known = clip in CLIPS or _DESK.fullmatch(clip) is not None
    return known and language in LANGUAGES and (clip != GONG or language == INDONESIAN)
