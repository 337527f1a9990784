"""Text as the papers can print it: what the fonts lack is replaced by a visible sign, the rest stays."""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "print"
FONTS = ROOT / "static" / "fonts"
MISSING = "□"  # stands for one sign that the paper cannot show
BREAKS = "\n\t"
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # choose a picture of the sign before; show nothing


def in_every_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same lists and dicts with every text in them changed; the names of fields stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_every_text(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [in_every_text(each, change) for each in value]
    return value


def with_plain_words(text: str) -> str:
    """The text, in which every word that cannot be printed on its own is `plain`."""
    return re.sub(r"\S+", lambda found: found[0] if _is_printed(found[0]) else plain(found[0]), text)


def plain(text: str) -> str:
    """The text in signs of the papers' own font alone: `MISSING` for every other, nothing for one that shows nothing."""
    composed = unicodedata.normalize("NFC", SELECTORS.sub("", text))
    return "".join(_plain_sign(sign) for sign in composed)


def is_refusal(error: BaseException) -> bool:
    """Whether typst could not print: its error, or a breakdown of its library, which is no `Exception`."""
    import typst

    return isinstance(error, typst.TypstError) or type(error).__name__ == "PanicException"


def _plain_sign(sign: str) -> str:
    if sign in BREAKS or (sign.isascii() and sign.isprintable()):
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf"):
        return ""
    return sign if kind[0] not in "CM" and _is_shown(sign, fallback=False) else MISSING


def _is_printed(word: str) -> bool:
    if word.isascii() and word.isprintable():
        return True
    return all(_is_shown(sign) for sign in word) and _is_shown(word)


@lru_cache(maxsize=8192)
def _is_shown(text: str, *, fallback: bool = True) -> bool:
    """Whether typst prints this text, with only the papers' own font or with those that it brings."""
    import typst

    inputs = {"values": json.dumps(text), "fallback": "yes" if fallback else "no"}
    try:
        typst.compile(
            TEMPLATES / "probe.typ",
            font_paths=[FONTS],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs=inputs,
        )
    except BaseException as error:
        if not is_refusal(error):
            raise
        return False
    return True
