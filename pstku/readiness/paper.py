"""Evidences on paper: the whole list, or one of them, with the day they are told of."""

from collections.abc import Sequence
from typing import Any

from pstku.core import clock
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.readiness.evidences import JUDGES, OUTSIDE, Shown
from pstku.readiness.queries import Duty
from pstku.readiness.rules import DutyState

STATES = {
    DutyState.DONE: N_("Selesai"),
    DutyState.LATE: N_("Lewat harinya"),
    DutyState.SOON: N_("Segera"),
    DutyState.LATER: N_("Nanti"),
    DutyState.UNDATED: N_("Tanggal belum ditentukan"),
}


def readiness_pdf(
    office: Configuration, year: int, shown: Sequence[Shown], duties: Sequence[Duty], judge: str, *, is_demo: bool
) -> bytes:
    """The list with every evidence and what no system of ours knows; of one evidence it is that alone."""
    return compile_pdf("readiness", readiness_values(office, year, shown, duties, judge, is_demo=is_demo), clock.now())


def readiness_values(
    office: Configuration, year: int, shown: Sequence[Shown], duties: Sequence[Duty], judge: str, *, is_demo: bool
) -> dict[str, Any]:
    """Everything the paper prints, in words."""
    whole = len(shown) > 1
    outside = [one for one in OUTSIDE if whole and (not judge or judge in one.asked_by)]
    return {
        "office": office.name,
        "unit": office.unit_name,
        "title": "Kesiapan: daftar bukti" if whole else shown[0].evidence.title,
        "period": f"Tahun {year}" + (f" · {JUDGES[judge]}" if judge else ""),
        "state": f"Keadaan per {clock.long_date(clock.local_day(clock.now(), office.tz))}.",
        "evidences": [
            {
                "title": one.evidence.title,
                "asked_by": _asked_by(one.evidence.asked_by),
                "rows": [[row.name, row.value] for row in one.rows],
            }
            for one in shown
        ],
        "outside": [[one.title, _asked_by(one.asked_by), one.where] for one in outside],
        "duties": [_duty(one) for one in duties] if whole else [],
        "is_whole": whole,
        "is_demo": is_demo,
    }


def _asked_by(parts: Any) -> str:
    return "; ".join(f"{JUDGES[judge]}: {part}" for judge, part in parts.items())


def _duty(one: Duty) -> list[str]:
    done = f"Selesai {clock.long_date(one.deed.done_on)}" if one.deed else STATES[one.state]
    mark = "periksa" if one.duty.needs_check else ""
    return [one.duty.title, clock.long_date(one.due_on) if one.due_on else "–", done, one.duty.source, mark]
