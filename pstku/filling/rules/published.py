"""A table as BPS publishes it: title rows, headings of several rows, merged cells, periods across or down, (1) (2) (3).

What its rows and columns are, before anybody says what they mean. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pstku.core.errors import InvalidInput
from pstku.core.numbers import plain_signs
from pstku.core.text import N_, fold
from pstku.library.rules.printed import printed_period, sign_of, unmarked

MOST_COLUMNS = 40
MOST_LINES = 600  # each is asked about by itself; no table of a kabupaten has more
NUMBERING = re.compile(r"\(\d{1,2}\)")
_FIGURE = re.compile(r"[+-]? ?\d[\d.,% ]*", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_END = re.compile(r"(.*\D)\(?((?:19|20)\d\d\S{0,4})\)?", re.DOTALL)
_FOOTNOTE = re.compile(r"\s*(\*{1,3}|[1-9a-z]{1,3})\s?\)\s*(\S.*)", re.DOTALL)
_ENDS = ("sumber", "source", "catatan", "note", "keterangan")
_ASIDE = {"no", "nomor", "no urut", "urut", "satuan", "unit"}  # columns that name no row


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of figures: where it stands (from 0), what it is called, and its period as printed."""

    place: int
    label: str
    period: str = ""

    @property
    def key(self) -> str:
        """The label as it is remembered: next year it names another year."""
        return _YEAR.sub("#", fold(self.label))


@dataclass(frozen=True, slots=True)
class Layout:
    """What a published table consists of. `notes`: its footnotes by their mark; `skipped`: rows that hold no figure."""

    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    source: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[int, ...] = ()

    @property
    def signature(self) -> str:
        """What is the same in next year's edition: the words of its title and headings, without years and numbers.

        A table without a title is known by the names of its rows as well.
        """
        title = " ".join(word for word in fold(self.title).split() if not any(map(str.isdecimal, word)))
        lines = self.columns if title else (*self.columns, *self.rows)
        return " | ".join([title, *sorted({line.key for line in lines})])


def layout_of(table: Sequence[Sequence[str]]) -> Layout | None:
    """The rows and columns of a published table; None where no heading with figures below it is found.

    Raises InvalidInput for a table that is too long to be asked about.
    """
    grid = [[_one_line(cell) for cell in row[:MOST_COLUMNS]] for row in table]
    start = _body_start(grid)
    if start is None:
        return None
    head, title = _parted(grid[:start])
    body = [(place, row) for place, row in enumerate(grid) if place >= start and not _is_numbering(row)]
    end = next((n for n, (_place, row) in enumerate(body) if _is_end(row)), len(body))
    body, below = body[:end], [" ".join(filter(None, row)) for _place, row in body[end:]]
    labels = _label_columns(head, [row for _place, row in body])
    columns = tuple(_columns(head, [row for _place, row in body], labels))
    rows = tuple(_rows(body, labels, columns))
    if not rows or not columns:
        return None
    if len(rows) > MOST_LINES:
        raise InvalidInput("text", N_("Tabel terbitan paling banyak 600 baris sekali tempel. Bagi tabelnya."))
    read = {row.place for row in rows}
    skipped = tuple(place for place, row in body if place not in read and any(row))
    return Layout(title, rows, columns, _source(below), _notes(below), skipped)


@lru_cache(maxsize=4096)
def is_figure(cell: str) -> bool:
    """A number as printed, or a sign that stands for one."""
    return bool(sign_of(cell) or _FIGURE.fullmatch(unmarked(cell).text))


def period_in(text: str) -> tuple[str, str]:
    """(the words without it, the period as printed); the latter is empty where no single period is named."""
    if is_period_text(text):
        return "", text
    found = _YEAR_AT_END.fullmatch(text)
    if not found or len(_YEAR.findall(text)) != 1 or not is_period_text(found[2].rstrip(")")):
        return text, ""
    return found[1].strip(" ,(:-"), found[2].rstrip(")")


@lru_cache(maxsize=4096)
def is_period_text(text: str) -> bool:
    """Is it a period, with or without its mark?"""
    try:
        printed_period(text)
    except InvalidInput:
        return False
    return True


@lru_cache(maxsize=4096)
def joined_period(one: str, other: str) -> str:
    """The period that a row and a column name together: Januari and 2024, or the one of them that names any."""
    both = f"{one} {other}".strip()
    return both if is_period_text(both) else one if is_period_text(one) else other


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _is_numbering(row: Sequence[str]) -> bool:
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and all(NUMBERING.fullmatch(cell) for cell in cells)


