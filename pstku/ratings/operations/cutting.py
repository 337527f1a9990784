"""The cut: once the award of a quarter is settled its votes become tallies, and no vote is kept any more."""

from collections import Counter, defaultdict
from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.guestbook.models import Visit
from pstku.ratings.models import Comment, ItemTally, MonthTally, Vote, VoteQuarter, VoteTally
from pstku.ratings.operations.comments import gather_comments
from pstku.ratings.queries.figures import OfficerFigures, office_figures, period_figures
from pstku.ratings.queries.tallies import UNCOUNTED, find_quarter
from pstku.ratings.rules.lines import LINES, award_line_of
from pstku.ratings.rules.score import Tally, pooled_deviation
from pstku.ratings.rules.tallying import LEAST, Cell, folded, folded_items, full_holder, months_kept, tally_holder

REASON, UNSUR = "reason", "unsur"
OF_VISITS = ("served", "rated", "weeks", "most_from_contact", "with_standard", "within_standard")
HELD = ("held_votes", "held_sum")
Items = Counter[tuple[str, int | None]]  # how often (key, value) was said
Figures = dict[str, dict[int, OfficerFigures]]  # by award line and officer


def lock_quarter(office_id: int, year: int, quarter: int) -> None:
    """From now on votes for visits of this quarter are kept as late and never counted."""
    with atomic():
        standing = _noted(office_id, year, quarter)
        standing.locked_at = standing.locked_at or clock.now()


def cut_quarter(office_id: int, year: int, quarter: int) -> int:
    """Turn the votes of a settled quarter into tallies and forget them; returns how many. Doing it twice does nothing.

    Every score, μ0 and s must come out of the tallies as they came out of the rows, or nothing is changed
    (RuntimeError). Visits no longer say whether they were rated, comments no longer know their vote.
    """
    with atomic() as s:
        standing = _noted(office_id, year, quarter)
        if standing.cut_at:
            return 0
        gather_comments(office_id, until=clock.now())
        first, last = standing.starts_on, standing.ends_on
        figures = {line: period_figures(office_id, line, first, last) for line in LINES}
        office = {line: office_figures(office_id, line, first, last) for line in LINES}
        votes = s.scalars(select(Vote).where(Vote.office_id == office_id, Vote.day.between(first, last))).all()
        cells = _cells(office_id, votes, figures)
        _check_cells(cells, figures)
        _write(standing, folded(cells), votes)
        standing.deviations = {line: repr(_deviation(figures[line])) for line in LINES}
        standing.locked_at, standing.cut_at = standing.locked_at or clock.now(), clock.now()
        _forget(office_id, first, last)
        s.flush()
        s.expire_all()
        _check_cut(office_id, first, last, figures, office)
        record(office_id, "cut_votes", "office", office_id, year=year, quarter=quarter, votes=len(votes))
    return len(votes)


def forget_every_vote(office_id: int, today: date) -> int:
    """For a copy that is kept for months, never for the office itself: cut every past quarter, settled or not, and drop
    the votes of the running one without a tally. Returns how many votes were dropped that way.
    """
    running = clock.quarter_days(*clock.quarter_of(today))
    wanted = select(Vote.day).where(Vote.office_id == office_id, Vote.day < running[0]).distinct()
    for quarter in sorted({clock.quarter_of(day) for day in session().scalars(wanted)}):
        cut_quarter(office_id, *quarter)
    with atomic() as s:
        gather_comments(office_id, until=clock.now())
        left = select(func.count()).select_from(Vote).where(Vote.office_id == office_id)
        count = s.scalar(left) or 0
        _forget(office_id, date.min, date.max, released_on=running[1])
        s.expire_all()
        if s.scalar(left):
            raise RuntimeError("votes are left")
    return count


def _noted(office_id: int, year: int, quarter: int) -> VoteQuarter:
    standing = find_quarter(office_id, year, quarter)
    if standing is None:
        first, last = clock.quarter_days(year, quarter)
        key = {"office_id": office_id, "year": year, "quarter": quarter}
        standing = VoteQuarter(**key, starts_on=first, ends_on=last, deviations={})
        session().add(standing)
    return standing


def _cells(office_id: int, votes: Any, figures: Figures) -> list[Cell]:
    """Counts from the rows themselves; visits, weeks and contacts as the figures have them."""
    # Whoever tries the demo votes for a demo officer: one officer's votes stay together, and go when the demo goes.
    demo = set(session().scalars(select(Person.id).where(Person.office_id == office_id, Person.is_demo)))
    scores: dict[tuple[int, str, str, bool], Counter[str]] = defaultdict(Counter)
    for vote in votes:
        if vote.officer_id is not None:
            line = award_line_of(vote.line)
            key = (vote.officer_id, line, tally_holder(line, vote.held_by), vote.officer_id in demo)
            scores[key]["excluded" if vote.excluded_at else f"n{vote.score}"] += 1
    for line, people in figures.items():
        for officer_id, item in people.items():
            key = (officer_id, line, full_holder(line), officer_id in demo)
            scores[key].update({name: getattr(item, name) for name in OF_VISITS})
    return [_cell(key, counts) for key, counts in scores.items()]


