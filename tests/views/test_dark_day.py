"""A whole day without the server: three tablets and the desk, then all comes back in any order, some of it twice."""

import os
import random
import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.db import db, session
from pstku.desk.queries.visit_list import PAGE_SIZE, Sought, visit_lines
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.serving import call_next_visit, close_visit, start_called, start_service
from pstku.guestbook.queries.desk import board
from pstku.offices.queries import configuration
from pstku.outbox.operations.codes import forget_codes
from pstku.ratings.models import PastCode, Vote, VoteClaim
from pstku.ratings.operations.forgetting import close_voting
from pstku.ratings.operations.waiting import join_waiting_votes
from pstku.ratings.queries import office_figures
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.rules.states import snapshot_hash
from tests.acts import timed_acts
from tests.awards import AFTER, FIRST, QUARTER, keep
from tests.dark_days import DarkDay
from tests.factories import make_visit
from tests.lone_tablets import LoneTablet
from tests.page import PageClient

DAYS = int(
    os.environ.get("PSTKU_DARK_DAYS", "1")
)  # `make proof-dark-days`: twenty, of as many guests as a tablet ever had
GUESTS = 150 if DAYS > 1 else 24
BATCH = 25
LAST = datetime(2026, 9, 30, 2, tzinfo=UTC)  # of the quarter
LONGEST_LOCK = 50  # milliseconds


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


def deliver(items):
    """In batches of neighbours of one tablet; every item is answered with a yes, by its own id."""
    while items:
        tablet = items[0][0]
        mine = [item for holder, item in items[:BATCH] if holder is tablet]
        items = [each for each in items[:BATCH] if each[0] is not tablet] + items[BATCH:]
        answers = tablet.send(mine)
        assert [(one["id"], one["status"]) for one in answers] == [(item["id"], 200) for item in mine]


def waiting(cast):
    return [visit.number for visit in board(configuration(cast.office_id), cast.officer.person_id).waiting]


def listed(cast, day):
    """Numbers in the list of visits, all pages."""
    lines, after = [], None
    while page := visit_lines(configuration(cast.office_id), Sought(first=day, last=day), after=after):
        lines += page[:PAGE_SIZE]
        after = page[:PAGE_SIZE][-1].id
    return [line.number for line in lines]


def count(column):
    return session().scalar(select(func.count(column)))


def votes():
    session().expire_all()
    found = session().execute(select(Vote.visit_id, Vote.score, Vote.unattributed_reason)).all()
    return sorted(((str(visit_id) if visit_id else None, score, why) for visit_id, score, why in found), key=repr)


def end_late(cast, day, *tablets):
    """The officer looks at what is left of a day long past."""
    left = day.in_turn(*tablets)
    assert waiting(cast) == [arrival.number for arrival in left if arrival.tablet in tablets]
    for arrival in left:
        if arrival.tablet in tablets:
            day.end_visit(arrival)


def call_all(cast, day, *tablets):
    """The officer calls whoever is next, until nobody waits."""
    for arrival in day.in_turn(*tablets):
        assert str(call_next_visit(cast.officer)) == arrival.id
        day.end_visit(arrival, start_called)


@pytest.mark.both_engines
@pytest.mark.parametrize("seed", range(7, 7 + DAYS))
def test_after_a_dark_day_every_entry_and_vote_is_there_once(cast, tablets, evening, seed):
    """Two tablets come back in the evening, the third twelve days later, with votes for guests of the others."""
    day = DarkDay(cast, tablets, evening, random.Random(seed), GUESTS)
    *early, late = tablets
    with clock.at(evening):
        deliver(day.kept(*early))
        assert waiting(cast) == [arrival.number for arrival in day.in_turn(*early)]
        numbers = [arrival.number for arrival in day.of(*early)]
        assert listed(cast, evening.date()) == numbers[::-1] and len(set(numbers)) == len(numbers)
        call_all(cast, day, *early)
        deliver(day.kept(*early))  # a tablet that never heard that all was well
    with clock.at(evening + timedelta(days=12)):
        close_voting(cast.office_id)
        deliver(day.kept(*tablets))
        numbers = [arrival.number for arrival in day.arrivals]
        assert listed(cast, evening.date()) == numbers[::-1] and len(set(numbers)) == len(numbers)
        end_late(cast, day, late)
        deliver(day.kept(late))
        assert count(Visit.id) == GUESTS and count(Vote.id) == len(day.votes())
    with clock.at(evening + timedelta(days=12 + 15)):
        join_waiting_votes(cast.office_id)  # whoever waits for a visit that never came, or was never ended
        assert votes() == day.votes() and count(VoteClaim.vote_id) == 0
        deliver(day.kept(*tablets))
        assert votes() == day.votes() and count(Visit.id) == GUESTS


@pytest.mark.both_engines
def test_a_vote_that_arrives_after_the_lock_is_late_and_changes_no_snapshot(app, cast):
    """The last guest of a quarter votes at a tablet that comes back when the quarter is locked."""
    with clock.at(AFTER):
        keep(cast.office_id, cast.officer.person_id, [(FIRST, 4)] * 12, "tablet")
        served = make_visit(cast.office_id, state="done", at=LAST, officer_id=cast.officer.person_id, code="C7QF")
        period = open_period(cast.admin, *QUARTER, "desk")
    with clock.at(LAST):
        tablet = LoneTablet(app, PageClient(app), cast.office_id, 1)
        visit_id, _number, code = tablet.sign_in("Budi")
    with clock.at(LAST + timedelta(hours=1)):
        for rated in (served.code, code):
            tablet.rate(rated, 1)
    with clock.at(AFTER):
        before = lock_period(cast.admin, period.id)
        frozen, hashed = dict(before.snapshot), before.snapshot_hash
        assert {one["status"] for one in tablet.send(tablet.kept)} == {200}
        start_service(cast.officer, UUID(visit_id))
        close_visit(cast.officer, UUID(visit_id))
        after = session().get_one(AwardPeriod, period.id, populate_existing=True)
        assert (after.snapshot, after.snapshot_hash) == (frozen, hashed) == (frozen, snapshot_hash(frozen))
        assert votes()[-2:] == [(None, 1, "late")] * 2
        assert office_figures(cast.office_id, "desk", *clock.quarter_days(*QUARTER)).votes == 12


@pytest.mark.both_engines
def test_a_past_code_is_known_by_its_keyed_hash_for_three_weeks(cast, evening, tablets):
    with clock.at(evening):
        visit_id, _number, code = tablets[0].sign_in("Budi")
        tablets[0].send(tablets[0].kept)
        start_service(cast.officer, UUID(visit_id))
        close_visit(cast.officer, UUID(visit_id))
    with clock.at(evening + timedelta(days=6)):
        tablets[1].rate(code, 4)
    with clock.at(evening + timedelta(days=8)):
        close_voting(cast.office_id)
        assert session().scalars(select(Visit.code)).all() == [None]
        assert code not in session().scalars(select(PastCode.code_hash)).one()
    with clock.at(evening + timedelta(days=20)):
        assert forget_codes(cast.office_id) == 0
        tablets[1].send(tablets[1].kept)
        assert votes() == [(visit_id, 4, None)]
    with clock.at(evening + timedelta(days=21, minutes=1)):
        assert forget_codes(cast.office_id) == 1 and count(PastCode.visit_id) == 0


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
