"""An officer's figures of a period, as the score, the gates and the reports need them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE
from pstku.guestbook.rules.waiting import is_within_standard, time_waited
from pstku.offices.models import ServiceType
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.queries.tallies import cut_quarters, not_tallied, tallied_figures, uncounted_before
from pstku.ratings.rules.holding import FULL_HOLDERS, GUEST, counts_fully
from pstku.ratings.rules.lines import CHANNEL_LINES, LINES

Settled = list[tuple[date, date]]  # first and last day of quarters of which only tallies are left


@dataclass(frozen=True, slots=True)
class OfficerFigures:
    """Counts of one officer on one award line; nothing is rounded here.

    `votes` and what follows from them are votes that guests held, `held_votes` those by links an employee held, which
    weigh little; on the field line, where every link is an employee's, all of them are `votes`.
    """

    officer_id: int
    votes: int = 0
    score_sum: int = 0
    square_sum: int = 0
    fours: int = 0
    served: int = 0  # closed visits that coverage counts: walk-ins at the desk, or field visits
    rated: int = 0
    weeks: int = 0  # ISO weeks with at least one vote
    most_from_contact: int = 0
    with_standard: int = 0
    within_standard: int = 0
    held_votes: int = 0
    held_sum: int = 0

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.score_sum, self.votes) if self.votes else None

    @property
    def coverage(self) -> Fraction | None:
        """Rated of served; None when nobody was served."""
        return Fraction(self.rated, self.served) if self.served else None

    @property
    def contact_share(self) -> Fraction:
        """The share of votes that came from one contact at most."""
        return Fraction(self.most_from_contact, self.votes) if self.votes else Fraction(0)

    @property
    def within_share(self) -> Fraction | None:
        """The share of first services within the standard; the length of a service never counts."""
        return Fraction(self.within_standard, self.with_standard) if self.with_standard else None


def period_figures(office_id: int, line: str, first: date, last: date) -> dict[int, OfficerFigures]:
    """Figures by officer for the days `first` to `last`, both included; officers with neither votes nor visits are absent.

    Of a settled quarter, which is wholly inside or outside these days, the tallies are read; an officer with too few
    votes then has none under their own name.
    """
    return {
        officer_id: figures
        for officer_id, figures in _all_figures(office_id, line, first, last).items()
        if officer_id is not None
    }


def _all_figures(office_id: int, line: str, first: date, last: date) -> dict[int | None, OfficerFigures]:
    """Like `period_figures`, with the key None for counts that belong to no officer."""
    found: dict[int | None, dict[str, Any]] = defaultdict(dict)
    cut = cut_quarters(office_id, first, last)
    settled = [(item.starts_on, item.ends_on) for item in cut]
    if (
        first,
        last,
    ) not in settled:  # of one settled quarter no row is even looked at: the cut checks itself under a lock
        _add_rows(found, office_id, line, first, last, cut)
    for counts in tallied_figures(office_id, [line], first, last):
        _add(found[counts["officer_id"]], _weighed(counts, line))
    return {officer_id: _figures(officer_id or 0, values) for officer_id, values in found.items()}


def _add_rows(
    found: dict[int | None, dict[str, Any]], office_id: int, line: str, first: date, last: date, cut: list[VoteQuarter]
) -> None:
    """Add what is counted from votes and visits, without those of settled quarters."""
    settled = [(item.starts_on, item.ends_on) for item in cut]
    not_cut = [~Vote.day.between(item.starts_on, item.ends_on) for item in cut if item.emptied_at is None]
    for statement in (
        _votes_by_day(office_id, line, first, last).where(*not_cut),
        _contacts(office_id, line, first, last, not_cut),
        _visits(office_id, line, first, last, settled),
    ):
        for row in session().execute(statement).mappings():
            _add(found[row["officer_id"]], _weighed(dict(row), line))
    for in_time in _within_standard(configuration(office_id), line, first, last, settled):
        _add(found[in_time["officer_id"]], in_time)


def office_figures(office_id: int, line: str, first: date, last: date) -> OfficerFigures:
    """The same for all officers together; weeks and most_from_contact are the largest of any officer."""
    people = _all_figures(office_id, line, first, last).values()
    columns = {name: [getattr(person, name) for person in people] for name in _COUNTS}
    largest = {name: max(columns[name], default=0) for name in ("weeks", "most_from_contact")}
    return OfficerFigures(0, **{name: sum(values) for name, values in columns.items()} | largest)


def unattributed_count(office_id: int, first: date, last: date) -> int:
    """Votes of the days `first` to `last` that were kept without counting, those of settled quarters among them."""
    query = select(func.count()).where(
        Vote.office_id == office_id,
        Vote.unattributed_reason.is_not(None),
        Vote.day.between(first, last),
        *not_tallied(office_id),
    )
    return (session().scalar(query) or 0) + uncounted_before(office_id, first, last)


_COUNTS = tuple(item.name for item in fields(OfficerFigures) if item.name != "officer_id")


def _weighed(row: dict[str, Any], line: str) -> dict[str, Any]:
    """Of votes that do not count fully, only their number and sum."""
    if counts_fully(line, row.pop("held_by", GUEST)):
        return row
    return {"held_votes": row["votes"], "held_sum": row["score_sum"]}


def _add(values: dict[str, Any], row: dict[str, Any]) -> None:
    if "day" in row:
        values.setdefault("days", set()).add(row["day"].isocalendar()[:2])
    if "from_contact" in row:
        values["most_from_contact"] = max(values.get("most_from_contact", 0), row["from_contact"])
    for name in _COUNTS:
        if name in row:
            values[name] = values.get(name, 0) + int(row[name] or 0)


def _figures(officer_id: int, values: dict[str, Any]) -> OfficerFigures:
    weeks = len(values.pop("days", ())) + values.pop("weeks", 0)
    return OfficerFigures(officer_id, weeks=weeks, **values)


def _counted(statement: Any, office_id: int, line: str, first: date, last: date) -> Any:
    return statement.where(
        Vote.office_id == office_id,
        Vote.officer_id.is_not(None),
        Vote.excluded_at.is_(None),
        Vote.line.in_(LINES[line]),
        Vote.day.between(first, last),
    )


def _votes_by_day(office_id: int, line: str, first: date, last: date) -> Any:
    columns = (
        Vote.officer_id,
        Vote.day,
        Vote.held_by,
        func.count().label("votes"),
        func.sum(Vote.score).label("score_sum"),
        func.sum(Vote.score * Vote.score).label("square_sum"),
        func.sum(case((Vote.score == 4, 1), else_=0)).label("fours"),
    )
    return _counted(select(*columns), office_id, line, first, last).group_by(Vote.officer_id, Vote.day, Vote.held_by)


def _contacts(office_id: int, line: str, first: date, last: date, conditions: Sequence[ColumnElement[bool]]) -> Any:
    counts = (
        _counted(
            select(Vote.officer_id, func.count().label("each")).where(
                Vote.contact_index.is_not(None), Vote.held_by.in_(FULL_HOLDERS[line])
            ),
            office_id,
            line,
            first,
            last,
        )
        .where(*conditions)
        .group_by(Vote.officer_id, Vote.contact_index)
        .subquery()
    )
    return select(counts.c.officer_id, func.max(counts.c.each).label("from_contact")).group_by(counts.c.officer_id)


def _visits(office_id: int, line: str, first: date, last: date, settled: Settled) -> Any:
    has_standard = ServiceType.standard_minutes.is_not(None) & Visit.started_at.is_not(None)
    columns = (
        Visit.officer_id,
        func.count().label("served"),
        func.sum(case((Visit.rated_at.is_not(None), 1), else_=0)).label("rated"),
        func.sum(case((has_standard, 1), else_=0)).label("with_standard"),
    )
    return _served(columns, office_id, line, first, last, settled).group_by(Visit.officer_id)


def _within_standard(
    office: Configuration, line: str, first: date, last: date, settled: Settled
) -> Iterator[dict[str, int]]:
    """A row for every visit met within the standard, counting only opening hours as waiting."""
    columns = (Visit.officer_id, Visit.created_at, Visit.started_at, ServiceType.standard_minutes)
    query = _served(columns, office.id, line, first, last, settled).where(
        ServiceType.standard_minutes.is_not(None), Visit.started_at.is_not(None)
    )
    for officer_id, came, started, standard in session().execute(query):
        if is_within_standard(time_waited(came, started, office.calendar, office.tz), standard):
            yield {"officer_id": officer_id, "within_standard": 1}


def _served(columns: Any, office_id: int, line: str, first: date, last: date, settled: Settled) -> Any:
    """Closed visits that coverage counts, without those of settled quarters, which their tallies count."""
    channels = [channel for channel, channel_line in CHANNEL_LINES.items() if channel_line == line]
    return (
        select(*columns)
        .join(ServiceType, ServiceType.id == Visit.service_type_id)
        .where(Visit.office_id == office_id, Visit.state == DONE, Visit.day.between(first, last))
        .where(Visit.officer_id.is_not(None), Visit.channel.in_(channels), Visit.follow_up.is_(False))
        .where(*(~Visit.day.between(start, end) for start, end in settled))
    )
