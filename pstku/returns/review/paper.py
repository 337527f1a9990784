"""The review on one sheet of paper."""

from collections.abc import Callable, Iterable
from typing import Any

from pstku.core import clock
from pstku.offices.queries import Configuration
from pstku.printing.pdf import compile_pdf
from pstku.returns.measures.terms import TERMS
from pstku.returns.measures.vocabulary import MEASURES
from pstku.returns.review.reading import HEADLINE, Review
from pstku.returns.review.rules import NAMES, Said


def review_pdf(office: Configuration, review: Review, say: Callable[..., str], remarks: Iterable[str]) -> bytes:
    """The PDF; `say` puts a marked sentence into the reader's words."""
    return compile_pdf("review", review_values(office, review, say, remarks), clock.now())


def review_values(
    office: Configuration, review: Review, say: Callable[..., str], remarks: Iterable[str]
) -> dict[str, Any]:
    """Everything the paper prints, in words."""

    def told(lines: Iterable[Said]) -> list[list[str]]:
        return [[say(line.words, **line.values), say(line.evidence.name), _meaning(line)] for line in lines]

    return {
        "office": office.name,
        "unit": office.unit_name,
        "title": "Tinjauan bulanan",
        "period": review.period.label,
        "remarks": list(remarks),
        "headline": [[MEASURES[key].name, review.words(key), MEASURES[key].unit] for key in HEADLINE],
        "before": f"{clock.long_date(review.compared_from)} sampai sebelum bulan ini",
        "better": told(review.better),
        "worse": told(review.worse),
        "to_do": told(review.to_do),
        "unsaid": ", ".join(say(NAMES[one.key]) for one in review.unsaid),
        "fewest": review.fewest,
        "place": f"{office.city}, {clock.long_date(clock.local_day(clock.now(), office.tz))}",
    }


def _meaning(line: Said) -> str:
    """What the figure behind a sentence means; empty where the page says it itself."""
    known = MEASURES.get(line.evidence.key) or TERMS.get(line.evidence.key)
    return known.definition if known else ""
