"""A closed round of the questionnaire on paper: the gap table and its bars, the earlier questionnaire apart."""

from decimal import Decimal
from typing import Any

from pstku.core import clock
from pstku.core.errors import Conflict
from pstku.core.numbers import format_number
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.practice.queries.competence import Baseline
from pstku.practice.queries.competence_results import RoundResult
from pstku.practice.rules.competence import INDICATORS, SMALLEST_GROUP
from pstku.printing.pdf import compile_pdf


def round_pdf(office: Configuration, result: RoundResult | None, baseline: Baseline | None) -> bytes:
    """The PDF; raises Conflict while the round is open or fewer than five replied."""
    values = round_values(office, result, baseline)
    today = clock.local_day(clock.now(), office.tz)  # the day of printing stands on the paper
    return compile_pdf("competence", values, clock.day_range(today, office.tz)[0])


def round_values(office: Configuration, result: RoundResult | None, baseline: Baseline | None) -> dict[str, Any]:
    """Everything the paper prints, in words."""
    if result is None or not result.scores:
        raise Conflict(
            N_("Hasil tersedia setelah putaran ditutup dan paling sedikit %(n)s orang mengisi."), n=SMALLEST_GROUP
        )
    return {
        "office": office.name,
        "title": result.title,
        "days": f"{_day(office, result.opened_at)} sampai {_day(office, result.closed_at)}",
        "coverage": coverage(result),
        "changed_since": result.changed_since,
        "target": result.target,
        "rows": [
            {
                "name": INDICATORS[score.indicator],
                "index": number(score.index),
                "share": float(score.index or 0),
                "gap": signed(score.gap),
                "tested": number(score.tested.value, 0) if score.tested else "–",
                "n": str(score.tested.n) if score.tested else "–",
            }
            for score in result.scores
        ],
        "baseline": _baseline(baseline),
        "place": f"{office.city}, {_day(office, clock.now())}",
    }


def coverage(result: RoundResult) -> str:
    """7 dari 25 pegawai; without the whole where it was not kept."""
    return f"{result.people} dari {result.staff} pegawai" if result.staff else f"{result.people} pegawai"


def _baseline(baseline: Baseline | None) -> dict[str, Any] | None:
    if baseline is None:
        return None
    rows = [
        {
            "name": INDICATORS[key],
            "index": number(value),
            "share": float(value),
            "gap": signed(value - baseline.target),
        }
        for key, value in baseline.values.items()
    ]
    return {
        "year": baseline.year,
        "source": baseline.source,
        "target": number(baseline.target, 0),
        "mark": float(baseline.target),
        "rows": rows,
    }


def _day(office: Configuration, moment: Any) -> str:
    return clock.long_date(clock.local_day(moment, office.tz))


def number(value: Decimal | None, decimals: int = 2) -> str:
    """66,96; a dash where nothing may be said."""
    return "–" if value is None else format_number(float(value), decimals)


def signed(value: Decimal | None) -> str:
    """−18,04 or +1,20, with a real minus."""
    if value is None:
        return "–"
    sign = "−" if value < 0 else "+"
    return f"{sign}{format_number(abs(float(value)), 2)}"
