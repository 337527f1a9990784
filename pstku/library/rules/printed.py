"""A cell as BPS prints it: the number, the marks beside it that say how final it is, and the signs that stand alone.

Signs and marks: "Tanda-tanda, satuan, dan lain-lainnya" at the front of every Daerah Dalam Angka. Pure.
"""

import re
from dataclasses import dataclass

from pstku.core.errors import InvalidInput
from pstku.core.numbers import plain_signs
from pstku.core.text import N_
from pstku.library.rules.periods import parse_period

PRELIMINARY, VERY_PRELIMINARY, REVISED, ESTIMATED = "sementara", "sangat sementara", "direvisi", "perkiraan"
MARKS = {
    "*": PRELIMINARY,
    "**": VERY_PRELIMINARY,
    "***": VERY_PRELIMINARY,
    "x": PRELIMINARY,
    "xx": VERY_PRELIMINARY,
    "xxx": VERY_PRELIMINARY,
    "r": REVISED,
    "e": ESTIMATED,
}
NIL, NOT_YET, NOT_SHOWN = "nil", "not_yet", "not_shown"
SIGN_WORDS = {
    NIL: N_("nol atau tidak ada"),
    NOT_YET: N_("data belum tersedia"),
    NOT_SHOWN: N_("data tidak dapat ditampilkan"),
}
NEGLIGIBLE = N_("0 di tabel BPS berarti dapat diabaikan: lebih kecil dari setengah satuan terakhir.")
_SIGNS = {"-": NIL, "--": NIL, "...": NOT_YET, "…": NOT_YET, "..": NOT_YET, "na": NOT_SHOWN, "n/a": NOT_SHOWN}
_SIGNS |= {"n.a": NOT_SHOWN, "n.a.": NOT_SHOWN}
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰⁾⁽ᵃᵇᶜᵈᵉʳˣ"
_LOWERED = str.maketrans(_RAISED, "1234567890)(abcderx")
_LIFTED = str.maketrans("1234567890)(abcderx", _RAISED)
_STATUS = re.compile(r"(?<=[\d%])\s?(\*{1,3}|x{1,3}|r|e)\s?\)?$", re.IGNORECASE)
_FOOTNOTE = re.compile(rf"(?<=[\d%*xre])\s?((?:[{_RAISED}]+)|(?:[1-9a-d]\)))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """`text` without its marks; `status` that a mark stands for, `footnote` its number; empty where there is none."""

    text: str
    status: str = ""
    footnote: str = ""

    @property
    def is_marked(self) -> bool:
        """Was something read beside the text?"""
        return bool(self.status or self.footnote)


def sign_of(text: str) -> str | None:
    """What a sign of BPS that stands alone says: nil, not_yet, not_shown; None for anything else."""
    return _SIGNS.get(plain_signs(text).lower().replace(" ", ""))


def unmarked(text: str) -> Printed:
    """`78,54*` is 78,54, preliminary; `101445¹⁾` is 101445 with footnote 1; raised letters are marks like others."""
    rest, status, footnote = plain_signs(text), "", ""
    while True:
        if found := _FOOTNOTE.search(rest):
            lowered = found[1].translate(_LOWERED).strip("()").lower()
            if lowered in MARKS:
                status = status or MARKS[lowered]
            else:
                footnote = footnote or lowered
        elif found := _STATUS.search(rest):
            status = status or MARKS[found[1].lower()]
        else:
            return Printed(rest, status, footnote)
        rest = rest[: found.start()].rstrip()


def printed_period(text: str, field: str = "period") -> tuple[str, str, Printed]:
    """(period, kind, its marks) of `2024`, `2024*`, `Agustus 2025r`; raises InvalidInput."""
    printed = unmarked(text)
    return *parse_period(printed.text, field), printed


def agreed_status(typed: str, *printed: Printed) -> str:
    """The one status of a figure: typed beside it, or marked on its number or period. Raises InvalidInput."""
    statuses = {status for status in (typed, *(item.status for item in printed)) if status}
    if len(statuses) > 1:
        sentence = N_("Tandanya berarti %(first)s, tetapi tertulis juga %(second)s. Pilih salah satunya.")
        first, second = sorted(statuses)
        raise InvalidInput("status", sentence, first=first, second=second)
    return statuses.pop() if statuses else ""


def is_mark(text: str) -> bool:
    """Is it a mark of how final a number is, or the number of a footnote?"""
    printed = unmarked(f"1{text}") if text else Printed("")
    return printed.is_marked and printed.text == "1"


def raised(text: str) -> str:
    """Letters and digits as they stand raised beside a number: 1) becomes ¹⁾."""
    return text.translate(_LIFTED)
