"""The cut: once the award of a quarter is settled its votes become tallies, and no vote is kept any more."""

from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.batches import AT_ONCE, After, in_batches, nobody_waits
from pstku.core.db import atomic, hold_still, session
from pstku.guestbook.models import Visit
from pstku.ratings.models import Comment, ItemTally, MonthTally, Vote, VoteClaim, VoteQuarter, VoteTally
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
Scores = dict[tuple[int, str, str, bool], Counter[str]]  # by officer, award line, holder, demo
Months = dict[tuple[str, int], Counter[str]]  # by award line and month: n and total
COUNTED = (
    "officer_id", "line", "held_by", "score", "excluded_at", "reasons", "unsur", "unsur_value", "unattributed_reason",
    "day", "is_demo",
)  # fmt: skip
TRIES = 5


def lock_quarter(office_id: int, year: int, quarter: int) -> None:
    """Lock a quarter: later votes for its visits are stored as late and never counted."""
    with atomic():
        standing = _noted(office_id, year, quarter)
        standing.locked_at = standing.locked_at or clock.now()


def cut_quarter(office_id: int, year: int, quarter: int, after: After = nobody_waits) -> int:
    """Replace the votes of a settled quarter by tallies; returns how many votes went. Repeating it changes nothing.

    Every score, μ0 and s must come out of the tallies as they came out of the rows, or nothing is changed
    (RuntimeError). Afterwards no visit says whether it was rated, and no comment is linked to its vote.

    Three parts, so that nobody at the counter waits: counting, without a lock; one short write, from which on only the
    tallies are read; and the rows are deleted in batches. If that is interrupted, it continues the next night.
    """
    standing = find_quarter(office_id, year, quarter)
    if standing is None or standing.cut_at is None:
        gather_comments(office_id, until=clock.now())
        _turn_into_tallies(office_id, year, quarter)
    return empty_quarter(office_id, year, quarter, after)


def empty_quarter(office_id: int, year: int, quarter: int, after: After = nobody_waits) -> int:
    """Delete the vote rows of a quarter whose tallies are already in use; returns how many. Harmless to repeat."""
    standing = find_quarter(office_id, year, quarter)
    if standing is None or standing.cut_at is None or standing.emptied_at is not None:
        return 0
    first, last = standing.starts_on, standing.ends_on
    gather_comments(office_id, until=clock.now())
    mine = (Vote.office_id == office_id, Vote.day.between(first, last), Vote.comment == "")
    count = in_batches(select(Vote.id).where(*mine), lambda keys: _forget(keys, last), after)
    rated = (Visit.office_id == office_id, Visit.day.between(first, last), Visit.rated_at.is_not(None))
    in_batches(select(Visit.id).where(*rated), _unrate, after)
    with atomic():
        _noted(office_id, year, quarter).emptied_at = clock.now()
    return count


def _turn_into_tallies(office_id: int, year: int, quarter: int) -> None:
    """Count, then write what was counted if no vote has moved meanwhile; a few tries, as late ballots may come in."""
    first, last = clock.quarter_days(year, quarter)
    for _ in range(TRIES):
        stand = _stand(office_id, first, last)
        counted = _count(office_id, first, last)
        with atomic() as s:
            hold_still(Visit, Vote)
            if _stand(office_id, first, last) != stand:
                continue
            standing = _noted(office_id, year, quarter)
            _write(standing, folded(counted.cells), counted)
            standing.deviations = {line: repr(_deviation(counted.figures[line])) for line in LINES}
            standing.locked_at, standing.cut_at = standing.locked_at or clock.now(), clock.now()
            s.flush()
            s.expire_all()
            _check_cut(office_id, first, last, counted.figures, counted.office)
            record(office_id, "cut_votes", "office", office_id, year=year, quarter=quarter, votes=counted.votes)
            return
    raise RuntimeError("votes of the quarter move while they are counted")


def _stand(office_id: int, first: date, last: date) -> Any:
    """A fingerprint of the votes of these days."""
    moving = (
        func.count(),
        func.sum(Vote.score),
        func.sum(Vote.revision + Vote.words_revision),
        func.count(Vote.officer_id),
        func.count(Vote.excluded_at),
        func.max(Vote.received_at),
    )
    return session().execute(select(*moving).where(Vote.office_id == office_id, Vote.day.between(first, last))).one()


