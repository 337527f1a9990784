"""What the library has for the time that was asked, what it lacks, and the newest there is. Pure.

A plan is for one indicator in one place: a figure, or the rows of a range with its gaps, and sentences that say where
it differs from what was asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pstku.answers.rules.asked_times import Times
from pstku.core.clock import MONTHS
from pstku.library.rules.calendar import has_figure
from pstku.library.rules.figures import Figure, change_words, pick, previous
from pstku.library.rules.periods import (
    PARTS,
    after,
    counted_by,
    last_month,
    make_period,
    period_kind,
    period_text,
    sort_key,
)
from pstku.library.rules.schema import Facts

MOST_ROWS = 24
SAYINGS = {
    "missing": "Angka {place} {asked} belum diisi.",
    "newest": "terbaru",
    "only_in": "Angka {place} hanya ada untuk {months}.",
    "counted_by": "Dihitung per {unit}: tidak ada angka {asked}.",
    "coarser": "Dihitung per {unit}: ini angka {shown}, bukan {asked}.",
    "part_of_year": "{closing} belum diisi. Ini {shown}, bukan angka setahun.",
    "quarter": "Ini {shown}, bukan angka setahun.",
    "break": "Jangan dibandingkan: {first} memakai {first_series}, {last} memakai {last_series}.",
    "no_pair": "Belum ada angka setara untuk dibandingkan.",
    "fall": "Terjadi deflasi: inflasinya negatif.",
    "rise": "Bukan deflasi: angkanya positif, jadi harga rata-rata naik.",
    "doubted": "Angka {place} {asked} ditahan karena diragukan: {note}",
    "below": "Tidak ada angka untuk {place}.",
    "and": "dan",
    "apart": "Masanya berbeda ({periods}). Jangan dibandingkan langsung.",
}
UNIT_WORDS = {"year": "tahun", "semester": "semester", "quarter": "triwulan", "month": "bulan"}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an indicator has figures: its kind of period, the months that count in this place, and other kinds."""

    kind: str | None = None
    months: tuple[int, ...] = ()  # empty: all
    also: tuple[str, ...] = ()

    @property
    def is_monthly(self) -> bool:
        """A figure every month, of which December closes the year."""
        return self.kind == "month" and not self.months


def rhythm_of(facts: Facts, *, is_own: bool) -> Rhythm:
    """The rhythm an indicator's facts give.

    Their `months` restrict only the office's own region; larger places have more.
    """
    calendar = facts.release_calendar
    months = tuple(calendar.get("months") or ()) if is_own else ()
    return Rhythm(calendar.get("period_kind"), months, facts.also_counted_by)


@dataclass(frozen=True, slots=True)
class Row:
    """A period of a range in words, and its figure; None: not filled."""

    label: str
    figure: Figure | None


@dataclass(slots=True)
class Plan:
    """What an answer says; when there is no `figure`, `missing` says why."""

    figure: Figure | None = None
    rows: list[Row] = field(default_factory=list)
    change: str | None = None
    remarks: list[str] = field(default_factory=list)
    missing: str | None = None
    does_not_exist: bool = False


def plan(figures: Sequence[Figure], times: Times, rhythm: Rhythm, place: str, facts: Facts) -> Plan:
    """Plan the answer.

    `figures` are in order of time and either all quotable or all not; `place` is its name in a sentence.
    """
    if times.is_range or len(times.periods) > 1:
        return _table(figures, times, rhythm, place, facts)
    asked = _as_counted(times.periods[0], rhythm) if times.periods else None
    figure = pick(list(figures), asked)
    if figure is None:
        exists = asked is None or _exists(asked, rhythm)
        return Plan(missing=_missing(asked, exists, rhythm, place), does_not_exist=not exists)
    before = previous(list(figures), figure)
    change = change_words(figure, before, facts) if before else None
    remarks = [*_otherwise(asked, figure, rhythm), *([SAYINGS["no_pair"]] if times.is_compared and not before else [])]
    pair = [before, figure] if times.is_compared and before else []
    return Plan(figure, [Row(one.period_text, one) for one in pair], change, remarks)


def _table(figures: Sequence[Figure], times: Times, rhythm: Rhythm, place: str, facts: Facts) -> Plan:
    slots = list(_slots(figures, times, rhythm))[-MOST_ROWS:]
    rows = [row for row in _merged(slots) if row]
    filled = [figure for _label, figure in slots if figure]
    if not filled:
        return Plan(missing=SAYINGS["missing"].format(place=place, asked=_span_text(times, slots)))
    if len(rows) == 1:
        before = previous(list(figures), filled[0])
        return Plan(filled[0], change=change_words(filled[0], before, facts) if before else None)
    first, last = filled[0], filled[-1]
    if first is last or first.period_kind != last.period_kind:
        return Plan(last, rows)
    if first.series != last.series:
        return Plan(last, rows, remarks=[_break(first, last)])
    return Plan(last, rows, change_words(last, first, facts))


def _break(first: Figure, last: Figure) -> str:
    return SAYINGS["break"].format(
        first=first.period_text, first_series=first.series, last=last.period_text, last_series=last.series
    )


Slot = tuple[str, Figure | None]  # (period, figure)


