"""Numbers of papers by the office's pattern: kind-sequence / satker / archive class / year. Pure."""

import re

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

PARTS = ("jenis", "urut", "satker", "arsip", "tahun")
NEEDED = ("jenis", "urut", "tahun")  # without one of them two papers could bear the same number
DIGITS = 3


def number_by(pattern: str, *, code: str, sequence: int, satker: str, archive: str, year: int) -> str:
    """BA-001/75710/PL.810/2026; a part the office leaves empty goes with the stroke before it.

    `code` is the letters of the kind; `sequence` counts from 1 in each kind and year.
    """
    values = {"jenis": code, "urut": f"{sequence:0{DIGITS}d}", "satker": satker, "arsip": archive, "tahun": str(year)}
    filled = (re.sub(r"\{(\w+)\}", lambda found: values[found[1]], part) for part in pattern.split("/"))
    return "/".join(part for part in filled if part)


def check_pattern(pattern: str) -> str:
    """The pattern, when each paper gets its own number by it; else raises InvalidInput("pattern")."""
    named = re.findall(r"\{(\w*)\}", pattern)
    if any(part not in PARTS for part in named) or re.search(r"[{}]", re.sub(r"\{\w*\}", "", pattern)):
        raise InvalidInput("pattern", N_("Yang dikenal hanya {jenis}, {urut}, {satker}, {arsip}, dan {tahun}."))
    if any(named.count(part) != 1 for part in NEEDED):
        raise InvalidInput("pattern", N_("Tulis {jenis}, {urut}, dan {tahun} masing-masing satu kali."))
    return pattern