def _body_start(grid: Sequence[Sequence[str]]) -> int | None:
    """The first row of figures: below the row of (1) (2) (3), else the first whose numbers are not all years."""
    for place, row in enumerate(grid):
        if _is_numbering(row):
            return place + 1
        numbers = [cell for cell in row[1:] if is_figure(cell)]
        if row and row[0] and not all(map(_is_heading, numbers)):
            return place if place else None
        if len(numbers) > 1 and not any(row[:1]) and not all(map(_is_heading, numbers)) and place:
            return place
    return None


def _is_heading(cell: str) -> bool:
    return bool(_YEAR.fullmatch(unmarked(cell).text) or NUMBERING.fullmatch(cell))


def _is_end(row: Sequence[str]) -> bool:
    words = [cell for cell in row if cell]
    is_note = len(words) == 1 and bool(_FOOTNOTE.fullmatch(words[0]))
    return bool(words) and (fold(words[0]).split(" ")[0] in _ENDS or is_note)


def _parted(above: Sequence[list[str]]) -> tuple[list[list[str]], str]:
    """(heading rows, title) of what stands above the figures."""
    title: list[str] = []
    for place, row in enumerate(above):
        words = [cell for cell in row if cell]
        is_title = bool(words) and (
            (len(words) == 1 and bool(row[0])) or fold(words[0]).split(" ")[0] in ("tabel", "table")
        )
        if words and not is_title:
            return [row for row in above[place:] if any(row)], " ".join(title)
        title += words
    return [], " ".join(title)


def _label_columns(head: Sequence[Sequence[str]], body: Sequence[Sequence[str]]) -> list[int]:
    """The leading columns that name the rows: the first one, and those beside it that hold words."""
    labels: list[int] = []
    for place in range(max(map(len, body), default=0)):
        cells = [row[place] for row in body if place < len(row) and row[place]]
        is_words = sum(not is_figure(cell) for cell in cells) * 2 > len(cells)
        is_aside = any(place < len(row) and fold(row[place]) in _ASIDE for row in head)
        if is_aside:
            continue
        if labels and not is_words:
            return labels
        labels.append(place)
    return labels[:1]


def _columns(head: Sequence[Sequence[str]], body: Sequence[Sequence[str]], labels: Sequence[int]) -> Iterator[Line]:
    width = max(map(len, [*head, *body]), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in head]
    filled = [_filled_right(rows, level) for level in range(len(rows))]
    for place in range(max(labels, default=0) + 1, width):
        if not any(place < len(row) and is_figure(row[place]) for row in body):
            continue
        parts = list(dict.fromkeys(row[place] for row in filled if row[place] and not NUMBERING.fullmatch(row[place])))
        yield Line(place, *_named(parts))


def _filled_right(rows: Sequence[Sequence[str]], level: int) -> list[str]:
    """A merged heading stands in its first cell: it counts for those beside it that have a heading below."""
    filled: list[str] = []
    for place, cell in enumerate(rows[level]):
        has_below = any(row[place] for row in rows[level + 1 :])
        has_above = any(row[place] for row in rows[:level])
        filled.append(cell or (filled[-1] if filled and has_below and not has_above else ""))
    return filled


def _named(parts: Sequence[str]) -> tuple[str, str]:
    """(label, period) of a heading of several rows: Penduduk over 2024, 2024 over Agustus."""
    words: list[str] = []
    period = ""
    for part in parts:
        label, found = period_in(part)
        together = joined_period(part, period) if period and not found else ""
        if together and together != period:
            label, found = "", together
        elif words and not found and (late := joined_period(words[-1], part)) not in (words[-1], part):
            label, found = "", late
            words.pop()
        elif found and words and (late := joined_period(words[-1], found)) not in (words[-1], found):
            found = late
            words.pop()
        period = found or period
        if label:
            words.append(label)
    return " · ".join(words), period


def _rows(body: Sequence[tuple[int, list[str]]], labels: Sequence[int], columns: Sequence[Line]) -> Iterator[Line]:
    above = dict.fromkeys(labels, "")
    for place, row in body:
        for column in labels:
            cell = row[column] if column < len(row) else ""
            is_last = column == labels[-1]
            above[column] = cell if cell or is_last else above[column]
        if any(line.place < len(row) and is_figure(row[line.place]) for line in columns):
            yield Line(place, *_named([text for text in above.values() if text]))


def _source(below: Sequence[str]) -> str:
    """What the table itself names as its source, without the word."""
    for line in below:
        if fold(line).split(" ")[0] in ("sumber", "source"):
            return line.partition(":")[2].strip() or line
    return ""


def _notes(below: Sequence[str]) -> dict[str, str]:
    found = (_FOOTNOTE.fullmatch(line.partition(":")[2] or line) or _FOOTNOTE.fullmatch(line) for line in below)
    return {plain_signs(note[1]).lower(): note[2].strip() for note in found if note}