def _slots(figures: Sequence[Figure], times: Times, rhythm: Rhythm) -> Iterator[Slot]:
    """The periods of a range, each with its figure or None."""
    if not times.is_range:
        for asked in (_as_counted(period, rhythm) for period in times.periods):
            figure = pick(list(figures), asked)
            yield (figure.period if figure else asked), figure
        return
    newest = figures[-1].period if figures else None
    kind = rhythm.kind or (figures[-1].period_kind if figures else "year")
    if times.by_month:
        yield from _each(
            figures, make_period("month", int(times.periods[0][:4]), 1), f"{times.periods[0][:4]}-12", rhythm
        )
    elif times.first:
        last = times.last or newest or times.first
        if period_kind(times.first) == "year":
            yield from _years(figures, int(times.first), int(last[:4]), rhythm)
        else:
            yield from _each(figures, _as_counted(times.first, rhythm), _as_counted(last, rhythm), rhythm)
    elif newest and times.recent:
        count, unit = times.recent
        if unit == "year" or PARTS[unit] < PARTS[kind]:
            yield from _years(figures, int(newest[:4]) - count + 1, int(newest[:4]), rhythm)
        else:
            mine = [figure for figure in figures if figure.period_kind == figures[-1].period_kind]
            yield from ((figure.period, figure) for figure in mine[-count:])
    elif newest:
        yield from _years(figures, int(figures[0].period[:4]), int(newest[:4]), rhythm)


def _each(figures: Sequence[Figure], first: str, last: str, rhythm: Rhythm) -> Iterator[Slot]:
    """Every period from one to another, of the kind of both."""
    by_period = {figure.period: figure for figure in figures}
    kind, calendar = period_kind(first) or "year", {"months": rhythm.months}
    period, following = first, after(first, kind)
    for _ in range(MOST_ROWS * 4):
        if sort_key(period) > sort_key(last):
            return
        if has_figure(calendar, period) or period in by_period:
            yield period, by_period.get(period)
        period = next(following)


def _years(figures: Sequence[Figure], first: int, last: int, rhythm: Rhythm) -> Iterator[Slot]:
    """A figure for each year: of a monthly series December or the last month there is, of others every round."""
    for year in range(max(first, last - 60), last + 1):
        mine = [figure for figure in figures if figure.year == year]
        own = [figure for figure in mine if figure.period_kind == rhythm.kind] or mine
        if own:
            yield from ((figure.period, figure) for figure in (own[-1:] if rhythm.is_monthly else own))
        else:
            yield (f"{year}-12" if rhythm.is_monthly else str(year)), None


def _merged(slots: Sequence[Slot]) -> Iterator[Row]:
    """Rows in words; gaps that follow one another are one row."""
    gaps: list[str] = []
    for period, figure in [*slots, ("", None)]:
        if period and figure is None:
            gaps.append(period)
            continue
        if gaps:
            ends = [period_text(gaps[0]), period_text(gaps[-1])]
            yield Row(ends[0] if len(gaps) == 1 else "–".join(ends), None)
            gaps = []
        if figure:
            yield Row(figure.period_text, figure)


def _span_text(times: Times, slots: Sequence[Slot]) -> str:
    if times.first and times.last:
        return f"{period_text(times.first)}–{period_text(times.last)}"
    if not slots:
        return period_text(times.first) if times.first else SAYINGS["newest"]
    texts = list(dict.fromkeys(period_text(period) for period, _figure in slots))
    if len(texts) == 1:
        return texts[0]
    return f"{texts[0]}–{texts[-1]}" if times.is_range else f"{', '.join(texts[:-1])} {SAYINGS['and']} {texts[-1]}"


def _as_counted(asked: str, rhythm: Rhythm) -> str:
    """The period as this indicator counts it: Maret 2024 is the first half-year of a half-yearly series."""
    return counted_by(rhythm.kind, asked, period_kind(asked) or "year")[0]


def _exists(asked: str, rhythm: Rhythm) -> bool:
    kind = period_kind(asked) or "year"
    if rhythm.kind is None or kind == "year" or kind in rhythm.also:
        return True
    return kind == rhythm.kind and has_figure({"months": rhythm.months}, asked)


def _missing(asked: str | None, exists: bool, rhythm: Rhythm, place: str) -> str:
    words = period_text(asked) if asked else SAYINGS["newest"]
    if exists:
        return SAYINGS["missing"].format(place=place, asked=words)
    if asked and rhythm.months and (rhythm.kind == period_kind(asked)):
        return SAYINGS["only_in"].format(place=place, months=_months(rhythm))
    return SAYINGS["counted_by"].format(unit=UNIT_WORDS[rhythm.kind or "year"], asked=words)


def _months(rhythm: Rhythm) -> str:
    return f" {SAYINGS['and']} ".join(MONTHS[month - 1] for month in rhythm.months)


def only_in(asked: str | None, rhythm: Rhythm, place: str) -> str | None:
    """The sentence that says a period never has a figure in this place; None when it may have one."""
    counted = _as_counted(asked, rhythm) if asked else None
    return None if counted is None or _exists(counted, rhythm) else _missing(counted, False, rhythm, place)


def _otherwise(asked: str | None, figure: Figure, rhythm: Rhythm) -> list[str]:
    """The sentences to add when the figure is of another kind of period than was asked for."""
    if asked is None or asked == figure.period:
        return []
    text, kind = figure.period_text, figure.period_kind
    if period_kind(asked) != "year":
        unit = UNIT_WORDS[kind]
        return [SAYINGS["coarser"].format(unit=unit, shown=text, asked=period_text(asked))]
    if kind == "quarter":
        return [SAYINGS["quarter"].format(shown=text)]
    closing = max(rhythm.months, default=12)
    if kind != "month" or last_month(figure.period) == closing:
        return []
    return [SAYINGS["part_of_year"].format(closing=period_text(make_period("month", figure.year, closing)), shown=text)]
