"""A report as PDF: letterhead, tables, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pstku.core import clock
from pstku.core.errors import InvalidInput
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.returns.measures.vocabulary import NOTHING
from pstku.returns.monthly.tables import Cell, Listing, Report, Section

HEAD, ACTING, ON_BEHALF = "kepala", "plh", "an"
SIGNING = {HEAD: N_("Kepala"), ACTING: N_("Plh. (pelaksana harian)"), ON_BEHALF: N_("a.n. (atas nama)")}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the tables; `remarks`: what the report is narrowed to, and its state."""

    office: str
    title: str
    period: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines above and below the space to sign."""

    titles: tuple[str, ...]
    name: str
    nip: str


def signature_of(office: Configuration, kind: str, name: str, post: str = "", nip: str = "") -> Signature:
    """Kepala, Plh. or a.n. (which names the post of who signs); raises InvalidInput for another kind or a missing post."""
    if kind not in SIGNING:
        raise InvalidInput("tanda", N_("Pilihan ini tidak ada. Pilih yang lain."))
    if kind == ON_BEHALF and not post:
        raise InvalidInput("jabatan", N_("Ketik jabatan yang menandatangani atas nama kepala."))
    head = office.head_title
    titles = {HEAD: (head,), ACTING: (f"Plh. {head}",), ON_BEHALF: (f"a.n. {head}", post)}[kind]
    return Signature(titles, name, nip)


def report_pdf(
    office: Configuration,
    report: Report,
    heading: Heading,
    signature: Signature,
    on: date,
    listings: Sequence[Listing] = (),
    *,
    wide: bool = False,
) -> bytes:
    """The PDF, tagged for screen readers; `wide`: across the sheet, for many columns."""
    values = report_values(office, report, heading, signature, on, listings) | {"wide": wide}
    return compile_pdf("report", values, clock.now())


def report_values(
    office: Configuration,
    report: Report,
    heading: Heading,
    signature: Signature,
    on: date,
    listings: Sequence[Listing] = (),
) -> dict[str, Any]:
    """Everything the paper prints, in words."""
    return {
        "office": office.name,
        "unit": office.unit_name,
        "address": " · ".join(part for part in (office.address, office.email, office.website) if part),
        "title": heading.title,
        "period": heading.period,
        "remarks": list(heading.remarks),
        "tables": [*(_table(report, section) for section in report.sections), *map(_listed, listings)],
        "meanings": [[meaning.name, meaning.definition] for meaning in report.meanings.values()],
        "place": f"{office.city}, {clock.long_date(on)}",
        "signer": {"titles": list(signature.titles), "name": signature.name, "nip": signature.nip},
    }


def _table(report: Report, section: Section) -> dict[str, Any]:
    keys, meanings = section.measures, report.meanings
    if section.is_list:
        key = section.groups[0][0]
        rows = [[meanings[each].name, report.words(key, each), meanings[each].unit] for each in keys]
        return {"title": section.title, "head": ["Ukuran", "Nilai", "Satuan"], "rows": rows, "is_list": True}
    rows = [[name, *(report.words(key, each) for each in keys)] for key, name in section.groups]
    return {
        "title": section.title,
        "head": ["Kelompok", *(meanings[each].name for each in keys)],
        "rows": rows,
        "is_list": False,
    }


def _listed(listing: Listing) -> dict[str, Any]:
    rows = [[_words(cell) for cell in row] for row in listing.rows]
    return {"title": listing.title, "head": list(listing.head), "rows": rows, "is_list": False}


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return NOTHING if cell is None else format_number(cell)
