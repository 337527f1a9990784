"""The pool of codes of a tablet: two hundred, no other's, and none that a visit has."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.devices.models import Device
from pstku.guestbook.models import Visit
from pstku.outbox.models import TabletCode
from pstku.outbox.operations.codes import forget_codes, is_tablet_code, refill_codes
from pstku.ratings.models import PastCode
from pstku.ratings.operations.forgetting import close_voting
from pstku.ratings.queries.visits import visit_of_code
from pstku.ratings.rules.waiting import code_hash
from tests.factories import make_device, make_visit


@pytest.fixture
def tablet(cast):
    return make_device(cast.office_id)


def pool(device_id):
    return set(session().scalars(select(TabletCode.code).where(TabletCode.device_id == device_id)))


def test_a_new_tablet_gets_two_hundred_and_later_only_what_is_missing(cast, tablet):
    first = refill_codes(cast.office_id, tablet, [])
    assert len(set(first)) == 200 and all(is_tablet_code(code) for code in first)
    held = first[:90]
    more = refill_codes(cast.office_id, tablet, held)
    assert len(more) == 110 and not set(more) & set(held)
    assert pool(tablet) == {*held, *more}
    assert refill_codes(cast.office_id, tablet, pool(tablet)) == []


def test_an_answer_that_was_lost_costs_nothing(cast, tablet):
    refill_codes(cast.office_id, tablet, [])
    again = refill_codes(cast.office_id, tablet, [])
    assert len(again) == 200 and pool(tablet) == set(again)


def test_two_tablets_share_no_code(cast, tablet):
    other = make_device(cast.office_id, token="other")
    assert not set(refill_codes(cast.office_id, tablet, [])) & set(refill_codes(cast.office_id, other, []))


def test_what_a_visit_has_or_had_is_not_drawn(cast, tablet, monkeypatch):
    make_visit(cast.office_id, code="VVVV")
    past = make_visit(cast.office_id, state="done")
    with atomic() as s:
        values = {"visit_id": past.id, "office_id": cast.office_id, "code_hash": code_hash(cast.office_id, "XXXX")}
        s.add(PastCode(**values, closed_at=clock.now()))
    drawn = iter(["VVVV", "XXXX"] * 100 + ["WWWW"] * 1000 + ["W2W2"] * 100_000)
    monkeypatch.setattr("pstku.outbox.operations.codes.draw_code", lambda _first: next(drawn))
    assert set(refill_codes(cast.office_id, tablet, [])) == {"WWWW", "W2W2"}


def test_a_store_that_outlived_its_enrolment_or_a_backup_brings_its_codes_along(cast, tablet):
    held = refill_codes(cast.office_id, tablet, [])[:150]
    again = make_device(cast.office_id, token="again")
    assert len(refill_codes(cast.office_id, again, [*held, "V7QF", "C7QF", "nonsense"])) == 49
    assert {*held, "V7QF"} <= pool(again) and not {"C7QF", "nonsense"} & pool(again)
    assert not pool(tablet) & set(held)


def test_of_a_closed_window_a_keyed_hash_stays_for_the_votes_on_their_way(cast):
    visit = make_visit(cast.office_id, state="done", code="V7QF", officer_id=cast.officer.person_id)
    given = clock.now() + timedelta(days=3)
    with clock.at(clock.now() + timedelta(days=8)):
        close_voting(cast.office_id)
    assert session().get_one(Visit, visit.id, populate_existing=True).code is None
    assert "V7QF" not in session().scalars(select(PastCode.code_hash)).all()
    assert visit_of_code(cast.office_id, "V7QF", given) == visit.id
    with clock.at(clock.now() + timedelta(days=22)):
        assert forget_codes(cast.office_id) == 1
    assert visit_of_code(cast.office_id, "V7QF", given) is None


def test_a_code_that_is_given_again_names_the_visit_of_its_own_time(cast):
    old = make_visit(cast.office_id, state="done", code="C7QF", officer_id=cast.officer.person_id)
    with clock.at(clock.now() + timedelta(days=8)):
        close_voting(cast.office_id)
        new = make_visit(cast.office_id, code="C7QF")
    assert visit_of_code(cast.office_id, "C7QF", clock.now() + timedelta(days=2)) == old.id
    assert visit_of_code(cast.office_id, "C7QF", clock.now() + timedelta(days=9)) == new.id
    assert visit_of_code(cast.other_office_id, "C7QF", clock.now() + timedelta(days=9)) is None


def test_the_pool_of_a_tablet_revoked_long_ago_is_forgotten(cast, tablet):
    other = make_device(cast.office_id, token="other")
    for device_id in (tablet, other):
        refill_codes(cast.office_id, device_id, [])
    with atomic() as s:
        s.get_one(Device, tablet).revoked_at = clock.now()
    forget_codes(cast.office_id)
    assert len(pool(tablet)) == 200
    with clock.at(clock.now() + timedelta(days=22)):
        forget_codes(cast.office_id)
    assert (len(pool(tablet)), len(pool(other))) == (0, 200)
