"""From a table or headline of the WebAPI to figures of the library: place, period, number of digits. Pure."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pstku.bps.cube import WHOLE, Cell, Cube
from pstku.core.clock import short_date
from pstku.core.errors import InvalidInput
from pstku.core.text import fold
from pstku.library.rules.entries import NewValue
from pstku.library.rules.periods import counted_by, make_period, parse_period
from pstku.library.rules.places import CITY, DISTRICT, NATION, PROVINCE, VILLAGE
from pstku.library.rules.printed import unmarked
from pstku.library.rules.schema import Facts

TABLE, HEADLINE = "table", "headline"
CENTRE = "0000"
MOST_DECIMALS = 6
MOST_DIGITS = 17  # values live in 64 bits
_ASIDE = re.compile(r"\(([^)]*)\)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WHOLE_YEAR = ("tahun", "tahunan", "")


class PullState(StrEnum):
    """How a round of asking stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Link:
    """One source of figures and the indicator it belongs to. `is_own`: the office wrote it; else a pack did."""

    kind: str  # table, headline
    domain: str
    var: str
    indicator_key: str  # empty: it is not to be taken
    part: str = "0"  # table: turvar; headline: how its title begins
    place: str = ""  # table: vervar, empty for every place the office knows
    region_code: str = ""  # of `place`
    power: int = 0
    series: str = ""
    id: int | None = None  # of the office's own row

    @property
    def source(self) -> tuple[str, str, str, str, str]:
        """The source of a link; each source has at most one link."""
        return self.kind, self.domain, self.var, self.part, self.place


@dataclass(frozen=True, slots=True)
class Counting:
    """How the library counts an indicator: kind of period, months in which it exists, decimals, levels."""

    period_kind: str
    months: tuple[int, ...] = ()
    decimals: int = 0
    levels: tuple[str, ...] = ()  # of the places it exists for; empty: nobody said so

    def exists_for(self, region_code: str) -> bool:
        """Is there such a figure for that place? No export of a city, no poverty of a kelurahan."""
        return not self.levels or level_of(region_code) in ("", *self.levels)


def level_of(region_code: str) -> str:
    """The level of a BPS region code: 0000, 7500, 7571, 7571010, 7571010001; empty for any other."""
    if len(region_code) == 4:
        return NATION if region_code == CENTRE else PROVINCE if region_code.endswith("00") else CITY
    return {7: DISTRICT, 10: VILLAGE}.get(len(region_code), "")


def pack_links(pages: Iterable[tuple[str, Mapping[str, Any]]], province: str) -> Iterator[Link]:
    """The links that packs bring as `webapi` of an indicator: [{domain, var, title?, part?, power?, series?}].

    A table of the centre also has the province's figures; its headline is the nation's.
    """
    for key, facts in pages:
        for item in Facts(facts).webapi:
            domain, var = str(item.get("domain") or CENTRE), str(item["var"])
            power, series = int(item.get("power") or 0), str(item.get("series") or "")
            region = {CENTRE: CENTRE, province: province}.get(domain)
            if region and item.get("headline", True):
                yield Link(HEADLINE, domain, var, key, str(item.get("title") or ""), "", region, power, series)
            if item.get("table", True):
                yield Link(TABLE, domain, var, key, str(item.get("part") or "0"), "", "", power, series)


def merged(own: Iterable[Link], packed: Iterable[Link]) -> list[Link]:
    """The links in force: the office's own override the packs', and may turn them off."""
    links = {link.source: link for link in packed} | {link.source: link for link in own}
    return [link for link in links.values() if link.indicator_key]


def stored_period(words: str, year: str, counting: Counting) -> str | None:
    """The library's period of a label beside a year: Maret, Semester 1 (Maret), Triwulan II, Tahun; None: not ours."""
    words, year = unmarked(words).text, unmarked(year).text
    plain, aside = _ASIDE.sub(" ", words), " ".join(_ASIDE.findall(words))
    for words_tried in (plain, aside):
        if fold(words_tried) in _WHOLE_YEAR:
            continue
        if period := _period(f"{words_tried} {year}", counting):
            return period
    return _of_whole_year(year, counting) if fold(plain) in _WHOLE_YEAR and not fold(aside) else None


def headline_period(text: str, counting: Counting) -> tuple[str, str] | None:
    """(period, kind) of the free text of a headline: September 2026, Semester 1 (Maret) 2026, Tahun 2025.

    An indicator by year may have quarters between its years, as economic growth has.
    """
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    if len(set(years)) != 1:
        return None
    kinds = (counting.period_kind, "quarter") if counting.period_kind == "year" else (counting.period_kind,)
    for kind in kinds:
        found = stored_period(text.replace(years[0], " "), years[0], replace(counting, period_kind=kind))
        if found:
            return found, kind
    return None


def _period(text: str, counting: Counting) -> str | None:
    try:
        period, kind = parse_period(text.replace("-", " "))
    except InvalidInput:
        return None
    counted, counted_kind = counted_by(counting.period_kind, period, kind)
    return counted if counted_kind == counting.period_kind else None


