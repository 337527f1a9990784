"""A question as it is asked, and whether an answer is right. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number, parse_decimal
from pstku.core.text import N_
from pstku.library.rules.figures import Figure

SINGLE, MULTIPLE, NUMBER, MISTAKE = "single", "multiple", "number", "mistake"
CHOICES = (SINGLE, MULTIPLE, MISTAKE)
ANY_SIGN = "any"
LONGEST_NUMBER = 60  # with its unit in words
SIGNS_OF_UNITS = {"%": "persen", "rp": "rupiah", "rp.": "rupiah"}

_WITH_UNIT = re.compile(r"(?P<before>[^\d+\-−]*)(?P<number>[+\-−]?\s*\d(?:[\d.,\s]*\d)?)(?P<after>\D*)", re.ASCII)
_THOUSANDS_OR_POINT = re.compile(r"[+\-−]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; `place` is its place in the bank, whatever the order shown."""

    place: int
    text: str
    is_right: bool
    why: str

    @property
    def code(self) -> str:
        """What the form sends: says nothing of the place, since a bank may name the right option first."""
        return sha256(self.text.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the newest figure filled in and its options in the order of this sitting."""

    kind: str
    situation: str
    ask: str
    options: tuple[Option, ...]
    value: Decimal | None
    tolerance: Decimal
    unit: str
    why: str
    is_any_sign: bool = False  # "turun berapa": −0,63 is as right as 0,63

    @property
    def right(self) -> tuple[int, ...]:
        return tuple(sorted(option.place for option in self.options if option.is_right))

    @property
    def right_text(self) -> str:
        """The right answer in words."""
        if self.value is not None:
            return f"{format_number(self.value)} {self.unit}".strip()
        return "; ".join(option.text for option in self.options if option.is_right)

    def picture(self) -> dict[str, Any]:
        """The question as it was shown, to keep with the answer."""
        options = [{"place": o.place, "text": o.text, "right": o.is_right, "why": o.why} for o in self.options]
        return {
            "ask": self.ask,
            "situation": self.situation,
            "options": options,
            "right": self.right_text,
            "why": self.why,
        }


def ask(kind: str, content: Mapping[str, Any], *, seed: str, figure: Figure | None = None, region: str = "") -> Asked:
    """Make a question ready; `seed` gives the order of the options, the same one as long as it is the same."""
    number = content.get("number") or {}
    words = {"{region}": region, "{period}": figure.period_text, "{value}": figure.text} if figure else {}
    value = figure.value if figure else Decimal(str(number["value"])) if "value" in number else None
    options = [
        Option(place, str(item["text"]), bool(item.get("right")), str(item.get("why") or ""))
        for place, item in enumerate(content.get("options") or [])
    ]
    Random(seed).shuffle(options)
    return Asked(
        kind=kind,
        situation=_fill(content.get("situation"), words),
        ask=_fill(content.get("ask"), words),
        options=tuple(options),
        value=value if kind == NUMBER else None,
        tolerance=Decimal(str(number.get("tolerance") or 0)),
        unit=str(number.get("unit") or ""),
        why=_fill(content.get("why"), words),
        is_any_sign=number.get("sign") == ANY_SIGN,
    )


def _fill(text: Any, words: Mapping[str, str]) -> str:
    filled = str(text or "")
    for mark, word in words.items():
        filled = filled.replace(mark, word)
    return filled


def given_answer(asked: Asked, values: Sequence[str]) -> list[Any] | None:
    """The answer as it came from the form: places of options (from their codes) or a number; None when there is none.

    Raises InvalidInput for a number that cannot be read or an option that is not there.
    """
    plain = [value for value in values if value.strip()]
    if not plain:
        return None
    if asked.kind == NUMBER:
        return [str(_number_given(asked, plain[0]))]
    places = {option.code: option.place for option in asked.options}
    if not places.keys() >= set(plain) or (asked.kind != MULTIPLE and len(plain) > 1):
        raise InvalidInput("answer", N_("Pilihan ini tidak ada. Pilih yang lain."))
    return sorted({places[value] for value in plain})


def _number_given(asked: Asked, typed: str) -> Decimal:
    """What was typed, with or without its unit; 1.000 is a thousand, unless only 1,000 would be right."""
    plain = _without_unit(typed, asked.unit)
    if not _THOUSANDS_OR_POINT.fullmatch(plain):
        return parse_decimal(plain, "answer")
    thousands, point = parse_decimal(plain.replace(".", "")), parse_decimal(plain.replace(".", ","))
    return point if _is_near(asked, point) and not _is_near(asked, thousands) else thousands


def _without_unit(typed: str, unit: str) -> str:
    """`6,04 %`, `Rp 503.854` and `2 poin` without the words of the question's unit; other words stay."""
    found = _WITH_UNIT.fullmatch(typed.strip()) if len(typed) <= LONGEST_NUMBER else None
    if found is None:
        return typed
    words = _unit_words(f"{found['before']} {found['after']}")
    return "".join(found["number"].split()) if words <= _unit_words(unit) else typed


def _unit_words(text: str) -> set[str]:
    return {SIGNS_OF_UNITS.get(word, word) for word in text.lower().split()}


def is_right(asked: Asked, given: Sequence[Any]) -> bool:
    """All right options and no other; a number within the tolerance."""
    if asked.kind == NUMBER:
        return _is_near(asked, Decimal(given[0]))
    return tuple(given) == asked.right


def _is_near(asked: Asked, number: Decimal) -> bool:
    if asked.value is None:
        return False
    near = abs(number) if asked.is_any_sign and asked.value > 0 else number
    return abs(near - asked.value) <= asked.tolerance
