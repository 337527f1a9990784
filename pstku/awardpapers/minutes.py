"""Berita acara: what the frozen evidence says, for signing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.numbers import format_number, format_percent
from pstku.core.quarters import quarter_name
from pstku.documents.queries import Words
from pstku.offices.queries import Configuration
from pstku.ratings.rules.publication import frozen_limits, is_shown_to_managers
from pstku.rewards.evidence import Replaced, Snapshot
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.publishing import LINE_TITLES
from pstku.rewards.presentation import CandidateRow, Difference, candidate_rows, differences, tie_break
from pstku.rewards.queries import decision_of, names_of
from pstku.rewards.rules.spot_check import OUTCOMES
from pstku.rewards.rules.states import Verdict
from pstku.rewards.spot_checks import OfficerCheck, officer_checks, spot_check_of
from pstku.rewards.weighing import WeighedSignal, weaknesses, weighed_signals

VERDICTS: Mapping[str, str] = {Verdict.AWARDED: "Ditetapkan sebagai calon penerima", Verdict.NONE: "Tidak ditetapkan"}
UNDECIDED = "Belum diputuskan"


def changed_at(period: AwardPeriod) -> datetime:
    """The last moment that changed what the minutes say."""
    decision, check = decision_of(period.id), spot_check_of(period.id)
    moments = [period.locked_at, period.checked_at, decision and decision.decided_at, check and check.drawn_at]
    return max(moment for moment in (*moments, period.opened_at) if moment)


def minutes_values(
    office: Configuration, period: AwardPeriod, evidence: Snapshot, reader: Actor, words: Words
) -> dict[str, Any]:
    """Everything the minutes print but number and day, in words: by the rules of the award page, frozen with the quarter."""
    decision = decision_of(period.id)
    people = {period.checked_by_id, decision.decided_by_id if decision else None}
    names = names_of(office.id, {person for person in people if person})
    winner = evidence.find(decision.winner_id) if decision else None
    rows = candidate_rows(period, reader)
    return evidence_values(office, period, evidence, reader) | {
        "lines": heads_of(words),
        "opening": words["minutes_opening"],
        "closing": words["minutes_closing"],
        "mean": format_number(25 * evidence.mean, 2),
        "office_score": _office_score(period, evidence),
        "rows": [_row(row) for row in rows],
        "replaced": [_replaced(item, evidence) for item in evidence.replaced or ()],
        "weak": _weak(weaknesses(period), decision.winner_id if decision else None),
        "check_note": period.check_note,
        "checker": names.get(period.checked_by_id or 0, ""),
        "decider": names.get(decision.decided_by_id, "") if decision else "",
        "verdict": f"{VERDICTS[decision.verdict]} {winner.name if winner else ''}".strip() if decision else UNDECIDED,
        "reason": decision.reason if decision else "",
    }


def heads_of(words: Words) -> list[str]:
    """The lines of the office's letterhead."""
    return [words[key] for key in ("head_1", "head_2", "head_3") if words[key]]


def title_of(period: AwardPeriod) -> str:
    """Petugas Pelayanan Terbaik Triwulan III 2026"""
    return f"{LINE_TITLES[period.line]} {quarter_name(period.year, period.quarter)}"


def days_of(period: AwardPeriod) -> str:
    """1 Juli 2026 sampai 30 September 2026"""
    return f"{clock.long_date(period.starts_on)} sampai {clock.long_date(period.ends_on)}"


def evidence_values(office: Configuration, period: AwardPeriod, evidence: Snapshot, reader: Actor) -> dict[str, Any]:
    """What minutes and the list of candidates say alike: gates, distances, signals, orders, spot checks."""
    rows = candidate_rows(period, reader)
    return {
        "office": office.name,
        "title": title_of(period),
        "days": days_of(period),
        "hash": period.snapshot_hash or "",
        "limits": _limits(period),
        "differences": [_difference(item) for item in differences(tie_break(rows))],
        "is_demo": period.is_demo,
        "signals": [_signal(item) for item in weighed_signals(period) if item.signal.officer_id != reader.person_id],
        "signals_kept": evidence.signals is not None,
        "orders": _orders(evidence),
        "spot_checks": [_spot_check(item) for item in officer_checks(period)],
        "place": office.city,
    }


