"""A desk's poll looks only at the guests who are there now, however many visits an officer has served: on both engines."""

from sqlalchemy import text

from pstku.core import clock
from pstku.core.db import atomic, db
from pstku.guestbook.queries.ringing import ring_for
from pstku.offices.queries import configuration
from tests.factories import make_guest, new_visit
from tests.listening import each_statement

SERVED = 300


def test_the_ring_does_not_walk_through_what_an_officer_ever_served(cast):
    guest, now = make_guest(cast.office_id), clock.now()
    officers = (cast.officer.person_id, cast.officer2.person_id)
    with atomic() as s:
        s.add_all(
            new_visit(cast.office_id, guest, state="done", officer_id=officers[n % 2], at=now) for n in range(SERVED)
        )
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    db.engine.dispose()  # a connection reads the statistics when it is opened
    asked = []
    with each_statement(lambda *call: asked.append(call)):
        ring_for(configuration(cast.office_id), cast.officer)
    ((statement, values),) = [call for call in asked if "handed_over" in str(call)]
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        is_sqlite = db.engine.dialect.name == "sqlite"
        rows = driver.execute(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}", values).fetchall()
    plan = "\n".join(row[3] if is_sqlite else row[0] for row in rows)
    assert "ix_visits_officer_id" not in plan, plan
    assert "ix_visits_office_id_state_day" in plan, plan
