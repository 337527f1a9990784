"""Rekap layanan in words, for the screen and for the paper that goes to the appraisal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pstku.core import clock
from pstku.core.numbers import format_number, format_percent
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.practice.rules.competence import INDICATORS
from pstku.printing.pdf import compile_pdf
from pstku.recaps.models import ServiceRecap
from pstku.recaps.rules import COMPETENCE, CONTRIBUTIONS, PARTS, PRACTICE, Rated, Recap
from pstku.returns.measures.groups import WAYS

VISITS = N_("Tamu yang dilayani sampai selesai")
PRACTICED = {
    "answers": N_("Jawaban di Latihan 3 menit"),
    "days": N_("Hari berlatih"),
    "quizzes": N_("Kuis yang diselesaikan"),
}
CONTRIBUTED = {
    "pages_written": N_("Halaman ditulis dan terbit"),
    "pages_checked": N_("Halaman rekan diperiksa"),
    "values_entered": N_("Angka dimasukkan"),
    "values_checked": N_("Angka rekan diperiksa"),
}
REACHED = {True: N_("mencapai sasaran"), False: N_("belum mencapai sasaran")}
LINES = {"desk": N_("Layanan di konter"), "field": N_("Layanan di luar kantor")}
SKIP = N_("SKIP, ukuran kantor sendiri dan bukan SKM. Skor selalu dibaca bersama jumlah penilaian dan cakupannya.")


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the recap: rows of a name and a value, both msgids or figures; `note` is empty without one."""

    title: str
    rows: list[tuple[str, str]]
    note: str = ""


def sections_of(recap: Recap) -> list[Section]:
    """What stands in a recap, in the order of the paper; a part that is not there leaves no trace."""
    return [section for section in _sections(recap) if section.rows]


def _sections(recap: Recap) -> Iterator[Section]:
    yield Section(VISITS, _visits(recap))
    for rated in recap.scores:
        yield Section(LINES[rated.line], _rated(rated), SKIP)
    yield Section(PARTS[PRACTICE], _counts(PRACTICED, recap.practice))
    told = [(name, REACHED[recap.competence[key]]) for key, name in INDICATORS.items() if key in recap.competence]
    yield Section(PARTS[COMPETENCE], told, recap.competence_round)
    yield Section(PARTS[CONTRIBUTIONS], _counts(CONTRIBUTED, recap.contributions))


def _visits(recap: Recap) -> list[tuple[str, str]]:
    by_way = {served.way: served.visits for served in recap.visits}
    rows = [(name, format_number(by_way[way])) for way, (name, _definition) in WAYS.items() if way in by_way]
    visits, persons = (sum(getattr(each, what) for each in recap.visits) for what in ("visits", "persons"))
    return [*rows, (N_("Semua kunjungan"), format_number(visits)), (N_("Orang yang datang"), format_number(persons))]


def _rated(rated: Rated) -> list[tuple[str, str]]:
    score = [
        (N_("Skor dari 100"), _as_published(rated.score)),
        (N_("Kira-kira antara"), f"{_as_published(rated.low)}–{_as_published(rated.high)}"),
        (N_("Penilaian"), format_number(rated.votes)),
    ]
    if not rated.served:
        return score
    share = format_percent(100 * rated.rated / rated.served, 0)
    return [*score, (N_("Cakupan"), f"{share} ({rated.rated}/{rated.served})")]


def _as_published(figure: str) -> str:
    """92,44 for the kept 92.44, with the decimals it was published with."""
    return figure.replace(".", ",")


def _counts(names: Mapping[str, str], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(name, format_number(counts[key])) for key, name in names.items() if key in counts]


def recap_pdf(
    office: Configuration,
    name: str,
    recap: Recap,
    row: ServiceRecap | None,
    quarter: tuple[int, int],
    *,
    is_demo: bool = False,
) -> bytes:
    """The paper: `row` is the release it shows, None for a copy the owner prints without releasing it."""
    at = row.released_at if row else clock.now()
    return compile_pdf("recap", recap_values(office, name, recap, row, quarter, at) | {"is_demo": is_demo}, at)


def recap_values(
    office: Configuration, name: str, recap: Recap, row: ServiceRecap | None, quarter: tuple[int, int], at: datetime
) -> dict[str, Any]:
    """Everything the paper prints, in words."""
    day = clock.long_date(clock.local_day(at, office.tz))
    state = (
        f"Dirilis pemiliknya pada {day}, rilis ke-{row.release}. Angkanya tetap sejak itu."
        if row
        else f"Salinan pemilik per {day}, belum dirilis."
    )
    return {
        "office": office.name,
        "unit": office.unit_name,
        "title": "Rekap layanan",
        "name": name,
        "period": quarter_name(*quarter),
        "state": state,
        "sections": [
            {"title": section.title, "rows": [list(row) for row in section.rows], "note": section.note}
            for section in sections_of(recap)
        ],
        "hash": row.hash if row else "",
        "place": f"{office.city}, {day}",
        "head_title": office.head_title,
    }
