"""DTSEN consultations are counted as their rows say after every change, and without a look at any other visit."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import insert, select, text

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.dtsen.models import DtsenVisit
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.queries import dtsen_counts
from pstku.dtsen.rules import CODE
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.operations.serving import close_visit, guest_left, start_service
from pstku.offices.queries import configuration
from tests.factories import make_guest, make_visit, new_visit
from tests.listening import each_statement

DAYS = 300


def service_of(office_id: int) -> int:
    return next(one.id for one in configuration(office_id).services if one.code == CODE)


def agree(cast, last) -> Counter:
    """What is counted, after it was compared with every row there is."""
    first, dtsen = last - timedelta(days=6), service_of(cast.office_id)
    session().expire_all()
    noted = {row.visit_id: (row.kind, row.result) for row in session().scalars(select(DtsenVisit))}
    told = Counter(
        noted.get(visit.id, (None, None))
        for visit in session().scalars(select(Visit).where(Visit.office_id == cast.office_id))
        if visit.service_type_id == dtsen and first <= visit.day <= last
        if visit.state == "done" or visit.id in noted
    )
    assert dtsen_counts(configuration(cast.office_id), first, last) == told
    return told


def test_the_counts_are_those_of_the_rows_after_every_change(cast):
    now, dtsen = clock.now(), service_of(cast.office_id)
    today = clock.local_day(now, configuration(cast.office_id).tz)
    assert not agree(cast, today)

    def come(**fields):
        return make_visit(cast.office_id, **({"service_type_id": dtsen, "letter": "D"} | fields))

    served, left, other = come(), come(), come(service_type_id=configuration(cast.office_id).services[0].id)
    assert not agree(cast, today)
    for visit in (served, other):
        start_service(cast.officer, visit.id)
        close_visit(cast.officer, visit.id)
    assert agree(cast, today) == {(None, None): 1}
    note_dtsen(cast.officer, left.id, "decile", None)
    assert agree(cast, today) == {(None, None): 1, ("decile", None): 1}
    guest_left(cast.officer, left.id)
    assert agree(cast, today) == {(None, None): 1, ("decile", None): 1}
    for result in (None, "incomplete"):
        note_dtsen(cast.officer, served.id, "update", result)
        assert agree(cast, today) == {("update", result): 1, ("decile", None): 1}
    erase_guest(cast.admin, served.guest_id)
    assert agree(cast, today) == {("update", "incomplete"): 1, ("decile", None): 1}
    long_ago = come(state="done", at=now - timedelta(days=7), officer_id=cast.officer.person_id)
    note_dtsen(cast.officer, long_ago.id, "other", "follow_up")
    agree(cast, today)
    assert agree(cast, long_ago.day) == {("other", "follow_up"): 1}


def test_a_period_is_counted_by_the_indexes_of_its_days(cast):
    guest, now, dtsen = make_guest(cast.office_id), clock.now(), service_of(cast.office_id)
    officer = cast.officer.person_id
    visits = [
        new_visit(cast.office_id, guest, state="done", officer_id=officer, at=now - timedelta(days=n), **service)
        for n in range(DAYS)
        for service in ({"service_type_id": dtsen}, {"service_type_id": dtsen}, {})
    ]
    noted = [
        {"visit_id": one.id, "office_id": one.office_id, "day": one.day, "kind": "decile", "noted_at": now}
        | {"result": None, "noted_by_id": officer}
        for one in visits
        if one.service_type_id == dtsen and one.number % 2
    ]
    last = visits[0].day
    with atomic() as s:
        s.add_all(visits)
        s.flush()
        s.execute(insert(DtsenVisit), noted)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    db.engine.dispose()  # a connection reads the statistics when it is opened
    agree(cast, last)
    asked = []
    with each_statement(lambda *call: asked.append(call)):
        dtsen_counts(configuration(cast.office_id), last - timedelta(days=6), last)
    ((statement, values),) = [call for call in asked if "dtsen_visits" in call[0]]
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        is_sqlite = db.engine.dialect.name == "sqlite"
        rows = driver.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", values).fetchall()
    plan = "\n".join(row[3] if is_sqlite else row[0] for row in rows)
    assert "ix_dtsen_visits_office_id_day_kind_result" in plan, plan
    assert "ix_visits_finished_by_service" in plan, plan
    assert "SCAN visits" not in plan and "Seq Scan on visits" not in plan, plan