@dataclass(frozen=True, slots=True)
class Counted:
    """A quarter's votes as counts, also by reason and by month, with real and demo votes apart."""

    votes: int
    figures: Figures
    office: dict[str, OfficerFigures]
    cells: list[Cell]
    items: dict[bool, dict[str, Items]]
    months: dict[bool, Months]


def _count(office_id: int, first: date, last: date) -> Counted:
    """Count the rows one by one, a thousand in memory at a time, and compare with what the database sums."""
    figures = {line: period_figures(office_id, line, first, last) for line in LINES}
    office = {line: office_figures(office_id, line, first, last) for line in LINES}
    scores: Scores = defaultdict(Counter)
    items: dict[bool, dict[str, Items]] = {is_demo: _no_items() for is_demo in (False, True)}
    months: dict[bool, Months] = {is_demo: defaultdict(Counter) for is_demo in (False, True)}
    demo, count = _demo_people(office_id), 0
    rows = select(*(getattr(Vote, name) for name in COUNTED)).where(
        Vote.office_id == office_id, Vote.day.between(first, last)
    )
    for vote in session().execute(rows.execution_options(yield_per=AT_ONCE)):
        count += 1
        _count_score(scores, vote, demo)
        _count_items(items[vote.is_demo], vote)
        if vote.officer_id is not None and vote.excluded_at is None:
            months[vote.is_demo][award_line_of(vote.line), vote.day.month].update(n=1, total=vote.score)
    cells = _cells(scores, figures, demo)
    _check_cells(cells, figures)
    return Counted(count, figures, office, cells, items, months)


def forget_every_vote(office_id: int, today: date) -> int:
    """Remove every vote from a monthly backup; never called on the office's own database.

    Past quarters are cut into tallies, settled or not; the votes of the running quarter are dropped without a tally.
    Returns how many were dropped.
    """
    running = clock.quarter_days(*clock.quarter_of(today))
    query = select(Vote.day).where(Vote.office_id == office_id, Vote.day < running[0]).distinct()
    for quarter in sorted({clock.quarter_of(day) for day in session().scalars(query)}):
        cut_quarter(office_id, *quarter)
    gather_comments(office_id, until=clock.now())
    mine = select(Vote.id).where(Vote.office_id == office_id)
    count = in_batches(mine, lambda keys: _forget(keys, running[1]))
    in_batches(select(Visit.id).where(Visit.office_id == office_id, Visit.rated_at.is_not(None)), _unrate)
    if session().scalar(mine.limit(1)) is not None:
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


def _demo_people(office_id: int) -> set[int]:
    """The ids of demo officers. All votes for one of them count as demo votes and go when the demo is deleted."""
    return set(session().scalars(select(Person.id).where(Person.office_id == office_id, Person.is_demo)))


def _count_score(scores: Scores, vote: Any, demo: set[int]) -> None:
    if vote.officer_id is not None:
        line = award_line_of(vote.line)
        key = (vote.officer_id, line, tally_holder(line, vote.held_by), vote.officer_id in demo)
        scores[key]["excluded" if vote.excluded_at else f"n{vote.score}"] += 1


def _cells(scores: Scores, figures: Figures, demo: set[int]) -> list[Cell]:
    """Vote counts come from the rows; visits, weeks and contacts are taken from `figures`."""
    for line, people in figures.items():
        for officer_id, item in people.items():
            key = (officer_id, line, full_holder(line), officer_id in demo)
            scores[key].update({name: getattr(item, name) for name in OF_VISITS})
    return [_cell(key, counts) for key, counts in scores.items()]


def _cell(key: tuple[int, str, str, bool], counts: Counter[str]) -> Cell:
    values: dict[str, Any] = dict(counts)
    return Cell(*key, **values)


def _check_cells(cells: list[Cell], figures: Figures) -> None:
    """Check that the counts of every officer, row by row, equal the sums of the database, on which s depends."""
    for line, people in figures.items():
        for officer_id, item in people.items():
            mine = [cell for cell in cells if (cell.officer_id, cell.line) == (officer_id, line)]
            full = [cell for cell in mine if cell.held_by == full_holder(line)]
            held = [cell for cell in mine if cell.held_by != full_holder(line)]
            counted = [sum(getattr(cell, name) for cell in full) for name in ("n", "total", "squares", "n4")]
            counted += [sum(getattr(cell, name) for cell in held) for name in ("n", "total")]
            summed = [item.votes, item.score_sum, item.square_sum, item.fours, item.held_votes, item.held_sum]
            if counted != summed:
                raise RuntimeError(f"tallies of the {line} line differ from votes: {counted} for {summed}")


