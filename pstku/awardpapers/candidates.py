"""Daftar calon: everybody who was rated, with evidence and signals, in the columns the office chose."""

from typing import Any

from pstku.awardpapers.minutes import evidence_values, heads_of
from pstku.core.actor import Actor
from pstku.core.numbers import format_percent
from pstku.documents.queries import Words
from pstku.documents.rules.texts import COLUMNS
from pstku.offices.queries import Configuration
from pstku.rewards.models import AwardPeriod
from pstku.rewards.presentation import CandidateRow, candidate_rows
from pstku.rewards.rules.signal_words import NAMES
from pstku.rewards.weighing import WeighedSignal, weighed_signals

STANDS_OUT, EQUAL, OUT = "calon unggulan", "memenuhi syarat", "belum memenuhi syarat"


def candidates_values(office: Configuration, period: AwardPeriod, reader: Actor, words: Words) -> dict[str, Any]:
    """Everything the list prints but number, day and signer; figures are shown by the rules of the award page."""
    assert period.evidence is not None
    signals = [item for item in weighed_signals(period) if item.signal.officer_id != reader.person_id]
    rows = [_row(row, words.columns, signals) for row in candidate_rows(period, reader)]
    return evidence_values(office, period, period.evidence, reader) | {
        "lines": heads_of(words),
        "opening": words["candidates_opening"],
        "head": ["Petugas", *(COLUMNS[key] for key in words.columns), "Hasil"],
        "rows": rows,
    }


def _row(row: CandidateRow, columns: tuple[str, ...], signals: list[WeighedSignal]) -> list[str]:
    candidate = row.candidate
    mine = [item for item in signals if item.signal.officer_id == candidate.officer_id]
    cells = {
        "score": candidate.score_words if row.is_score_shown else "–",
        "range": candidate.range_words if row.is_score_shown else "–",
        "votes": str(candidate.votes),
        "coverage": format_percent(100 * candidate.coverage, 1) if candidate.coverage is not None else "–",
        "weeks": str(candidate.weeks),
        "gates": "; ".join(gate.words for gate in candidate.failed) or "semua terpenuhi",
        "signals": "–" if row.is_self else "; ".join(_signal(item) for item in mine) or "tidak ada",
    }
    result = STANDS_OUT if candidate.place else EQUAL if candidate.is_eligible else OUT
    return [candidate.name, *(cells[key] for key in columns), result]


def _signal(item: WeighedSignal) -> str:
    return f"{NAMES[item.signal.code]} ({'kuat' if item.signal.is_strong else 'perhatikan'})"
