"""A small month counted by hand, and every measure beside its own SQL."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import DataNeed
from pstku.guestbook.operations.keeping_days import figures_by_span
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.rules.days import total
from pstku.offices.operations import hours
from pstku.offices.queries import Hours, configuration
from pstku.returns.measures.groups import (
    FIXED,
    OF_DTSEN,
    OF_OFFICE,
    OF_PST,
    OUTSIDE,
    TOTAL,
    of_service,
    of_way,
    part_of,
)
from pstku.returns.measures.vocabulary import MEASURES, NEEDS, OBTAINED, PEOPLE, TIMES, measures
from tests.factories import make_visit

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)  # Thursday, 10.00 WITA
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def wita(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def need(visit, obtained: str) -> DataNeed:
    values = {"id": uuid7(), "office_id": visit.office_id, "visit_id": visit.id, "created_at": visit.created_at}
    return DataNeed(**values, what="inflasi", obtained=obtained)


def small_month(cast) -> None:
    """Friday with its break, a holiday, midnight in WITA, a forgotten visit, a paper guest, a group, DTSEN, the field."""
    friday = Hours(4, time(8), time(16), time(11, 30), time(13))
    hours.set_opening_hours(cast.admin, [*(Hours(d, time(8), time(15, 30), None, None) for d in range(4)), friday])
    hours.add_holiday(cast.admin, date(2026, 10, 12), "Libur")
    office = configuration(cast.office_id)
    service = {each.code: each.id for each in office.services}
    mine = {"state": "done", "officer_id": cast.officer.person_id, "letter": "Z"}

    def came(at, wait, length, **fields):
        started = at + timedelta(minutes=wait)
        times = {"started_at": started, "closed_at": started + timedelta(minutes=length)}
        return make_visit(cast.office_id, at=at, **(mine | times | fields))

    group = came(wita(1, 9), 2, 10, party_size=12, party_male=5, party_female=6, sex="female")  # Thursday
    came(wita(2, 11), 20, 110, sex="male")  # Friday: 11.20 to 13.10, with the break 20 minutes of opening time
    came(wita(12, 9), 5, 30, sex="female")  # a holiday: outside the opening hours
    came(wita(1, 23, 59), 6, 5)  # begun after midnight, on Friday the 2nd, still closed: no service time
    forgotten = came(wita(5, 9), 4, 60 * 50, sex="male")  # closed two days later
    came(wita(6, 9), 10, 6, channel="paper", sex="female")
    came(wita(7, 9), 1, 1, channel="field", sex="male")
    came(wita(7, 9), 1, 1, channel="whatsapp")
    came(wita(8, 9), 3, 9, service_type_id=service[CODE], sex="female")
    came(wita(8, 10), 7, 8, service_type_id=service["lainnya"])
    make_visit(cast.office_id, state="cancelled", at=wita(9, 9), letter="Z")
    make_visit(cast.office_id, state="waiting", at=wita(31, 23, 59), follow_up=True, letter="Z")
    make_visit(cast.office_id, state="done", at=wita(1, 0) - timedelta(seconds=1), letter="Z")  # still September
    make_visit(cast.office_id, state="done", at=wita(31, 23, 59) + timedelta(minutes=1), letter="Z")  # already November
    with atomic() as s:
        s.add_all(need(group, obtained) for obtained in ("yes_fits", "yes_fits", "no", "not_yet"))
        s.add(need(forgotten, "yes_not_fitting"))


def october(cast):
    office = configuration(cast.office_id)
    return office, total(figures_by_span(office, FIRST, LAST)[0].values()).parts


def told(cast, keys, *groups) -> list:
    office, parts = october(cast)
    return [measure.value(part_of(parts, office.services, *groups)) for measure in measures(keys)]


def test_a_visit_of_one_moment_outside_the_hours_has_no_service_time(cast, now):
    for at in (datetime(2026, 10, 1, 13, tzinfo=UTC), datetime(2026, 10, 1, 2, tzinfo=UTC)):  # 21.00 and 10.00 WITA
        times = {"started_at": at, "closed_at": at}
        make_visit(cast.office_id, at=at, state="done", officer_id=cast.officer.person_id, letter="Z", **times)
    assert told(cast, ("waktu_layanan", "di_luar_jam", "ditutup_lewat_hari"), TOTAL) == [0, 1, 0]
    [part] = [part for part in october(cast)[1].values() if part.visits]
    assert sum(part.services.values()) == 1, "only the one at ten has a service time"


def test_a_small_month_counted_by_hand(cast, now):
    small_month(cast)
    assert told(cast, PEOPLE, TOTAL) == [12, 23, 8, 9, 6]
    assert told(cast, ("selesai",), TOTAL) == [10]
    assert told(cast, PEOPLE, OUTSIDE) == [1, 1, 1, 0, 0]
    assert told(cast, PEOPLE, OF_DTSEN) == [1, 1, 0, 1, 0]
    by_division = [told(cast, ("kunjungan",), group)[0] for group in (OF_PST, OF_DTSEN, OF_OFFICE)]
    assert sum(by_division) == 12 and by_division[1] == 1
    ways = {way: told(cast, ("kunjungan",), of_way(way))[0] for way in ("tablet", "paper", "field", "whatsapp", "left")}
    assert ways == {"tablet": 8, "paper": 1, "field": 1, "whatsapp": 1, "left": 1}
    # waits 2, 20, 4, 10 (paper), 3, 7, none on the holiday and at midnight; services 10, 20, 6 (paper), 9, 8
    assert told(cast, TIMES[:5], TOTAL) == [6, 9, 1, 2, 2]
    # all but the one of 20 in time; those met while it was closed are not judged
    assert told(cast, ("dalam_standar", "dengan_standar"), TOTAL) == [4, 5]
    assert told(cast, ("waktu_layanan",), TOTAL, of_way("paper")) == [6]
    assert told(cast, TIMES, OUTSIDE)[:2] == [None, None], "no time instead of zero"
    assert told(cast, OBTAINED, TOTAL) == [5, 2, 1, 1, 1]


def test_every_measure_is_what_its_sql_says_for_every_group(cast, now):
    small_month(cast)
    office, parts = october(cast)
    services = "JOIN service_types ON service_types.id = visits.service_type_id"
    tables = {
        NEEDS: f"data_needs JOIN visits ON visits.id = data_needs.visit_id {services}",
        "visits": f"visits {services}",
    }
    compared = 0
    for measure in MEASURES.values():
        for group in (*FIXED, *map(of_service, office.services)) if measure.sql else ():
            query = f"SELECT {measure.sql} FROM {tables[measure.table]} WHERE visits.office_id = :office AND"
            query += f" visits.day BETWEEN :first AND :last AND ({group.sql})"
            found = session().execute(text(query), {"office": office.id, "first": FIRST, "last": LAST}).scalar()
            assert measure.value(part_of(parts, office.services, group)) == found, (measure.key, group.key)
            compared += found > 0
    assert compared > 60, "or this compares nothings"


def test_an_erased_guest_changes_no_count(cast, now):
    small_month(cast)
    visit = make_visit(cast.office_id, state="done", at=wita(20, 9), sex="male", name="Siti", letter="Z")
    before = [told(cast, (*PEOPLE, *TIMES, *OBTAINED), group) for group in FIXED]
    erase_guest(cast.admin, visit.guest_id)
    assert [told(cast, (*PEOPLE, *TIMES, *OBTAINED), group) for group in FIXED] == before


def test_a_median_between_two_minutes_is_rounded_up_once(cast, now):
    for minutes in (3, 4):
        at = wita(1, 9)
        times = {"started_at": at + timedelta(minutes=minutes), "closed_at": at + timedelta(minutes=10)}
        make_visit(cast.office_id, at=at, state="done", **times)
    assert told(cast, ("waktu_tunggu",), TOTAL) == [4]


def test_measures_say_what_they_mean():
    for measure in MEASURES.values():
        assert measure.key.isidentifier() and measure.name and measure.unit and measure.counted
        assert measure.definition.endswith(".") and len(measure.definition) > 30
