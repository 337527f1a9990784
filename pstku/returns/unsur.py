"""Unsur dan indeks: the rounds of the survey beside each other, by what each round may show (`skm.rules.showing`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pstku.offices.queries import Configuration
from pstku.returns.monthly.tables import Cell, Listing
from pstku.skm.queries.pages import RoundView, Step, steps_of
from pstku.skm.rules.index import Index

BY_THEMSELVES, ON_PAPER = "diisi sendiri", "lembar kertas"
CHANGES: Mapping[int | None, str] = {1: "naik", -1: "turun", 0: "belum dapat dibedakan", None: "–"}
MOST_ROUNDS = 6  # beside each other: more columns than that no paper holds


@dataclass(frozen=True, slots=True)
class Line:
    """A round and one of its two groups, which are never added; `index` is None where too few answered."""

    view: RoundView
    group: str
    answers: int
    index: Index | None
    change: int | None  # against the round of the same length before; of guests' own answers alone


def survey_lines(office: Configuration, year: int) -> list[Line]:
    """The rounds that end in a year, the newest first; paper only where sheets were entered."""
    return [
        line for step in steps_of(office.id) if step.view.row.year == year for line in lines_of(step) if line.answers
    ]


def survey_years(office: Configuration) -> list[int]:
    """Years that have a round, the newest first."""
    return sorted({step.view.row.year for step in steps_of(office.id)}, reverse=True)


def lines_of(step: Step) -> list[Line]:
    """The two groups of a round."""
    view = step.view
    return [
        Line(view, BY_THEMSELVES, view.response.guests, view.guests, step.change),
        Line(view, ON_PAPER, view.response.paper, view.paper, None),
    ]


def survey_listings(lines: Sequence[Line]) -> list[Listing]:
    """The index of each round, then the unsur of those that have one."""
    head = ("Putaran", "Kelompok", "Jawaban", "Dihitung", "IKM", "Rentang 95 % dari", "sampai", "Mutu", "Perubahan")
    shown = [line for line in lines if line.index][:MOST_ROUNDS]
    columns = tuple(f"{line.view.name}, {line.group}" for line in shown)
    unsur = tuple(_unsur(key, name, shown) for key, name in shown[0].view.questions.names.items()) if shown else ()
    found = [Listing("Indeks kepuasan masyarakat", head, tuple(_index(line) for line in lines))]
    return [*found, Listing("Nilai rata-rata tiap unsur", ("Unsur", *columns), unsur)] if shown else found


def _index(line: Line) -> tuple[Cell, ...]:
    index = line.index
    told: tuple[Cell, ...] = (None,) * 5
    if index:
        told = (index.respondents, index.value, index.low, index.high, f"{index.letter} ({index.name})")
    return line.view.name, line.group, line.answers, *told, CHANGES[line.change]


def _unsur(key: str, name: str, lines: Sequence[Line]) -> tuple[Cell, ...]:
    means = (line.index.means.get(key) if line.index else None for line in lines)
    return name, *(mean.value if mean else None for mean in means)
