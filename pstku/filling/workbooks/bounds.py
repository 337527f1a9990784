"""A spreadsheet file comes from outside: how much it unpacks to and holds is known before it is parsed."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from xml.parsers import expat

from pstku.core.errors import InvalidInput
from pstku.core.text import N_

LARGEST_UNPACKED = 8 * 1024 * 1024
MOST_PARTS = 500  # files in the zip
MOST_CELLS = 400_000  # elements of them; a full sheet of 5,000 rows and 13 columns has 270,000
MOST_OTHERS = 20_000  # elements of everything else: openpyxl takes longer for a style than for a cell
MOST_SHEETS = 40
MOST_IN_A_ROW = 1_000
CELLS = frozenset({"row", "c", "v", "f", "is", "si", "t", "table-row", "table-cell", "covered-table-cell", "p"})
ROWS, SINGLE = frozenset({"row", "table-row"}), frozenset({"c", "table-cell", "covered-table-cell"})
SHEETS = frozenset({"sheet", "table"})
CHUNK = 64 * 1024
TOO_LARGE = N_("Isi berkasnya terlalu besar. Simpan lembar isiannya saja, tanpa gambar, lalu unggah lagi.")
TOO_MANY = N_(
    "Isi berkasnya terlalu banyak. Paling banyak 5.000 baris sekali unggah; hapus yang lain atau bagi berkasnya."
)

TOO_WIDE = N_("Berkas ini punya lebih dari 1.000 kolom atau 40 lembar. Simpan lembar isiannya saja, lalu unggah lagi.")


@contextmanager
def bounded(content: bytes, field: str) -> Iterator[zipfile.ZipFile]:
    """The zip of an xlsx or ods, once it is known to be small enough to be parsed.

    Two files of 157 kB held every worker for half a minute: a row of 850,000 empty cells packs to nothing. Raises
    InvalidInput(field), and what `zipfile` raises on a broken file.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise InvalidInput(field, TOO_LARGE)
        count = _Count(field)
        for part in parts:
            with archive.open(part) as stream:
                count.over(iter(partial(stream.read, CHUNK), b""))
        yield archive


class _Count:
    """Reads parts once, element by element, and stops at the first one too many.

    Any part may be a sheet, whatever it is called: what says so is another part. One that is no XML ends the count
    where it ends every parser.
    """

    def __init__(self, field: str) -> None:
        self.field = field
        self.bytes = self.cells = self.others = self.sheets = self.in_a_row = 0

    def over(self, chunks: Iterator[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        is_xml = True
        for chunk in chunks:
            self.bytes += len(chunk)  # the size a zip declares may be a lie
            if self.bytes > LARGEST_UNPACKED:
                raise InvalidInput(self.field, TOO_LARGE)
            try:
                is_xml and parser.Parse(chunk)
            except expat.ExpatError:
                is_xml = False

    def _element(self, name: str, _attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag in CELLS:
            self.cells += 1
            self.in_a_row = 0 if tag in ROWS else self.in_a_row + (tag in SINGLE)
        else:
            self.others += 1
            self.sheets += tag in SHEETS
        if self.cells > MOST_CELLS or self.others > MOST_OTHERS:
            raise InvalidInput(self.field, TOO_MANY)
        if self.in_a_row > MOST_IN_A_ROW or self.sheets > MOST_SHEETS:
            raise InvalidInput(self.field, TOO_WIDE)

    def _doctype(self, *_declared: object) -> None:
        raise InvalidInput(self.field, TOO_LARGE)  # its entities: a few lines that stand for more than memory holds
