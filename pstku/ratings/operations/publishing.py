"""Once a night an officer's figures may move: by at least five votes at a time, comments in batches, never the same day."""

from datetime import date, timedelta

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.numbers import round_half_up
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.models import PublishedScore
from pstku.ratings.operations.comments import gather_comments, release_comments
from pstku.ratings.queries.figures import OfficerFigures, office_figures, period_figures
from pstku.ratings.rules.lines import LINES
from pstku.ratings.rules.publication import PublicationSettings, is_provisional, limits_of, may_move
from pstku.ratings.rules.score import Score, Tally, officer_score, pooled_deviation, prior_mean

HISTORY_QUARTERS = 4


def publish_scores(office_id: int) -> int:
    """Publish the figures of this quarter and the last that may move, with votes up to yesterday; returns how many moved.

    Running it again the same night changes nothing.
    """
    office = configuration(office_id)
    yesterday = clock.local_day(clock.now(), office.tz) - timedelta(days=1)
    gather_comments(office_id)
    quarters = [(*quarter, line) for quarter in _two_quarters(yesterday) for line in LINES]
    counted = [(key, _count_line(office, *key, yesterday)) for key in quarters]  # nobody waits while it is counted
    with atomic():
        moved = sum([_publish_line(office, *key, *figures) for key, figures in counted])
        if moved:
            record(office_id, "publish_scores", "office", office_id, moved=moved)
    return moved


def quarter_scores(office: Configuration, line: str, first: date, last: date) -> dict[int, Score]:
    """Every officer's score from the votes of these days, pulled towards the four quarters before `first`."""
    return _scores(office, line, first, period_figures(office.id, line, first, last))


def _scores(office: Configuration, line: str, first: date, figures: dict[int, OfficerFigures]) -> dict[int, Score]:
    history = office_figures(office.id, line, _quarters_before(first, HISTORY_QUARTERS), first - timedelta(days=1))
    tallies = {officer_id: _tally(row) for officer_id, row in figures.items()}
    current = Tally(sum(t.n for t in tallies.values()), sum(t.total for t in tallies.values()))
    mean, deviation = prior_mean(_tally(history), current), pooled_deviation(tallies.values())
    return {
        officer_id: officer_score(
            row.votes,
            row.score_sum,
            mean=mean,
            prior_votes=office.settings.prior_votes,
            deviation=deviation,
            held_votes=row.held_votes,
            held_sum=row.held_sum,
        )
        for officer_id, row in figures.items()
    }


def _count_line(
    office: Configuration, year: int, quarter: int, line: str, until: date
) -> tuple[dict[int, OfficerFigures], dict[int, Score]]:
    first, last = clock.quarter_days(year, quarter)
    figures = period_figures(office.id, line, first, min(last, until))
    return figures, _scores(office, line, first, figures)


def _publish_line(
    office: Configuration,
    year: int,
    quarter: int,
    line: str,
    figures: dict[int, OfficerFigures],
    scores: dict[int, Score],
) -> int:
    limits = limits_of(office.settings)
    published = _published(office.id, year, quarter, line)
    moved = 0
    for officer_id, row in figures.items():
        standing = published.get(officer_id)
        if may_move(standing.vote_count if standing else 0, row.votes, limits):
            standing = standing or _new(office.id, officer_id, year, quarter, line)
            _write(standing, row, scores[officer_id], limits)
            moved += 1
        if standing:
            release_comments(standing, limits)
    return moved


def _write(standing: PublishedScore, row: OfficerFigures, score: Score, limits: PublicationSettings) -> None:
    places = score.decimals
    standing.vote_count, standing.served_count, standing.rated_count = row.votes, row.served, row.rated
    standing.figures = {
        "score": str(round_half_up(score.shown, places)),
        "low": str(round_half_up(25 * score.low, places)),
        "high": str(round_half_up(25 * score.high, places)),
        "is_provisional": is_provisional(row.votes, limits),
    }
    standing.published_at = clock.now()


def _new(office_id: int, officer_id: int, year: int, quarter: int, line: str) -> PublishedScore:
    key = {"office_id": office_id, "officer_id": officer_id, "year": year, "quarter": quarter, "line": line}
    fresh = PublishedScore(**key)
    session().add(fresh)
    return fresh


def _published(office_id: int, year: int, quarter: int, line: str) -> dict[int, PublishedScore]:
    query = select(PublishedScore).where(
        PublishedScore.office_id == office_id,
        PublishedScore.year == year,
        PublishedScore.quarter == quarter,
        PublishedScore.line == line,
    )
    return {row.officer_id: row for row in session().scalars(query.execution_options(populate_existing=True))}


def _tally(row: OfficerFigures) -> Tally:
    return Tally(row.votes, row.score_sum, row.square_sum)


def _two_quarters(day: date) -> list[tuple[int, int]]:
    current = clock.quarter_of(day)
    before = clock.quarter_of(clock.quarter_days(*current)[0] - timedelta(days=1))
    return [before, current]


def _quarters_before(first: date, count: int) -> date:
    """The first day of the quarter `count` quarters before the one that begins on `first`."""
    for _ in range(count):
        first = clock.quarter_days(*clock.quarter_of(first - timedelta(days=1)))[0]
    return first