def _of_whole_year(year: str, counting: Counting) -> str | None:
    """A table by year holds the one period in which the indicator exists: August of Sakernas, March of Susenas."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", year):
        return None
    if counting.period_kind == "year":
        return year
    if len(counting.months) != 1:
        return None
    month = counting.months[0]
    place = {"month": month, "quarter": (month + 2) // 3, "semester": 1 if month <= 6 else 2}[counting.period_kind]
    return make_period(counting.period_kind, int(year), place)


def place_of(cell: Cell, link: Link, places: Mapping[str, str], own: str) -> str | None:
    """The region code of a row; `places`: code -> name of those the office knows. None: a row that is not ours."""
    if link.place:
        return link.region_code if cell.row.code == link.place else None
    if cell.row.code == WHOLE:
        return CENTRE if link.domain == CENTRE else None
    if cell.row.code in places:
        return cell.row.code
    if link.domain != own:
        return None  # a name alone is not enough: three domains are called Gorontalo
    names = {fold(name): code for code, name in places.items()}
    return names.get(fold(cell.row.words)) or names.get(fold(f"Kecamatan {cell.row.words}"))


def offered_by_table(
    table: Cube, link: Link, counting: Counting, *, places: Mapping[str, str], own: str, site: str
) -> list[NewValue]:
    """The figures a table has for the office."""
    found = []
    for cell in table.cells:
        period = stored_period(cell.part.words, cell.year.words, counting)
        region = place_of(cell, link, places, own)
        value = with_digits(cell.value, link.power, max(table.decimals or 0, counting.decimals))
        if cell.column.code != link.part or period is None or region is None or value is None:
            continue
        entry = NewValue(
            indicator_key=link.indicator_key,
            region_code=region,
            period=period,
            period_kind=counting.period_kind,
            value=value,
            source=f"WebAPI BPS, tabel {table.var}: {table.title}",
            status=unmarked(cell.year.words).status or unmarked(cell.part.words).status,
            series=link.series,
            source_url=table_url(site, table.var, table.title),
            note=_note(table.updated_on),
        )
        found.append(entry)
    return found


def unread_years(table: Cube) -> list[str]:
    """Labels of years that are none, also without the mark of a preliminary one: their figures are not offered."""
    labels = {cell.year.words for cell in table.cells}
    return sorted(label for label in labels if not _YEAR.fullmatch(unmarked(label).text))


def offered_by_headline(item: Mapping[str, Any], link: Link, counting: Counting, site: str) -> NewValue | None:
    """The figure of an item of `indicators`, None when its period or its value is not one the library keeps."""
    period = headline_period(str(item.get("periode") or ""), counting)
    written = item.get("value")
    if not period or isinstance(written, bool) or not isinstance(written, int | Decimal):
        return None
    if (value := with_digits(Decimal(written), link.power, counting.decimals)) is None:
        return None
    title = str(item.get("title") or "").strip()
    return NewValue(
        indicator_key=link.indicator_key,
        region_code=link.region_code,
        period=period[0],
        period_kind=period[1],
        value=value,
        status=unmarked(str(item.get("periode") or "")).status,
        source=f"WebAPI BPS, indikator strategis: {title}",
        series=link.series,
        source_url=table_url(site, str(item.get("var")), title),
        note=f"Periode menurut WebAPI: {item.get('periode')}",
    )


def is_headline_of(item: Mapping[str, Any], link: Link) -> bool:
    """Is this the item the link means? Where several items share a variable, the title decides."""
    title = fold(str(item.get("title") or ""))
    return str(item.get("var")) == link.var and f"{title} ".startswith(f"{fold(link.part)} ".lstrip())


def with_digits(value: Decimal, power: int, decimals: int) -> Decimal | None:
    """The value times 10**power, written with at least so many decimals (0.3 is 0.30); digits are never lost.

    None for a value out of all proportion, which no table of the library holds.
    """
    if value == 0:
        value = Decimal(0)
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        return None
    moved = value.scaleb(power)
    natural = max(0, -int(moved.normalize().as_tuple().exponent))
    places = min(max(natural, decimals if power == 0 else 0), max(natural, MOST_DECIMALS))
    if max(moved.adjusted(), 0) + places >= MOST_DIGITS:
        return None
    return moved.quantize(Decimal(1).scaleb(-places))


def table_url(site: str, var: str, title: str) -> str:
    """The table's page on a site of BPS; it is named by base64 of var#2."""
    return f"{site}/id/statistics-table/2/{b64encode(f'{var}#2'.encode()).decode()}/{slug(title)}.html"


def release_url(site: str, kind: str, external_id: str, day: date, title: str) -> str:
    """The page of a publication or press release on the office's site."""
    return f"{site}/id/{kind}/{day:%Y/%m/%d}/{external_id}/{slug(title)}.html"


def slug(title: str) -> str:
    """A title as the sites write it into addresses."""
    return fold(title).replace(" ", "-")[:120].strip("-") or "tabel"


def _note(updated_on: str) -> str:
    try:
        return f"Tabel diperbarui {short_date(date.fromisoformat(updated_on))}."
    except ValueError:
        return ""
