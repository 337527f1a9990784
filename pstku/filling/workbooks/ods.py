"""The table of an .ods file, read as a stream: a row repeated a million times is never unfolded."""

from collections.abc import Iterator
from itertools import islice
from typing import IO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from pstku.filling.rules.published import MOST_COLUMNS, is_period_text
from pstku.filling.rules.sheets import HEADER_WITHIN, MOST_ROWS
from pstku.filling.workbooks.bounds import bounded
from pstku.filling.workbooks.cells import number_text, runs_text
from pstku.filling.workbooks.choice import Rows, chosen_sheet, trimmed
from pstku.library.rules.printed import unmarked

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NUMBERS = ("float", "percentage", "currency")


def read_ods(content: bytes) -> Rows:
    """The text cells of its table; raises InvalidInput for one that is too large, and what the parser raises.

    What is shown beside the stored number is seen too: the star of a number format, the result #DIV/0!.
    """
    with bounded(content, "file") as archive, archive.open("content.xml") as stream:
        sheets = dict(_sheets(stream))
    return sheets[chosen_sheet(list(sheets), lambda name: sheets[name][:HEADER_WITHIN])]


def _sheets(stream: IO[bytes]) -> Iterator[tuple[str, Rows]]:
    rows: Rows = []
    raised: set[str] = set()
    name = ""
    for event, element in ElementTree.iterparse(stream, events=("start", "end")):
        if event == "start":
            name = element.get(f"{TABLE}name", "") if element.tag == f"{TABLE}table" else name
        elif element.tag == f"{STYLE}style":
            properties = element.find(f"{STYLE}text-properties")
            position = "" if properties is None else properties.get(f"{STYLE}text-position", "")
            if position.startswith("super"):
                raised.add(element.get(f"{STYLE}name", ""))
        elif element.tag == f"{TABLE}table-row":
            again = int(element.get(f"{TABLE}number-rows-repeated", "1"))
            cells = list(islice(_cells(element, raised), MOST_COLUMNS))
            rows += [cells] * min(again, MOST_ROWS + 1 - len(rows))
            element.clear()
        elif element.tag == f"{TABLE}table":
            table = trimmed(rows)
            while table and not table[-1]:
                table.pop()
            yield name, table
            rows = []


def _cells(row: Element, raised: set[str]) -> Iterator[str]:
    for cell in row:
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            again = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            yield from [_text(cell, raised)] * min(again, MOST_COLUMNS)


def _text(cell: Element, raised: set[str]) -> str:
    """The stored number with the mark that is shown beside it; else what is shown."""
    text = " ".join(runs_text(list(_runs(line, raised))) for line in cell.findall(f"{TEXT}p")).strip()
    if (day := cell.get(f"{OFFICE}date-value")) and not is_period_text(text):
        return day[:10]
    kind, value = cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value")
    if kind not in NUMBERS or value is None or not any(map(str.isdecimal, text)):
        return text
    mark = text.removeprefix(_before_mark(text))
    return number_text(float(value), is_percent=kind == "percentage") + mark


def _before_mark(text: str) -> str:
    printed = unmarked(text)
    return text[: len(printed.text)] if printed.is_marked else text


def _runs(element: Element, raised: set[str]) -> Iterator[tuple[str, bool]]:
    """(piece, is it raised) of a line: its spans may carry a style of raised letters."""
    is_raised = element.get(f"{TEXT}style-name", "") in raised
    yield element.text or "", is_raised
    for part in element:
        if part.tag == f"{TEXT}s":
            yield " " * min(int(part.get(f"{TEXT}c", "1")), 8), False
        else:
            yield from ((text, up or is_raised) for text, up in _runs(part, raised))
        yield part.tail or "", is_raised
