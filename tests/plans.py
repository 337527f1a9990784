"""How SQLite would find the rows of a statement: none may walk through a table that grows with the years."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine

GROWING = ("visits", "visit_events", "guests", "consents", "data_needs", "votes", "audit_entries", "invitations")
GROWING += ("help_calls", "complaints", "open_questions", "visit_sums", "contact_promises")
# Reads of a whole index that are short all the same: the first day of all, what is open now, guests of the year whose
# identity is kept, the newest of the trail.
SHORT = re.compile(
    r"ix_visits_office_id_day|ix_invitations_open|ix_contact_promises_open|ix_guests_kept|audit_entries USING (COVERING )?INDEX "
)


def walks(engine: Engine, asked: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """(step of a plan, statement) where a growing table is read from end to end.

    `asked`: statements with their parameters, as the driver got them.
    """
    found = []
    statements = {statement: values for statement, values in asked if statement.lstrip().startswith(("SELECT", "WITH"))}
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for statement, values in statements.items():
            for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values):
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
