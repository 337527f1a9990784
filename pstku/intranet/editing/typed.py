"""How a fact is shown in a form field and read back: lines, numbers, sources, days of release."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pstku.core.clock import short_date
from pstku.core.days import parse_day
from pstku.core.errors import InvalidInput
from pstku.core.numbers import parse_decimal, typed_number
from pstku.core.text import N_
from pstku.library.rules.calendar import POSTPONED, exact_day, is_postponed
from pstku.library.rules.periods import parse_period, period_text

MARKS = ("V", "D", "INF", "GK")


@dataclass(frozen=True, slots=True)
class Typed:
    """`show` turns a stored fact into the data of a form field; `read` turns it back, and names the field in faults."""

    show: Callable[[Any], Any]
    read: Callable[[Any, str], Any]

    def after(self, typed: Any, before: Any, field: str) -> Any:
        """The fact after typing: a field that was left alone keeps the stored value. Raises InvalidInput."""
        if typed is None or _plain(typed) == _plain(self.show(before)):
            return before
        return self.read(typed, field)


def lines(text: str | None) -> list[str]:
    """One item to a line, without the empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def whole_number(text: str, field: str) -> int | None:
    """A whole number as typed, None when nothing is; raises InvalidInput."""
    plain = text.strip().replace("−", "-")
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,6}", plain, re.ASCII):
        raise InvalidInput(field, N_("“%(text)s” bukan bilangan bulat. Ketik misalnya 2."), text=plain)
    return int(plain)


def source_line(item: dict[str, Any]) -> str:
    """nama | alamat | tanda"""
    return " | ".join([str(item.get("name") or ""), str(item.get("url") or ""), str(item.get("mark") or "GK")])


def source(line: str, field: str = "sources") -> dict[str, Any]:
    """A source as typed; raises InvalidInput for anything that would be lost silently."""
    name, url, mark = (*(part.strip() for part in line.split("|", 2)), "", "")[:3]
    if not name:
        raise InvalidInput(field, N_("Sumber “%(line)s” belum bernama. Tulis nama | alamat | V atau GK."), line=line)
    if url and not url.startswith(("https://", "http://")):
        raise InvalidInput(field, N_("Alamat sumber “%(url)s” diawali https://"), url=url)
    if mark.upper() not in ("", *MARKS):
        raise InvalidInput(field, N_("Tanda “%(mark)s” tidak dikenal. Tulis V, D, INF, atau GK."), mark=mark)
    return {"name": name, "url": url or None, "mark": mark.upper() or "GK"}


def release_dates(text: str, field: str) -> dict[str, str]:
    """Agustus 2026 | 5/11/2026 or | ditunda, one to a line, as period -> day; raises InvalidInput."""
    days = {}
    for line in lines(text):
        period, bar, day = line.partition("|")
        if not bar:
            raise InvalidInput(field, N_("Tulis “%(line)s” sebagai periode | tanggal."), line=line)
        is_postponed = day.strip().lower() == POSTPONED
        days[parse_period(period, field)[0]] = POSTPONED if is_postponed else parse_day(day, field).isoformat()
    return days


def bands(text: str, field: str) -> list[dict[str, Any]]:
    """0,3 | rendah, one to a line, as the classes of a scale; raises InvalidInput."""
    found = []
    for line in lines(text):
        edge, _bar, label = (part.strip() for part in line.partition("|"))
        if not label:
            raise InvalidInput(field, N_("Tulis “%(line)s” sebagai batas atas | nama golongan."), line=line)
        to = parse_decimal(edge, field)
        found.append({"to": int(to) if to == to.to_integral_value() else float(to), "label": label})
    return found


def _bands_shown(stored: Any) -> str:
    return "\n".join(f"{typed_number(Decimal(str(item['to'])))} | {item['label']}" for item in stored or [])


def _dates_shown(days: Any) -> str:
    return "\n".join(
        f"{period_text(period)} | {words}"
        for period in days or {}
        if (words := _day_shown({"dates": days}, str(period)))
    )


def _day_shown(calendar: dict[str, Any], period: str) -> str:
    day = exact_day(calendar, period)
    return short_date(day) if day else POSTPONED if is_postponed(calendar, period) else ""


def _months(typed: list[str], field: str) -> list[int]:
    chosen = [month for place in typed if (month := whole_number(place, field)) is not None]
    if not set(chosen) <= set(range(1, 13)):
        raise InvalidInput(field, N_("Pilih bulannya dari daftar."))
    return chosen


def _plain(typed: Any) -> Any:
    return typed.replace("\r\n", "\n").strip() if isinstance(typed, str) else typed


def _word(typed: str, _field: str) -> str:
    return " ".join(typed.split())


WORD = Typed(lambda kept: "" if kept is None else str(kept), _word)
LINES = Typed(lambda kept: "\n".join(map(str, kept or [])), lambda typed, _field: lines(typed))
NUMBER = Typed(lambda kept: "" if kept is None else str(kept), whole_number)
FLAG = Typed(bool, lambda typed, _field: bool(typed))
CHOSEN = Typed(lambda kept: list(map(str, kept or [])), lambda typed, _field: list(typed))
MONTHS_CHOSEN = Typed(lambda kept: list(map(str, kept or [])), _months)
SOURCES = Typed(
    lambda kept: "\n".join(map(source_line, kept or [])),
    lambda typed, field: [source(line, field) for line in lines(typed)],
)
DATES = Typed(_dates_shown, release_dates)
BANDS = Typed(_bands_shown, bands)
