"""What the rows and columns of a published table mean: proposed from their words, said by an editor, made into rows
of our own sheet. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number, parse_decimal, typed_number
from pstku.core.text import fold
from pstku.filling.rules.published import Layout, Line, joined_period
from pstku.filling.rules.sheets import COLUMNS, FROM, MOST_ROWS
from pstku.library.rules.places import CITY, DISTRICT
from pstku.library.rules.printed import sign_of, unmarked

LEAVE_OUT, PLAIN = "", "="  # a line that is not read; one that says nothing besides its period
INDICATOR, REGION = "i:", "r:"
POWERS = (0, 3, 6, 9)
SHEET_HEAD = [*COLUMNS.values(), FROM]
TOTALS = frozenset({"jumlah", "total", "jumlah total"})
_SCALES = {"ribu": 3, "000": 3, "juta": 6, "miliar": 9, "milyar": 9}
_LEVEL_WORDS = re.compile(r"^(?:\d+ )?(?:kecamatan|kec|kelurahan|kel|desa|kabupaten|kab|provinsi|prov) ")
_BRACKETS = re.compile(r"\([^)]*\)")
_NUMBERED = re.compile(r"^\d+ ")
_ABOUT = re.compile(r"^tabel( \d+)*|\b(?:menurut|di|per|pada|tahun|table)\b.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TableMap:
    """What an editor said about a table: the meaning of each row and column by its key, and what holds for all of it.

    A meaning is i:<indicator>, r:<region>, = (only a period) or empty (left out). `powers`: column -> figures of it
    times 10**power. `indicator_key`, `region_code`: where neither row nor column says another.
    """

    rows: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    powers: Mapping[str, int] = field(default_factory=dict)
    indicator_key: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """What holds for one edition of a table and is not remembered."""

    source: str
    source_url: str = ""
    released_on: str = ""
    period: str = ""  # where neither row nor column names one


@dataclass(frozen=True, slots=True)
class Words:
    """The names by which rows and columns are recognised: of indicators by key, of places by code with their level."""

    indicators: Mapping[str, Sequence[str]]
    units: Mapping[str, str]
    places: Sequence[tuple[str, str, str]]  # code, name, level
    own_region: str


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Folded name -> codes: of whole names and codes, and of names without the word for their level."""

    exact: Mapping[str, Sequence[str]]
    bare: Mapping[str, Sequence[str]]


def propose(layout: Layout, words: Words, earlier: TableMap | None = None) -> TableMap:
    """The likely meaning of a table's rows and columns from their words; an editor's earlier mapping overrides it."""
    places = _index(words.places)
    columns = {line.key: _column_meaning(line, words, places) for line in layout.columns}
    table_indicator = indicator_named(_about(layout.title, words), words.indicators)
    if len(columns) == 1:
        columns = {key: _as_titled(key, meaning, layout.title, table_indicator) for key, meaning in columns.items()}
    if len(columns) == 1 or table_indicator:
        plain = {key for key in columns if not columns[key] and (len(columns) == 1 or not key or key in TOTALS)}
        columns |= dict.fromkeys(plain, PLAIN)
    says_indicator = any(meaning.startswith(INDICATOR) for meaning in columns.values())
    rows = _row_meanings(layout.rows, words, places, names_indicators=not says_indicator)
    powers = {line.key: power for line in layout.columns if (power := _power(line, layout, words, columns))}
    is_left_to_title = PLAIN in columns.values() or not says_indicator
    found = TableMap(rows, columns, powers, table_indicator if is_left_to_title else "", words.own_region)
    if earlier is None:
        return found
    return TableMap(
        {key: earlier.rows.get(key, meaning) for key, meaning in rows.items()},
        {key: earlier.columns.get(key, meaning) for key, meaning in columns.items()},
        {key: earlier.powers.get(key, 0) if key in earlier.columns else powers.get(key, 0) for key in columns},
        earlier.indicator_key,
        earlier.region_code or words.own_region,
    )


def indicator_named(text: str, indicators: Mapping[str, Sequence[str]]) -> str:
    """The indicator whose name makes up more than half of the words; the longest name wins. Empty: none."""
    label_words = fold(_BRACKETS.sub(" ", text))
    best = ("", "")
    for key, names in indicators.items():
        for name in map(fold, names):
            if f" {name} " in f" {label_words} " and len(name) > len(best[1]):
                best = (key, name)
    return best[0] if len(best[1].split()) * 2 > len(label_words.split()) else ""


def sheet_of(table: Sequence[Sequence[str]], layout: Layout, mapped: TableMap, release: Release) -> list[list[str]]:
    """The figures of a published table as rows under our own columns, each with the cell it was taken from.

    One more than a sheet may have at the most: then reading it refuses.
    """
    return [SHEET_HEAD, *islice(_sheet_rows(table, layout, mapped, release), MOST_ROWS)]