def _cell(key: tuple[int, str, str, bool], counts: Counter[str]) -> Cell:
    values: dict[str, Any] = dict(counts)
    return Cell(*key, **values)


def _check_cells(cells: list[Cell], figures: Figures) -> None:
    """Counted row by row, every officer has the votes, sums and squares that the database summed; s follows from them."""
    for line, people in figures.items():
        for officer_id, item in people.items():
            mine = [cell for cell in cells if (cell.officer_id, cell.line) == (officer_id, line)]
            full = [cell for cell in mine if cell.held_by == full_holder(line)]
            held = [cell for cell in mine if cell.held_by != full_holder(line)]
            counted = [sum(getattr(cell, name) for cell in full) for name in ("n", "total", "squares", "n4")]
            counted += [sum(getattr(cell, name) for cell in held) for name in ("n", "total")]
            wanted = [item.votes, item.score_sum, item.square_sum, item.fours, item.held_votes, item.held_sum]
            if counted != wanted:
                raise RuntimeError(f"tallies of the {line} line differ from votes: {counted} for {wanted}")


def _write(standing: VoteQuarter, cells: list[Cell], votes: Any) -> None:
    of_quarter = {"office_id": standing.office_id, "year": standing.year, "quarter": standing.quarter}
    for cell in cells:
        values = {item.name: getattr(cell, item.name) for item in fields(cell)}
        session().execute(insert(VoteTally).values(of_quarter | values))
    for is_demo in (False, True):
        mine = [vote for vote in votes if vote.is_demo == is_demo]
        for kind, items in _items(mine).items():
            for (key, value), n in sorted(items.items(), key=str):
                row = of_quarter | {"kind": kind, "key": key, "value": value, "n": n, "is_demo": is_demo}
                session().execute(insert(ItemTally).values(row))
        _write_months(standing.office_id, standing.year, mine, is_demo=is_demo)


def _items(votes: Any) -> dict[str, dict[tuple[str, int | None], int]]:
    """What was said beside the scores, and why votes did not count, for the whole office."""
    counted = [vote for vote in votes if vote.officer_id is not None]
    reasons: Items = Counter((code, None) for vote in counted for code in vote.reasons)
    answers: Items = Counter((vote.unsur, vote.unsur_value) for vote in counted if vote.unsur)
    uncounted: Items = Counter((vote.unattributed_reason, None) for vote in votes if vote.unattributed_reason)
    return {REASON: folded_items(reasons), UNSUR: folded_items(answers), UNCOUNTED: dict(uncounted)}


def _write_months(office_id: int, year: int, votes: Any, *, is_demo: bool) -> None:
    for line in LINES:
        sums: dict[int, Counter[str]] = defaultdict(Counter)
        for vote in votes:
            if vote.officer_id is not None and vote.excluded_at is None and award_line_of(vote.line) == line:
                sums[vote.day.month].update(n=1, total=vote.score)
        for month in sorted(months_kept({month: counts["n"] for month, counts in sums.items()})):
            row = {"office_id": office_id, "year": year, "month": month, "line": line, "is_demo": is_demo}
            session().execute(insert(MonthTally).values(row | dict(sums[month])))


def _forget(office_id: int, first: date, last: date, *, released_on: date | None = None) -> None:
    """The rows go. Comments lose their vote, and when they were released: of a quarter all are alike."""
    s = session()
    mine = select(Vote.id).where(Vote.office_id == office_id, Vote.day.between(first, last))
    theirs = Comment.vote_id.in_(mine)
    no_sync = {"synchronize_session": False}
    s.execute(
        update(Comment)
        .where(theirs, Comment.released_on.is_not(None))
        .values(released_on=released_on or last)
        .execution_options(**no_sync)
    )
    s.execute(update(Comment).where(theirs).values(vote_id=None).execution_options(**no_sync))
    s.execute(delete(Vote).where(Vote.id.in_(mine)).execution_options(**no_sync))
    visits = update(Visit).where(Visit.office_id == office_id, Visit.day.between(first, last))
    s.execute(visits.where(Visit.rated_at.is_not(None)).values(rated_at=None).execution_options(**no_sync))


def _deviation(people: dict[int, OfficerFigures]) -> float:
    return pooled_deviation(Tally(item.votes, item.score_sum, item.square_sum) for item in people.values())


def _check_cut(office_id: int, first: date, last: date, figures: Figures, office: dict[str, OfficerFigures]) -> None:
    """Read back from the tallies: the office's sums, and everybody who has enough votes, must be what they were."""
    for line in LINES:
        if (now := office_figures(office_id, line, first, last)) != office[line]:
            raise RuntimeError(f"the office's {line} line would change: {office[line]} to {now}")
        people = period_figures(office_id, line, first, last)
        for officer_id, item in figures[line].items():
            wanted = item if item.held_votes >= LEAST else replace(item, **dict.fromkeys(HELD, 0))
            if item.votes >= LEAST and people.get(officer_id) != wanted:
                raise RuntimeError(f"figures of the {line} line would change: {item} to {people.get(officer_id)}")
