"""Register pengaduan as tables for screen, workbook and paper: a year by quarter and by kind, no person in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, tzinfo

from pstku.complaints.rules.register import Entry, count_line
from pstku.core.quarters import quarter_name
from pstku.core.text import N_
from pstku.returns.measures.groups import TOTAL
from pstku.returns.monthly.tables import Meaning, Report, Section

_COMPLAINT = N_("pengaduan")
_NAMES = {
    "received": (N_("Masuk"), N_("Diterima kantor pada masa ini, menurut hari diterima.")),
    "greeted_in_time": (
        N_("Kabar pertama tepat waktu"),
        N_("Mendapat kabar atau jawaban pertama paling lambat pada hari terakhirnya."),
    ),
    "greeted_late": (
        N_("Kabar pertama terlambat"),
        N_("Mendapat kabar pertama sesudah hari terakhirnya, atau belum juga walau harinya sudah lewat."),
    ),
    "answered_in_time": (
        N_("Dijawab tepat waktu"),
        N_("Dijawab paling lambat pada hari terakhirnya, dalam hari kerja kalender kantor."),
    ),
    "answered_late": (N_("Dijawab terlambat"), N_("Dijawab sesudah hari terakhirnya.")),
    "upheld": (N_("Terbukti"), N_("Sudah dijawab dengan temuan terbukti.")),
    "not_upheld": (N_("Tidak terbukti"), N_("Sudah dijawab dengan temuan tidak terbukti.")),
    "waiting": (N_("Menunggu"), N_("Belum dijawab.")),
    "overdue": (N_("Lewat batas"), N_("Di antara yang menunggu: hari terakhirnya sudah lewat.")),
}
MEANINGS = {key: Meaning(name, _COMPLAINT, words) for key, (name, words) in _NAMES.items()}
_UNSORTED = "belum"


def complaint_report(
    entries: Iterable[Entry], year: int, kinds: Mapping[str, str], unsorted: str, today: date, tz: tzinfo
) -> Report:
    """The register of a year as it stands `today`. `kinds`: code and name; `unsorted`: the line of those without a kind."""
    found = list(entries)
    quarters = {f"tw{q}": [one for one in found if _quarter(one.received_on) == q] for q in range(1, 5)}
    by_kind = {kind or _UNSORTED: [one for one in found if one.kind == kind] for kind in (*kinds, None)}
    values = {
        (group, key): count
        for group, chosen in {**quarters, **by_kind, TOTAL.key: found}.items()
        for key, count in asdict(count_line(chosen, today, tz)).items()
    }
    named = [(f"tw{q}", quarter_name(year, q)) for q in range(1, 5)]
    sections = (
        Section(N_("Menurut triwulan"), (*named, (TOTAL.key, N_("Setahun"))), tuple(MEANINGS)),
        Section(N_("Menurut jenis"), (*kinds.items(), (_UNSORTED, unsorted)), tuple(MEANINGS)),
    )
    return Report(sections, values, MEANINGS)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
