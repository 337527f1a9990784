"""A workbook of one or several sheets of rows, written as a stream: memory does not grow with the rows.

Cells are text, whole numbers, days and moments, or nothing. Text is written as text (`inlineStr`), so none is ever a formula,
a link or a number; signs that XML does not know are left out, and what Excel would read as an escape (`_x0041_`) stays words.
The format is that of ECMA-376, part 1 (SpreadsheetML).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | date | None
MOST_ROWS = 1_048_575  # below the head, as much as a sheet holds
LONGEST = 32_767  # signs in a cell
TOGETHER = 500  # rows that are compressed at once
FAST = 1  # of zlib: a third larger than the usual, and four times as quick
FROZEN, WIDTH = 4, 16
DAY, MOMENT, HEAD = 1, 2, 3  # places in STYLES
EPOCH = date(1899, 12, 30).toordinal()  # day 0 of the calendar that sheets count by
SECONDS = 86_400

NAMESPACE = "http://schemas.openxmlformats.org"
MAIN, OFFICE, PACKAGE = (
    f"{NAMESPACE}/spreadsheetml/2006/main",
    f"{NAMESPACE}/officeDocument/2006/relationships",
    f"{NAMESPACE}/package/2006",
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh.mm"/></numFmts><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill>'
    '<patternFill patternType="solid"><fgColor rgb="FFDCEBF5"/></patternFill></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the heads of its columns, and its rows in their order, which are read once."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_workbook(sheets: Sequence[Sheet]) -> IO[bytes]:
    """The workbook as an open file at its beginning; whoever sends it closes it."""
    out = TemporaryFile()  # noqa: SIM115
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=FAST) as parts:
        for name, content in _frame(sheets).items():
            parts.writestr(name, content)
        for place, sheet in enumerate(sheets, 1):
            with parts.open(f"xl/worksheets/sheet{place}.xml", "w", force_zip64=True) as part:
                _write_sheet(part, sheet)
    out.seek(0)
    return out


def _write_sheet(part: IO[bytes], sheet: Sheet) -> None:
    frozen = min(FROZEN, max(len(sheet.heads) - 1, 0))
    corner = f"{_letters(frozen)}2"
    across = f' xSplit="{frozen}"' if frozen else ""
    pane = "bottomRight" if frozen else "bottomLeft"
    part.write(
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane{across} ySplit="1"'
        f' topLeftCell="{corner}" activePane="{pane}" state="frozen"/></sheetView></sheetViews><cols>'
        f'<col min="1" max="{len(sheet.heads)}" width="{WIDTH}" customWidth="1"/></cols><sheetData>'
        f"<row>{''.join(_text(head, HEAD) for head in sheet.heads)}</row>".encode()
    )
    lines: list[str] = []
    for row in sheet.rows:
        lines.append(row_xml(row))
        if len(lines) == TOGETHER:
            part.write("".join(lines).encode())
            lines.clear()
    part.write("".join([*lines, "</sheetData></worksheet>"]).encode())


def row_xml(row: Sequence[Any]) -> str:  # cells; asked for their type, since there are millions
    """One row; a cell of nothing is written empty, so that the others keep their columns."""
    cells = []
    for cell in row:
        kind = type(cell)
        if kind is str:
            cells.append(_words(cell))
        elif cell is None:
            cells.append("<c/>")
        elif kind is datetime:
            seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
            cells.append(f'<c s="{MOMENT}"><v>{cell.toordinal() - EPOCH + seconds / SECONDS:.15g}</v></c>')
        elif kind is date:
            cells.append(f'<c s="{DAY}"><v>{cell.toordinal() - EPOCH}</v></c>')
        else:
            cells.append(f"<c><v>{cell:d}</v></c>")
    return f"<row>{''.join(cells)}</row>"


@lru_cache(maxsize=4096)
def _words(text: str) -> str:
    """A cell of words; those of lists come in every row."""
    return _text(text) if text else "<c/>"


def _text(text: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'


def _escaped(text: str) -> str:
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    text = _ESCAPE.sub("_x005F_", _UNKNOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _letters(place: int) -> str:
    """A, B, …, Z, AA: what a sheet calls its columns; the first is 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _frame(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Everything of the workbook but the sheets themselves."""
    places = range(1, len(sheets) + 1)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{types}.worksheet+xml"/>'
        for place in places
    )
    named = "".join(
        f'<sheet name="{_attribute(sheet.name)}" sheetId="{place}" r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, 1)
    )
    leads = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in places
    )
    styles = f'<Relationship Id="rId{len(sheets) + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
            f' ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{leads}{styles}</Relationships>'
        ),
        "xl/styles.xml": STYLES,
    }


def _attribute(name: str) -> str:
    """A name as sheets may have it: 31 signs, none of []:*?/\\."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip() or "Lembar"
    return _escaped(plain).replace('"', "&quot;")
