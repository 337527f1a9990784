"""A whole day without the server: three tablets and the desk, then all comes back in any order, some of it twice."""

import random
import threading
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.core import clock
from pstku.core.db import db, session
from pstku.desk.queries.visit_list import PAGE_SIZE, Sought, visit_lines
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import start_service
from pstku.guestbook.queries.desk import board
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote, VoteClaim
from tests.acts import timed_acts
from tests.lone_tablets import LoneTablet
from tests.page import PageClient

GUESTS, BATCH = 150, 25
LONGEST_LOCK = 50  # milliseconds
OPENS, LASTS = 8, 7 * 60  # o'clock, and minutes


@pytest.fixture
def evening(cast):
    """Five o'clock of the dark day, a Monday."""
    return datetime(2026, 11, 23, 17, tzinfo=configuration(cast.office_id).tz)


@pytest.fixture
def tablets(app, cast, evening):
    """Three, of which one has a clock three hours behind and one that is two days ahead."""
    wrong = (timedelta(), timedelta(hours=-3), timedelta(days=2))
    with clock.at(evening - timedelta(hours=10)):
        return [LoneTablet(app, PageClient(app), cast.office_id, n, wrong=off) for n, off in enumerate(wrong, 1)]


class Day:
    """Who came, in the order of arrival, and what they gave."""

    def __init__(self, tablets, evening, chance):
        self.numbers, self.scores = [], {}
        ratings = []
        moments = sorted(chance.sample(range(LASTS), GUESTS))
        for place, minute in enumerate(moments):
            at = evening.replace(hour=OPENS) + timedelta(minutes=minute)
            while ratings and ratings[0][0] <= at:
                self._rate(chance.choice(tablets), *ratings.pop(0))
            with clock.at(at):
                visit_id, number, code = chance.choice(tablets).sign_in(f"Tamu {place}")
            self.numbers.append(number)
            if chance.random() < 0.6:
                self.scores[visit_id] = chance.randint(1, 4)
                ratings.append((at + timedelta(minutes=25), code, self.scores[visit_id]))
        for rating in ratings:
            self._rate(chance.choice(tablets), *rating)

    def _rate(self, tablet, at, code, score):
        with clock.at(at):
            tablet.rate(code, score)


def drain_all(tablets, chance):
    """Batches of all tablets in any order; of every third the answer is lost, and it is sent again."""
    batches = [
        (tablet, tablet.kept[start : start + BATCH])
        for tablet in tablets
        for start in range(0, len(tablet.kept), BATCH)
    ]
    batches += chance.sample(batches, len(batches) // 3)
    chance.shuffle(batches)
    for tablet, items in batches:
        answers = tablet.send(items)
        assert [(one["id"], one["status"]) for one in answers] == [(item["id"], 200) for item in items]


def serve_everybody(cast):
    for visit in board(configuration(cast.office_id), cast.officer.person_id).waiting:
        start_service(cast.officer, visit.id)
        close_with_contact(cast.officer, visit.id, Asked(), outcome="done_on_the_spot")


def listed(cast, day):
    """Numbers in the list of visits, all pages."""
    lines, after = [], None
    while page := visit_lines(configuration(cast.office_id), Sought(first=day, last=day), after=after):
        lines += page[:PAGE_SIZE]
        after = page[:PAGE_SIZE][-1].id
    return [line.number for line in lines]


@pytest.mark.both_engines
def test_after_a_dark_day_every_entry_and_vote_is_there_once(cast, tablets, evening):
    chance = random.Random(7)
    day = Day(tablets, evening, chance)
    with clock.at(evening):
        drain_all(tablets, chance)
        waiting = board(configuration(cast.office_id), cast.officer.person_id).waiting
        assert [visit.number for visit in waiting] == day.numbers and len(set(day.numbers)) == GUESTS
        assert listed(cast, evening.date()) == day.numbers[::-1]
        assert session().scalar(select(func.count(Vote.id))) == len(day.scores)
        assert session().scalar(select(func.count(VoteClaim.vote_id))) == len(day.scores)
        serve_everybody(cast)
        drain_all(tablets, chance)  # a tablet that never heard that all was well
        votes = session().execute(select(Vote.visit_id, Vote.score, Vote.unattributed_reason)).all()
    assert {str(vote.visit_id): vote.score for vote in votes} == day.scores
    assert {vote.unattributed_reason for vote in votes} == {None} and len(votes) == len(day.scores)
    assert session().scalar(select(func.count(Visit.id))) == GUESTS
    assert session().scalar(select(func.count(VoteClaim.vote_id))) == 0


@pytest.mark.both_engines
def test_the_same_batch_from_two_ends_at_once_is_taken_once(app, cast, tablets):
    """A server that takes twenty seconds: the tablet asks again while the first request is still at work."""
    tablet = tablets[0]
    shown = [tablet.sign_in(f"Tamu {place}") for place in range(12)]
    for _visit_id, _number, code in shown:
        tablet.rate(code, 4)
    answers, gate = [], threading.Barrier(3)

    def ask_again():
        with app.app_context():
            gate.wait()
            answers.append(tablet.over_another_line(app).send(tablet.kept))
            db.session.remove()

    threads = [threading.Thread(target=ask_again) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert [{one["status"] for one in answer} for answer in answers] == [{200}] * 3
    found = session().execute(select(Visit.id, Visit.tablet_number, Visit.code)).all()
    assert {(str(key), number, code) for key, number, code in found} == set(shown)
    assert session().scalar(select(func.count(Vote.id))) == len(shown)


@pytest.mark.both_engines
def test_an_entry_that_a_slow_server_took_meanwhile_is_the_same_visit(cast, tablets, evening):
    tablet = tablets[2]
    with clock.at(evening):
        visit_id, number, code = tablet.sign_in("Budi")
        service = configuration(cast.office_id).services[1].id
        body = {"id": visit_id, "service": service, "name": "Budi"}
        posted = tablet.client.post(
            "/kiosk/api/kunjungan", json=body, headers={"X-PSTku": "1", "Origin": "http://localhost"}
        )
        assert posted.json["number"] == "001" and posted.json["code"] != code
        assert tablet.send(tablet.kept)[0]["number"] == number
    visit = session().get_one(Visit, UUID(visit_id), populate_existing=True)
    assert (visit.tablet_number, visit.code) == (number, code)


@pytest.mark.both_engines
def test_each_item_is_an_act_of_its_own_and_none_holds_the_lock_long(cast, tablets):
    tablet = tablets[0]
    for place in range(25):
        tablet.rate(tablet.sign_in(f"Tamu {place}")[2], 4)
    with timed_acts() as acts:
        for start in range(0, len(tablet.kept), BATCH):
            tablet.send(tablet.kept[start : start + BATCH])
    assert len(acts) >= len(tablet.kept) == 50
    assert max(act.cpu for act in acts) < LONGEST_LOCK
