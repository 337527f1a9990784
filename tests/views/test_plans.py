"""No page walks through a table that grows with the years: SQLite is asked how it would find the rows."""

import re

import pytest
from sqlalchemy import event

from pstku.core.db import db
from tests.factories import make_device, make_visit

GROWING = ("visits", "visit_events", "guests", "consents", "data_needs", "votes", "audit_entries", "invitations")
GROWING += ("help_calls", "complaints", "open_questions", "visit_sums")
TABLET = ("/kiosk/", "/kiosk/api/keadaan", "/kiosk/api/instansi")
STAFF = {
    "employee": (
        "/belajar",
        "/belajar/belum-terjawab",
        "/belajar/baru",
        "/jawab?q=ipm",
        "/latihan",
        "/kompetensi",
        "/saya",
    ),
    "officer": ("/meja", "/meja/panggilan", "/hasil-saya", "/qr-saya", "/meja/{visit}/data"),
    "head": ("/ringkasan", "/ringkasan?masa=2025-Q4", "/ringkasan?masa=2025"),
    "admin": (
        *("/admin/", "/admin/instansi", "/admin/jejak", "/admin/jejak?tindakan=add_person", "/admin/jejak?orang=1"),
        *(
            "/admin/jejak?orang=1&tindakan=add_person",
            "/admin/jejak?sebelum=500",
            "/admin/tinjauan",
            "/admin/pengaduan",
        ),
        *("/admin/piket", "/admin/pegawai", "/penghargaan", "/briefing"),
    ),
}
# Reads of a whole index that are short all the same: the first day of all, what is open now, the newest of the trail.
SHORT = re.compile(r"ix_visits_office_id_day|ix_invitations_open|audit_entries USING (COVERING )?INDEX ")


@pytest.fixture
def asked(app):
    """Statements with their parameters, as the driver got them."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite says its plan without data; PostgreSQL's depends on how much there is")
    seen = []
    listener = lambda _c, _cursor, statement, parameters, *_rest: seen.append((statement, parameters))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    yield seen
    event.remove(db.engine, "before_cursor_execute", listener)


def walks(asked) -> list[tuple[str, str]]:
    """(step of a plan, statement) where a growing table is read from end to end."""
    found = []
    statements = {
        statement: parameters for statement, parameters in asked if statement.lstrip().startswith(("SELECT", "WITH"))
    }
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        for statement, parameters in statements.items():
            for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
                step = row[3]
                if is_walk(step) and not (SHORT.search(step) and ("LIMIT" in statement or "min(" in statement)):
                    found.append((step, statement))
    return found


def is_walk(step: str) -> bool:
    """Is a growing table scanned, or an index of it read for the whole office?"""
    match = re.match(r"(SCAN|SEARCH) ([a-z_]+?)(?:_\d+)?\b(.*)", step)
    if match is None or match[2] not in GROWING:
        return False
    return match[1] == "SCAN" or match[3].endswith("(office_id=?)")


@pytest.mark.parametrize("who", STAFF)
def test_no_page_of_staff_walks_through_years(cast, sign_in, asked, who):
    visit = make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id)
    client = sign_in(who)
    asked.clear()
    for path in STAFF[who]:
        assert client.get(path.format(visit=visit.id), check=False).status_code in (200, 204)
    assert walks(asked) == []


def test_no_call_of_a_tablet_walks_through_years(app, cast, client, asked):
    make_device(cast.office_id, token="device-token")
    client.http.set_cookie(app.config["DEVICE_COOKIE_NAME"], "device-token")
    for path in TABLET:
        assert client.get(path, check=False).status_code == 200
    assert walks(asked) == []
