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
from pstku.returns.monthly.tables import Report, Section, Value

HEAD, ACTING, ON_BEHALF = "kepala", "plh", "an"
SIGNING = {HEAD: N_("Kepala"), ACTING: N_("Plh. (pelaksana harian)"), ON_BEHALF: N_("a.n. (atas nama)")}
LONGEST = 80
Late = tuple[str, str, str, Value, Value]  # month, group, measure, as it was reported and as it is


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
    carried: Sequence[Late] = (),
) -> bytes:
    """The PDF, tagged for screen readers."""
    return compile_pdf("report", report_values(office, report, heading, signature, on, carried), clock.now())


def report_values(
    office: Configuration,
    report: Report,
    heading: Heading,
    signature: Signature,
    on: date,
    carried: Sequence[Late] = (),
) -> dict[str, Any]:
    """Everything the paper prints, in words."""
    return {
        "office": office.name,
        "unit": office.unit_name,
        "address": " · ".join(part for part in (office.address, office.email, office.website) if part),
        "title": heading.title,
        "period": heading.period,
        "remarks": list(heading.remarks),
        "tables": [*(_table(report, section) for section in report.sections), *_late(carried)],
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


def _late(carried: Sequence[Late]) -> list[dict[str, Any]]:
    """Susulan, where there is any."""
    if not carried:
        return []
    rows = [
        [*late[:3], *(NOTHING if value is None else format_number(value) for value in late[3:])] for late in carried
    ]
    head = ["Bulan yang sudah ditutup", "Kelompok", "Ukuran", "Semula", "Menjadi"]
    return [{"title": "Susulan", "head": head, "rows": rows, "is_list": False}]