def _write(standing: VoteQuarter, cells: list[Cell], counted: Counted) -> None:
    of_quarter = {"office_id": standing.office_id, "year": standing.year, "quarter": standing.quarter}
    for cell in cells:
        values = {item.name: getattr(cell, item.name) for item in fields(cell)}
        session().execute(insert(VoteTally).values(of_quarter | values))
    for is_demo in (False, True):
        for kind, items in _folded_items(counted.items[is_demo]).items():
            for (key, value), n in sorted(items.items(), key=str):
                row = of_quarter | {"kind": kind, "key": key, "value": value, "n": n, "is_demo": is_demo}
                session().execute(insert(ItemTally).values(row))
        _write_months(standing.office_id, standing.year, counted.months[is_demo], is_demo=is_demo)


def _no_items() -> dict[str, Items]:
    return {REASON: Counter(), UNSUR: Counter(), UNCOUNTED: Counter()}


def _count_items(items: dict[str, Items], vote: Any) -> None:
    """Add the vote's reasons and SKM answer, or why it did not count, to the office's counts."""
    if vote.officer_id is not None:
        items[REASON].update((code, None) for code in vote.reasons)
        if vote.unsur:
            items[UNSUR][vote.unsur, vote.unsur_value] += 1
    if vote.unattributed_reason:
        items[UNCOUNTED][vote.unattributed_reason, None] += 1


def _folded_items(items: dict[str, Items]) -> dict[str, dict[tuple[str, int | None], int]]:
    return {kind: dict(counts) if kind == UNCOUNTED else folded_items(counts) for kind, counts in items.items()}


def _write_months(office_id: int, year: int, months: Months, *, is_demo: bool) -> None:
    for line in LINES:
        sums = {month: counts for (of_line, month), counts in months.items() if of_line == line}
        for month in sorted(months_kept({month: counts["n"] for month, counts in sums.items()})):
            row = {"office_id": office_id, "year": year, "month": month, "line": line, "is_demo": is_demo}
            session().execute(insert(MonthTally).values(row | dict(sums[month])))


def _forget(keys: list[UUID], last: date) -> None:
    """Delete these votes; their comments lose the link and get the quarter's last day as release day."""
    s, past_the_orm = session(), {"synchronize_session": False}
    theirs = update(Comment).where(Comment.vote_id.in_(keys)).execution_options(**past_the_orm)
    s.execute(theirs.where(Comment.released_on.is_not(None)).values(released_on=last))
    s.execute(theirs.values(vote_id=None))
    for gone in (delete(VoteClaim).where(VoteClaim.vote_id.in_(keys)), delete(Vote).where(Vote.id.in_(keys))):
        s.execute(gone.execution_options(**past_the_orm))
    s.expire_all()


def _unrate(keys: list[UUID]) -> None:
    visits = update(Visit).where(Visit.id.in_(keys)).values(rated_at=None)
    session().execute(visits.execution_options(synchronize_session=False))
    session().expire_all()


def _deviation(people: dict[int, OfficerFigures]) -> float:
    return pooled_deviation(Tally(item.votes, item.score_sum, item.square_sum) for item in people.values())


def _check_cut(office_id: int, first: date, last: date, figures: Figures, office: dict[str, OfficerFigures]) -> None:
    """Read back from the tallies: the office's sums, and everybody who has enough votes, must be what they were."""
    for line in LINES:
        if (now := office_figures(office_id, line, first, last)) != office[line]:
            raise RuntimeError(f"the office's {line} line would change: {office[line]} to {now}")
        people = period_figures(office_id, line, first, last)
        for officer_id, item in figures[line].items():
            expected = item if item.held_votes >= LEAST else replace(item, **dict.fromkeys(HELD, 0))
            if item.votes >= LEAST and people.get(officer_id) != expected:
                raise RuntimeError(f"figures of the {line} line would change: {item} to {people.get(officer_id)}")
