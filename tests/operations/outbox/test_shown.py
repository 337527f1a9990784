"""A guest whom no server answered keeps the number and the code that the tablet showed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.desk.queries.visit_list import Sought, visit_lines
from pstku.devices.models import Device
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.queries.desk import board
from pstku.offices.queries import configuration
from pstku.outbox.models import TabletCode
from pstku.outbox.operations.arriving import Shown, take_kept_visit
from pstku.outbox.operations.codes import refill_codes
from tests.factories import make_device


@pytest.fixture
def tablet(cast):
    """The id of the office's first tablet, of series 1."""
    return make_device(cast.office_id)


def entry(cast, name="Budi"):
    return Entry(service_id=configuration(cast.office_id).services[1].id, name=name)


def take(cast, shown=None, *, visit_id=None, ago=timedelta(), name="Budi"):
    """A kept entry arrives; returns its id and the number its guest knows."""
    visit_id = visit_id or uuid7()
    origin = Origin("tablet", kept_for=ago)
    return visit_id, take_kept_visit(cast.office_id, visit_id, entry(cast, name), origin, shown or Shown())


def visit_of(visit_id):
    return session().get_one(Visit, visit_id, populate_existing=True)


def marks(visit_id):
    flagged = (VisitEvent.visit_id == visit_id, VisitEvent.kind == "flagged")
    return sorted(session().scalars(select(VisitEvent.note).where(*flagged)))


def test_the_guest_keeps_number_and_code_however_often_the_entry_comes(cast, tablet):
    [code, *_] = refill_codes(cast.office_id, tablet, [])
    visit_id, number = take(cast, Shown("A-T1-07", code))
    assert number == "A-T1-07"
    again = [take(cast, Shown("A-T1-07", code), visit_id=visit_id)[1] for _ in range(2)]
    assert again == ["A-T1-07"] * 2
    visit = visit_of(visit_id)
    assert (visit.tablet_number, visit.code, visit.letter, visit.number) == ("A-T1-07", code, "A", 1)
    assert session().get(TabletCode, (cast.office_id, code)) is None and marks(visit_id) == ["kept_on_tablet"]


def test_an_entry_that_had_arrived_by_the_first_try_gets_what_its_guest_was_shown(cast, tablet):
    [code, *_] = refill_codes(cast.office_id, tablet, [])
    visit_id = uuid7()
    register_visit(cast.office_id, visit_id, entry(cast), Origin("tablet"))
    assert take(cast, Shown("A-T1-01", code), visit_id=visit_id)[1] == "A-T1-01"
    assert visit_of(visit_id).code == code
    assert session().scalar(select(func.count(Visit.id))) == 1


def test_the_desk_shows_the_number_the_guest_says(cast, tablet):
    take(cast, Shown("A-T1-01", ""), ago=timedelta(minutes=5))
    take(cast)
    shown = board(configuration(cast.office_id), cast.officer.person_id).waiting
    assert [visit.number for visit in shown] == ["A-T1-01", "A-002"]


def test_who_is_next_follows_the_moment_of_arrival_and_never_the_number(cast, tablet):
    take(cast, name="Kedua")
    take(cast, Shown("A-T1-09", ""), ago=timedelta(hours=1), name="Pertama")
    waiting = board(configuration(cast.office_id), cast.officer.person_id).waiting
    assert [visit.name for visit in waiting] == ["Pertama", "Kedua"]


@pytest.mark.parametrize("number", ["A-014", "<b>A-T1-1", "A-T1-", "A-T1-01 "])
def test_a_number_that_no_tablet_gives_is_marked_and_stops_nothing(cast, tablet, number):
    visit_id, shown = take(cast, Shown(number, ""))
    assert shown == "A-001" and marks(visit_id) == ["kept_on_tablet", "number_taken"]


def test_after_a_restore_the_number_of_a_tablet_that_is_not_known_is_the_guests(cast, tablet):
    assert take(cast, Shown("A-T7-01", ""))[1] == "A-T7-01"


def test_the_desk_hears_that_a_guest_it_shows_has_another_number(cast, tablet):
    visit_id = uuid7()
    register_visit(cast.office_id, visit_id, entry(cast), Origin("tablet"))
    before = trail_end(cast.office_id)
    take(cast, Shown("A-T1-01", ""), visit_id=visit_id)
    after = trail_end(cast.office_id)
    take(cast, Shown("A-T1-01", ""), visit_id=visit_id)
    assert before < after == trail_end(cast.office_id)


def test_of_two_guests_with_one_number_the_first_keeps_it_and_the_other_is_marked_once(cast, tablet):
    take(cast, Shown("A-T1-01", ""))
    other, number = take(cast, Shown("A-T1-01", ""))
    take(cast, Shown("A-T1-01", ""), visit_id=other)
    assert number == "A-002" and marks(other) == ["kept_on_tablet", "number_taken"]


def test_another_day_has_the_same_number_again(cast, tablet):
    assert take(cast, Shown("A-T1-01", ""))[1] == "A-T1-01"
    assert take(cast, Shown("A-T1-01", ""), ago=timedelta(days=1))[1] == "A-T1-01"


@pytest.mark.parametrize("code", ["C7QF", "VVV", "<b>x", "V1I0"])
def test_a_code_that_is_no_tablets_is_not_taken(cast, tablet, code):
    visit_id, _ = take(cast, Shown("A-T1-01", code))
    assert visit_of(visit_id).code not in (code, None) and "code_taken" in marks(visit_id)


def test_a_code_that_another_visit_bears_stays_its(cast, tablet):
    [code, *_] = refill_codes(cast.office_id, tablet, [])
    first, _ = take(cast, Shown("A-T1-01", code))
    other, _ = take(cast, Shown("A-T1-02", code))
    assert visit_of(first).code == code != visit_of(other).code
    assert marks(other) == ["code_taken", "kept_on_tablet"]


def test_a_code_the_server_does_not_know_after_a_restore_is_the_guests_all_the_same(cast, tablet):
    visit_id, _ = take(cast, Shown("A-T1-01", "V7QF"))
    assert visit_of(visit_id).code == "V7QF"


def test_no_two_tablets_have_one_series_also_after_one_was_revoked(cast):
    first, other = make_device(cast.office_id, token="a"), make_device(cast.office_id, token="b")
    with atomic() as s:
        s.get_one(Device, other).revoked_at = clock.now()
    third = make_device(cast.office_id, token="c")
    elsewhere = make_device(cast.other_office_id, token="d")
    series = [session().get_one(Device, key).series for key in (first, other, third, elsewhere)]
    assert series == [1, 2, 3, 1]


def test_the_list_of_visits_finds_the_number_a_guest_says(cast, tablet):
    take(cast, Shown("A-T1-01", ""))
    take(cast, Shown("A-T1-02", ""), name="Siti")
    today = clock.local_day(clock.now(), configuration(cast.office_id).tz)
    sought = Sought(first=today, last=today, words="a-t1-02")
    assert [(line.number, line.name) for line in visit_lines(configuration(cast.office_id), sought)] == [
        ("A-T1-02", "Siti")
    ]
