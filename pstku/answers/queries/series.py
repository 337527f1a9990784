"""The whole series behind an answer, as a table to download."""

from collections.abc import Iterable

from pstku.answers.queries.cards import Card
from pstku.answers.rules.saying import unit_words
from pstku.core.clock import short_date
from pstku.core.numbers import typed_number
from pstku.library.queries.values import figures_of
from pstku.library.rules.notes import is_doubted

HEAD = ("indikator", "wilayah", "periode", "angka", "satuan", "status", "deret", "sumber", "rilis")


def series_rows(office_id: int, cards: Iterable[Card]) -> list[tuple[str, ...]]:
    """HEAD and a row for every checked figure of the indicators and places on these cards, by time; none in doubt."""
    by_place = {(card.page.key, card.region_code): card for card in cards}
    figures = figures_of(office_id, {key for key, _code in by_place})
    rows: list[tuple[str, ...]] = [HEAD]
    for place, card in by_place.items():
        for figure in figures.get(place, []):
            if figure.is_checked and not is_doubted(figure.note):
                released = short_date(figure.released_on) if figure.released_on else ""
                words = (typed_number(figure.value), unit_words(card.page.fact, figure), figure.status, figure.series)
                rows.append((card.page.title, card.region, figure.period_text, *words, figure.source, released))
    return rows
