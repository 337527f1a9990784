"""The single unsur asked after a vote stands beside a round, with its own n, and enters no index."""

from datetime import timedelta

from sqlalchemy import delete

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.reports.survey import survey_values
from pstku.skm.operations.rounds import close_round, move_figures, open_round
from pstku.skm.queries.rounds import get_round
from tests.factories import make_vote
from tests.surveys import answer_often, open_quarter, served, today, view


def asked(cast, values, **fields) -> None:
    for value in values:
        make_vote(served(cast, **fields), unsur="waktu", unsur_value=value)


def shown(cast, round_id) -> dict[str, tuple[int, str]]:
    return {key: (n, str(mean)) for key, (n, mean) in view(cast, round_id).sampled.items()}


def test_it_has_its_own_n_and_never_enters_the_index(cast):
    round_id = open_quarter(cast)
    answer_often(cast, [4] * 30)
    row = get_round(cast.office_id, round_id)
    asked(cast, [1, 2] * 4 + [3])
    asked(cast, [1] * 5, day=row.starts_on - timedelta(days=1))
    move_figures(cast.office_id)
    assert shown(cast, round_id) == {}  # nine are too few, five are of another round
    asked(cast, [4, 4, 4, 4, 4])
    move_figures(cast.office_id)
    assert shown(cast, round_id) == {"waktu": (14, "2.50")}
    assert str(view(cast, round_id).guests.value) == "100.00"
    asked(cast, [1, 1, 1, 1])
    close_round(cast.admin, round_id)
    assert shown(cast, round_id) == {"waktu": (14, "2.50")}  # four more would be read from the difference
    assert "2,50" not in str(survey_values(configuration(cast.office_id), get_round(cast.office_id, round_id)))


def test_two_rounds_over_one_quarter_never_move_apart_by_a_few(cast):
    first = open_quarter(cast)
    asked(cast, [2] * 10)
    close_round(cast.admin, first)
    year, quarter = clock.quarter_of(today(cast))
    second = open_round(cast.admin, "semester", year, (quarter + 1) // 2, population=100)
    asked(cast, [4])
    move_figures(cast.office_id)
    assert shown(cast, second) == {"waktu": (10, "2.00")}  # with the eleventh the two rounds would tell its answer
    asked(cast, [4] * 4)
    close_round(cast.admin, second)
    assert (shown(cast, first), shown(cast, second)) == ({"waktu": (10, "2.00")}, {"waktu": (15, "2.67")})


def test_what_was_seen_stays_when_votes_become_counts(cast):
    round_id = open_quarter(cast)
    asked(cast, [2] * 10)
    move_figures(cast.office_id)
    with atomic():
        session().execute(delete(Vote))
    move_figures(cast.office_id)
    close_round(cast.admin, round_id)
    assert shown(cast, round_id) == {"waktu": (10, "2.00")}