def _office_score(period: AwardPeriod, evidence: Snapshot) -> str:
    found = evidence.office_score
    if found is None or not is_shown_to_managers(found.n, frozen_limits(period.parameters)):
        return ""
    return f"{found.words} dari {found.n} penilaian"


def _limits(period: AwardPeriod) -> list[str]:
    limits = period.parameters
    return [
        f"Paling sedikit {limits['gate_votes']} penilaian",
        f"Cakupan paling sedikit {limits['gate_coverage_percent']} % (di bawahnya: bukti lemah)",
        f"Penilaian tersebar di paling sedikit {limits['gate_weeks']} minggu",
        f"Paling banyak {limits['gate_contact_percent']} % penilaian dari satu kontak",
        "Tanpa pengaduan terbukti dan tanpa sanksi berjalan",
        f"Setiap petugas ditambah {limits['prior_votes']} penilaian setara acuan kantor",
    ]


def _row(row: CandidateRow) -> list[str]:
    candidate = row.candidate
    coverage = candidate.coverage
    return [
        candidate.name,
        candidate.score_words if row.is_score_shown else "–",
        candidate.range_words if row.is_score_shown else "–",
        str(candidate.votes),
        format_percent(100 * coverage, 1) if coverage is not None else "–",
        "; ".join(gate.words for gate in candidate.failed) or "semua terpenuhi",
        "calon unggulan" if candidate.place else "",
    ]


def _difference(item: Difference) -> str:
    gap, limit = format_number(item.gap, 2), format_number(item.limit, 2)
    return (
        f"Selisih {item.leader} dan {item.other} {gap} poin. Batas setara {limit} poin, "
        "jadi keduanya tidak dapat dibedakan oleh angka saja."
    )


def _signal(item: WeighedSignal) -> dict[str, str]:
    strength = "tanda kuat" if item.signal.is_strong else "perhatikan"
    return {
        "head": f"{item.name}, {strength}{', disisihkan' if item.is_set_aside else ''}",
        "words": item.signal.words,
        "note": item.note,
    }


def _orders(evidence: Snapshot) -> list[list[str]]:
    if evidence.orders is None:
        return []
    orders = evidence.orders
    named = (
        ("Semua penilaian", orders.everything),
        ("Tanpa yang di bawah tanda kuat", orders.without_strong),
        ("Hanya tamu yang dapat dihubungi", orders.contactable),
    )
    return [[label, ", ".join(evidence.names(order)) or "penilaian belum cukup"] for label, order in named]


def _replaced(item: Replaced, evidence: Snapshot) -> str:
    before, after = (", ".join(evidence.names(order)) or "–" for order in (item.order_before, item.order_after))
    name = evidence.names([item.officer_id])[0]
    return (
        f"{item.votes_taken} penilaian untuk {name} disisihkan: {item.reason} Urutan semula: {before}. "
        f"Sekarang: {after}. Sidik bukti semula: {item.snapshot_hash}."
    )


def _spot_check(item: OfficerCheck) -> str:
    asked = ", ".join(f"{item.count(code)} {words.lower()}" for code, words in OUTCOMES.items())
    chances = "".join(
        f" Bila {invented} dari {item.contactable} dikarang, {item.answered} jawaban menemukannya dengan peluang "
        f"{format_percent(100 * chance, 0)}."
        for invented, chance in item.chances
    )
    return (
        f"{item.name}: {len(item.visits)} kunjungan diundi; {asked}, {item.count(None)} belum ditanya. "
        f"{item.without_contact} dari {item.rated} kunjungan yang dinilai tidak mempunyai kontak.{chances}"
    )


def _weak(reasons: dict[int, list[str]], winner_id: int | None) -> str:
    found = reasons.get(winner_id or 0, [])
    return f"Bukti lemah: {'; '.join(found)}." if found else ""
