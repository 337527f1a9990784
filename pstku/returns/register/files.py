"""The register on paper, up to two thousand rows; and how a file of any size is sent."""

from collections.abc import Iterator
from typing import IO

from pstku.core import clock
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.returns.register.rows import LISTS, Chosen, RegisterRow, count_rows, stream_rows

MOST_ON_PAPER = 2_000
TOGETHER = 64 * 1024
PAPER = ("No", "Tanggal", "Nomor", "Nama", "Layanan", "Jalur", "Keadaan", "Jenis kelamin", "Orang", "L", "P")


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
