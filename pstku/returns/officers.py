"""Petugas per triwulan: what each of them served, how many guests voted, and the score where it may be shown.

A score is told by the one rule of the award (`rewards.presentation.candidate_rows`): of a locked quarter, from enough votes,
never one's own. So this page never says more than the award's, nor sooner.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import case, func, select

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.numbers import format_percent, round_half_up
from pstku.core.quarters import quarter_name
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE, Channel, is_walk_in
from pstku.offices.queries import Configuration
from pstku.ratings.models import Vote
from pstku.ratings.queries.tallies import is_cut, tallied_figures
from pstku.ratings.rules.holding import FULL_HOLDERS
from pstku.ratings.rules.lines import DESK, FIELD, LINES
from pstku.returns.monthly.tables import Cell, Listing
from pstku.rewards.presentation import candidate_rows
from pstku.rewards.queries import find_period, names_of

NOBODY = "Tanpa petugas"
SCORED = (DESK, FIELD)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer's quarter; `scores` by award line in words, absent where nothing may be shown."""

    officer_id: int | None
    name: str
    finished: int
    here: int  # at the counter
    by_message: int
    outside: int
    on_paper: int
    rated: int | None  # of the guests at the counter who were served; None where a settled quarter no longer tells
    served: int
    votes: Mapping[
        str, int | None
    ]  # by award line, votes that count fully; None for the few a settled quarter no longer tells
    scores: Mapping[str, str]
    is_self: bool

    @property
    def coverage(self) -> Fraction | None:
        """Rated of served, in percent."""
        return Fraction(100 * self.rated, self.served) if self.served and self.rated is not None else None


@dataclass(frozen=True, slots=True)
class OfficerQuarter:
    """All officers of a quarter by name; `is_locked` by award line: before, no score is shown."""

    year: int
    quarter: int
    first: date
    last: date
    rows: tuple[OfficerRow, ...]
    is_locked: Mapping[str, bool]

    @property
    def name(self) -> str:
        return quarter_name(self.year, self.quarter)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.quarter}"


def officer_quarter(office: Configuration, actor: Actor, year: int, quarter: int) -> OfficerQuarter:
    """What `actor` may see of a quarter."""
    first, last = clock.quarter_days(year, quarter)
    counts = _counts(office.id, year, quarter, first, last)
    scores: dict[str, Mapping[int, str]] = {
        line: dict(_scores(office.id, actor, year, quarter, line)) for line in SCORED
    }
    people = {officer_id for officer_id in counts if officer_id is not None}
    names = names_of(office.id, people)
    untold = None if is_cut(office.id, year, quarter) else 0
    rows = [
        _row(actor, officer_id, names.get(officer_id or 0, NOBODY), counts[officer_id], scores, untold)
        for officer_id in counts
    ]
    rows.sort(key=lambda row: (row.officer_id is None, row.name))
    locked: dict[str, bool] = {line: _is_locked(office.id, year, quarter, line) for line in SCORED}
    return OfficerQuarter(year, quarter, first, last, tuple(rows), locked)


def _row(
    actor: Actor,
    officer_id: int | None,
    name: str,
    counts: Mapping[str, int],
    scores: Mapping[str, Mapping[int, str]],
    untold: int | None,
) -> OfficerRow:
    told = {key: counts.get(key, 0) for key in ("finished", "here", "by_message", "outside", "on_paper", "served")}
    is_self = officer_id == actor.person_id
    return OfficerRow(
        officer_id=officer_id,
        name=name,
        **told,
        rated=counts.get("rated"),
        votes={line: counts.get(f"votes_{line}", untold) for line in SCORED},
        scores={
            line: found[officer_id] for line, found in scores.items() if officer_id is not None and officer_id in found
        },
        is_self=is_self,
    )


def _counts(office_id: int, year: int, quarter: int, first: date, last: date) -> dict[int | None, dict[str, int]]:
    found: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    settled = is_cut(office_id, year, quarter)
    for officer_id, channel, follow_up, finished, rated in _visits(office_id, first, last):
        mine = found[officer_id]
        mine["finished"] += finished
        mine[_place(channel, follow_up)] += finished
        if is_walk_in(channel, follow_up) and not settled:
            mine["served"] += finished
            mine["rated"] += int(rated or 0)
    votes = tallied_figures(office_id, LINES, first, last) if settled else _votes(office_id, first, last)
    for row in votes:
        is_named = (
            row["officer_id"] is not None and row["officer_id"] in found
        )  # nobody's are "lainnya": many people's few
        if is_named and row["held_by"] in FULL_HOLDERS[row["line"]]:
            mine = found[row["officer_id"]]
            mine[f"votes_{row['line']}"] += row["votes"]
            if settled and row["line"] == DESK:
                mine["served"] += row["served"]
                mine["rated"] += row["rated"]
    return found


def _place(channel: str, follow_up: bool) -> str:
    if channel == Channel.FIELD and not follow_up:
        return "outside"
    if channel == Channel.PAPER:
        return "on_paper"
    return "here" if is_walk_in(channel, follow_up) else "by_message"


def _visits(office_id: int, first: date, last: date) -> Any:
    rated = func.sum(case((Visit.rated_at.is_not(None), 1), else_=0))
    key = (Visit.officer_id, Visit.channel, Visit.follow_up)
    query = select(*key, func.count(), rated).where(Visit.office_id == office_id, Visit.state == DONE)
    return session().execute(query.where(Visit.day.between(first, last)).group_by(*key))


def _votes(office_id: int, first: date, last: date) -> Iterator[dict[str, Any]]:
    key = (Vote.officer_id, Vote.line, Vote.held_by)
    counted = (Vote.office_id == office_id, Vote.officer_id.is_not(None), Vote.excluded_at.is_(None))
    query = select(*key, func.count()).where(*counted, Vote.day.between(first, last)).group_by(*key)
    award_lines = {line: award for award, lines in LINES.items() for line in lines}
    for officer_id, line, held_by, votes in session().execute(query):
        yield {"officer_id": officer_id, "line": award_lines[line], "held_by": held_by, "votes": votes}


def _scores(office_id: int, actor: Actor, year: int, quarter: int, line: str) -> Iterator[tuple[int, str]]:
    period = find_period(office_id, year, quarter, line)
    for row in candidate_rows(period, actor) if period else ():
        if row.is_score_shown:
            yield row.candidate.officer_id, row.candidate.score_words


def _is_locked(office_id: int, year: int, quarter: int, line: str) -> bool:
    period = find_period(office_id, year, quarter, line)
    return period is not None and period.evidence is not None


HEAD = (
    *("Petugas", "Selesai", "Di konter", "Lewat pesan", "Di luar kantor", "Dari kertas", "Dinilai", "Cakupan"),
    *("Penilaian konter", "Skor konter", "Penilaian luar kantor", "Skor luar kantor"),
)


def officer_listing(told: OfficerQuarter) -> Listing:
    """The table of papers and workbooks; of oneself neither votes nor score."""
    return Listing("Petugas", HEAD, tuple(_cells(row) for row in told.rows))


def _cells(row: OfficerRow) -> tuple[Cell, ...]:
    coverage = row.coverage
    shown = None if coverage is None or row.is_self else format_percent(round_half_up(coverage, 0))
    judged: list[Cell] = []
    for line in SCORED:
        judged += [None if row.is_self else row.votes[line], row.scores.get(line)]
    counts = (row.finished, row.here, row.by_message, row.outside, row.on_paper)
    return row.name, *counts, None if row.is_self else row.rated, shown, *judged
