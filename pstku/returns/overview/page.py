"""The whole overview of one period, ready to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pstku.core import clock
from pstku.core.quarters import ROMAN
from pstku.dtsen.queries import dtsen_counts
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.rules.days import total
from pstku.guestbook.rules.waiting import whole_minutes
from pstku.offices.queries import Configuration
from pstku.offices.rules.calendar import year_without_holidays
from pstku.ratings.queries import office_scores
from pstku.ratings.queries.office import line_votes
from pstku.ratings.queries.tallies import tallied_figures
from pstku.ratings.rules.lines import DESK, FIELD, LINES, REMOTE
from pstku.ratings.rules.publication import is_shown_to_managers
from pstku.returns.overview import figures, queries
from pstku.returns.overview.period import ReportPeriod
from pstku.rewards.queries import publication_limits


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything /ringkasan shows; each figure belongs to the page's period."""

    period: ReportPeriod
    waiting: queries.Waiting
    year_without_holidays: int | None
    months: list[figures.Month]
    since: date | None  # the first counted day, where it lies within the period
    people: figures.People
    times: figures.Times
    minutes_alone: int
    coverage: figures.Coverage
    coverage_by_quarter: list[figures.Coverage]
    score: Fraction | None  # 25 to 100; None below the publishing number
    shown_from: int  # votes
    votes: int
    message_votes: int | None  # among them; None where a settled quarter no longer tells
    field_votes: int
    topics: list[queries.Topic]
    needs: queries.Needs
    dtsen: Mapping[tuple[str | None, str | None], int]  # (kind, result) -> visits; None for what nobody noted


def overview(office: Configuration, period: ReportPeriod) -> Overview:
    """Read and compute the overview of a period."""
    today = clock.local_day(clock.now(), office.tz)
    days, since = figures_by_span(office, period.first, period.last)
    whole = total(days.values())
    tallied = list(tallied_figures(office.id, LINES, period.first, period.last))
    settled = queries.settled_coverage(office.id, period, tallied)
    votes = line_votes(office.id, period.first, period.last)
    scores = office_scores(office.id, period.first, period.last, votes, tallied)
    desk, field = scores.get(DESK), scores.get(FIELD)
    limits = publication_limits(office, DESK, period.first, period.last)
    enough = desk is not None and is_shown_to_managers(desk.n, limits)
    return Overview(
        period=period,
        waiting=queries.what_waits(office.id),
        year_without_holidays=year_without_holidays(today, office.holidays),
        months=figures.by_month(days, period.first, period.last, since),
        since=since if since and since > period.first else None,
        people=figures.people_of(whole.parts),
        times=figures.times(whole.whole),
        minutes_alone=whole_minutes(whole.alone),
        coverage=figures.coverage(period.label, days, settled),
        coverage_by_quarter=_by_quarter(days, period, settled),
        score=desk.shown if desk and enough else None,
        shown_from=limits.everyone,
        votes=desk.n if desk else 0,
        message_votes=None if settled else votes.get(REMOTE, (0, 0))[0],
        field_votes=field.n if field else 0,
        topics=queries.most_sought(office.id, whole.sought),
        needs=queries.Needs.of(whole.whole),
        dtsen=dtsen_counts(office, whole.consultations),
    )


def _by_quarter(
    days: figures.Days, period: ReportPeriod, settled: dict[figures.Quarter, figures.Counted]
) -> list[figures.Coverage]:
    with_visits = {clock.quarter_of(day) for day, one in days.items() if one.visits}
    quarters = sorted(with_visits | {clock.quarter_of(period.last)})
    found = []
    for year, quarter in quarters:
        mine = {day: one for day, one in days.items() if clock.quarter_of(day) == (year, quarter)}
        counted = {(year, quarter): settled[year, quarter]} if (year, quarter) in settled else {}
        found.append(figures.coverage(f"TW {ROMAN[quarter]}", mine, counted))
    return found
