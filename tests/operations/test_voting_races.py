"""Two tablets, or one ballot sent twice, at the same moment: one vote."""

import threading

from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.guestbook.models import Visit
from pstku.ratings.models import Vote
from pstku.ratings.operations.voting import cast_vote
from tests.ballots import ballot, served


def test_two_tablets_voting_for_one_visit_count_once(app, cast):
    visit = served(cast)
    votes = [ballot(visit, score=score) for score in (1, 2, 3, 4)]
    receipts = []
    gate = threading.Barrier(len(votes))

    def tap(vote):
        with app.app_context():
            gate.wait()
            receipts.append(cast_vote(cast.office_id, vote))
            db.session.remove()

    threads = [threading.Thread(target=tap, args=(vote,)) for vote in votes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()  # see what the others wrote
    assert sorted(receipt.counted for receipt in receipts) == [False, False, False, True]
    assert session().scalar(select(func.count(Vote.id)).where(Vote.visit_id == visit.id)) == 1
    assert session().scalar(select(func.count(Vote.id)).where(Vote.unattributed_reason == "rated")) == 3
    counted = session().scalars(select(Vote).where(Vote.visit_id == visit.id)).one()
    assert counted.flags == ["second_claim"]


def test_one_ballot_sent_four_times_at_once_is_one_vote(app, cast):
    vote = ballot(served(cast))
    receipts = []
    gate = threading.Barrier(4)

    def tap():
        with app.app_context():
            gate.wait()
            receipts.append(cast_vote(cast.office_id, vote).counted)
            db.session.remove()

    threads = [threading.Thread(target=tap) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert receipts == [True] * 4
    assert session().scalar(select(func.count(Vote.id))) == 1


def test_reading_before_writing_would_let_both_tablets_win(app, cast):
    """The twin of the race above, without the conditional update: it shows that the guard is needed."""
    visit_id, winners, gate = served(cast).id, [], threading.Barrier(2)

    def tap_unguarded():
        with app.app_context():
            is_free = session().get(Visit, visit_id).rated_at is None
            session().rollback()
            gate.wait()
            with atomic() as s:
                s.get_one(Visit, visit_id).rated_at = clock.now()
            winners.append(is_free)
            db.session.remove()

    threads = [threading.Thread(target=tap_unguarded) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert winners == [True, True]