def _sheet_rows(
    table: Sequence[Sequence[str]], layout: Layout, mapped: TableMap, release: Release
) -> Iterator[list[str]]:
    columns = [(line, meaning) for line in layout.columns if (meaning := mapped.columns.get(line.key, LEAVE_OUT))]
    for row in layout.rows:
        if not (row_meaning := mapped.rows.get(row.key, LEAVE_OUT)):
            continue
        for column, column_meaning in columns:
            cells, meanings = table[row.place], (row_meaning, column_meaning)
            printed = " ".join(cells[column.place].split()) if column.place < len(cells) else ""
            if not printed:
                continue
            value, origin = _scaled(printed, mapped.powers.get(column.key, 0) if mapped.powers else 0)
            mark = unmarked(printed).footnote
            filled = {
                "indicator_key": _one_of(INDICATOR, meanings, mapped.indicator_key),
                "region_code": _one_of(REGION, meanings, mapped.region_code),
                "region": row.label,
                "period": joined_period(row.period or row.label, column.period or release.period),
                "value": value,
                "source": release.source,
                "source_url": release.source_url,
                "released_on": release.released_on,
                "note": layout.notes.get(mark, "") if mark else "",
            }
            place = f"{column_name(column.place)}{row.place + 1}"
            yield [*(filled.get(name, "") for name in COLUMNS), f"{place}: {origin}" if origin else place]


def column_name(place: int) -> str:
    """The name of a column as in a spreadsheet: A, B, … Z, AA."""
    return (column_name(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def _one_of(kind: str, meanings: Sequence[str], otherwise: str) -> str:
    """What row or column say; nothing where they contradict each other, which is a fault of the figure."""
    keys = {meaning.removeprefix(kind) for meaning in meanings if meaning.startswith(kind)}
    return otherwise if not keys else keys.pop() if len(keys) == 1 else ""


def _scaled(printed: str, power: int) -> tuple[str, str]:
    """(the number in the indicator's unit with its marks, how it was printed); a sign or no number stays as it is."""
    if not power or sign_of(printed):
        return printed, ""
    number = unmarked(printed).text
    try:
        value = parse_decimal(number)
    except InvalidInput:
        return printed, ""
    plain = typed_number(value.scaleb(power).normalize() + 0)
    return printed.replace(number, plain, 1), f"{printed} × {format_number(10**power)}"


def _about(title: str, words: Words) -> str:
    """What a title is about, without its number, breakdown, place, and what stands in brackets."""
    about = _ABOUT.sub("", fold(_BRACKETS.sub(" ", title))).strip()
    for _code, name, _level in words.places:
        about = f" {about} ".replace(f" {fold(name)} ", " ").strip()
    return about


def _column_meaning(line: Line, words: Words, places: PlaceIndex) -> str:
    if not line.label:
        return PLAIN
    if key := indicator_named(line.label, words.indicators):
        return INDICATOR + key
    code = next(iter(_codes(line.label, places)), "")
    return REGION + code if code else LEAVE_OUT


def _as_titled(label: str, meaning: str, title: str, table_indicator: str) -> str:
    """Inflasi alone under the title Inflasi Bulanan: an only column whose words the title has means what the title says."""
    is_short = set(fold(label).split()) <= set(fold(title).split())
    is_other = meaning.startswith(INDICATOR) and meaning != INDICATOR + table_indicator
    return PLAIN if table_indicator and is_other and is_short else meaning


def _row_meanings(rows: Iterable[Line], words: Words, places: PlaceIndex, *, names_indicators: bool) -> dict[str, str]:
    levels = {code: level for code, _name, level in words.places}
    candidates = {row.key: _codes(row.label, places) for row in rows}
    counted = Counter(level for codes in candidates.values() for level in {levels[code] for code in codes})
    most = max(counted, key=lambda level: (counted[level], level in (CITY, DISTRICT)), default="")
    meanings = {}
    for row in rows:
        codes = sorted(candidates[row.key], key=lambda code: (-counted[levels[code]], len(code), code))
        if not row.label or joined_period(row.label, "2000").endswith(" 2000"):
            meanings[row.key] = PLAIN  # a year, or a month whose year stands above
        elif codes:
            meanings[row.key] = REGION + codes[0]
        elif fold(row.label) in TOTALS and most == DISTRICT:
            meanings[row.key] = REGION + words.own_region
        elif names_indicators and (key := indicator_named(row.label, words.indicators)):
            meanings[row.key] = INDICATOR + key
        else:
            meanings[row.key] = LEAVE_OUT
    return meanings


def _codes(label: str, places: PlaceIndex) -> list[str]:
    """The places a label may mean: by code, by name, or by the name without the word for its level."""
    parts = {fold(part) for part in (label, *re.split(r"[/·|]", label))}
    parts |= {_NUMBERED.sub("", part) for part in parts}
    bare = parts | {_LEVEL_WORDS.sub("", part) for part in parts}
    exact = {code for part in parts for code in places.exact.get(part, ())}
    return sorted(exact or {code for part in bare for code in places.bare.get(part, ())})


def _index(places: Sequence[tuple[str, str, str]]) -> PlaceIndex:
    exact: dict[str, list[str]] = {}
    bare: dict[str, list[str]] = {}
    for code, name, _level in places:
        for key in (code, fold(name)):
            exact.setdefault(key, []).append(code)
        bare.setdefault(_LEVEL_WORDS.sub("", fold(name)), []).append(code)
    return PlaceIndex(exact, bare)


def _power(line: Line, layout: Layout, words: Words, columns: Mapping[str, str]) -> int:
    """Ribu in a heading whose indicator is not counted by thousands."""
    label_words = fold(f"{line.label} {layout.title}" if columns.get(line.key) == PLAIN else line.label).split()
    unit = fold(words.units.get(columns.get(line.key, "").removeprefix(INDICATOR), "")).split()
    return next((power for word, power in _SCALES.items() if word in label_words and word not in unit), 0)
