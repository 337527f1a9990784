"""Berita acara: what the frozen evidence says, for signing."""

from typing import Any

from pstku.core import clock
from pstku.core.errors import Conflict
from pstku.core.numbers import format_number, format_percent
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.reports.pdf import compile_pdf
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.publishing import LINE_TITLES
from pstku.rewards.queries import decision_of, names_of
from pstku.rewards.rules import quarter_name

VERDICTS = {"awarded": "Ditetapkan sebagai calon penerima", "none": "Tidak ditetapkan"}


def minutes_pdf(office: Configuration, period: AwardPeriod) -> bytes:
    """The PDF of a closed period; raises Conflict before the data are locked."""
    if period.snapshot is None:
        raise Conflict(N_("Berita acara tersedia setelah triwulan ditutup."))
    return compile_pdf("minutes", minutes_values(office, period))


def minutes_values(office: Configuration, period: AwardPeriod) -> dict[str, Any]:
    """Everything the minutes print, in words."""
    snapshot = period.snapshot or {}
    decision = decision_of(period.id)
    people = {period.checked_by_id, decision.decided_by_id if decision else None}
    names = names_of(office.id, {person for person in people if person})
    winner = next((r["name"] for r in snapshot["candidates"] if decision and r["officer_id"] == decision.winner_id), "")
    return {
        "office": office.name,
        "title": f"{LINE_TITLES[period.line]} {quarter_name(period.year, period.quarter)}",
        "days": f"{clock.long_date(period.starts_on)} sampai {clock.long_date(period.ends_on)}",
        "hash": period.snapshot_hash or "",
        "mean": format_number(float(snapshot["mean_shown"]), 2),
        "limits": _limits(period),
        "rows": [_row(row) for row in snapshot["candidates"]],
        "check_note": period.check_note,
        "checker": names.get(period.checked_by_id or 0, ""),
        "decider": names.get(decision.decided_by_id, "") if decision else "",
        "verdict": f"{VERDICTS.get(decision.verdict, '')} {winner}".strip() if decision else "Belum diputuskan",
        "reason": decision.reason if decision else "",
        "place": office.city,
    }


def _limits(period: AwardPeriod) -> list[str]:
    limits = period.parameters
    return [
        f"Paling sedikit {limits['gate_votes']} penilaian",
        f"Cakupan paling sedikit {limits['gate_coverage_percent']} % (di bawahnya: bukti lemah)",
        f"Penilaian tersebar di paling sedikit {limits['gate_weeks']} minggu",
        f"Paling banyak {limits['gate_contact_percent']} % penilaian dari satu kontak",
        "Tanpa pengaduan terbukti dan tanpa sanksi berjalan",
        f"Setiap petugas ditambah {limits['prior_votes']} penilaian setara rata-rata kantor",
    ]


def _row(row: dict[str, Any]) -> list[str]:
    is_shown = row["votes"] >= 10
    coverage = format_percent(100 * row["rated"] / row["served"], 1) if row["served"] else "–"
    failed = [gate["words"] for gate in row["gates"] if not gate["passed"]]
    return [
        row["name"],
        format_number(row["score_shown"], 2) if is_shown else "–",
        f"{format_number(row['low_shown'], 2)}–{format_number(row['high_shown'], 2)}" if is_shown else "–",
        str(row["votes"]),
        coverage,
        "; ".join(failed) or "semua terpenuhi",
        "calon unggulan" if row["place"] else "",
    ]
