"""The register as xlsx, written row by row to a file on disk, and as PDF for up to two thousand rows."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from pstku.core import clock
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.returns.register.rows import LISTS, Chosen, RegisterRow, cells, count_rows, stream_rows, titles

MOST_ON_PAPER = 2_000
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TOGETHER = 64 * 1024
PAPER = ("No", "Tanggal", "Nomor", "Nama", "Layanan", "Jalur", "Keadaan", "Jenis kelamin", "Orang", "L", "P")


def register_xlsx(office: Configuration, chosen: Chosen, *, with_names: bool) -> IO[bytes]:
    """The workbook as an open file at its beginning. Text is never a formula; days and hours are dates."""
    from xlsxwriter import Workbook  # here: a worker that makes no sheet need not carry it

    out = TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    book = Workbook(out, OPTIONS)
    sheet = book.add_worksheet("Register kunjungan")
    head = book.add_format({"bold": True, "bg_color": "#DCEBF5", "bottom": 1, "text_wrap": True})
    day, moment = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "dd/mm/yyyy hh.mm"})
    heads = titles(with_names=with_names)
    sheet.freeze_panes(1, 4)
    sheet.set_column(1, len(heads) - 1, 16)
    for column, title in enumerate(heads):
        sheet.write_string(0, column, title, head)
    write = _writer(sheet, day, moment)
    for place, row in enumerate(stream_rows(office, chosen, with_names=with_names), 1):
        for column, value in enumerate(cells(row, place, office, with_names=with_names)):
            write(place, column, value)
    book.close()
    out.seek(0)
    return out


def _writer(sheet: Any, day: Any, moment: Any) -> Callable[[int, int, Any], None]:
    def write(row: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, value)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, day)

    return write


def in_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file piece by piece; it is closed at its end."""
    with file:
        while piece := file.read(TOGETHER):
            yield piece


def register_pdf(office: Configuration, chosen: Chosen, period: str, *, with_names: bool) -> bytes:
    """The register on paper; raises Conflict above `MOST_ON_PAPER` rows."""
    if count_rows(office, chosen) > MOST_ON_PAPER:
        raise Conflict(N_("Lebih dari 2.000 baris hanya tersedia sebagai xlsx."))
    shown = [title for title in PAPER if with_names or title != "Nama"]
    rows = stream_rows(office, chosen, with_names=with_names)
    values = {
        "office": office.name,
        "unit": office.unit_name,
        "title": "Register kunjungan",
        "period": period,
        "narrowed": ", ".join(group.name for group in chosen.groups),
        "head": shown,
        "rows": [_on_paper(row, place, with_names=with_names) for place, row in enumerate(rows, 1)],
    }
    return compile_pdf("register", values, clock.now())


def _on_paper(row: RegisterRow, place: int, *, with_names: bool) -> list[str]:
    sex = row.lists[LISTS.index("sex")]
    counts = [str(number) for number in (row.persons, row.male, row.female)]
    named = [row.name] if with_names else []
    return [str(place), clock.short_date(row.day), row.number, *named, row.service, row.way, row.state, sex, *counts]
