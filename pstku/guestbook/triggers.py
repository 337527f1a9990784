"""What the database keeps with every visit: the counts of agencies, and which sums of days and months still hold."""

from collections.abc import Callable
from typing import cast

from sqlalchemy import Table

from pstku.core.triggers import Trigger, declare
from pstku.guestbook.models import DataNeed, DtsenVisit, Visit


def _counted(row: str, sign: str, others: str = "FROM visits WHERE ") -> str:
    """One visit more or less for its agency, and one guest when no other visit of that guest names it."""
    same = f"agency_id = {row}.agency_id AND guest_id = {row}.guest_id AND id <> {row}.id"
    return (
        f"UPDATE agencies SET visit_count = visit_count {sign} 1, guest_count = guest_count {sign}"
        f" CASE WHEN EXISTS (SELECT 1 {others}{same}) THEN 0 ELSE 1 END WHERE id = {row}.agency_id;"
    )


# Of visits that one INSERT brings together, each sees only those before it.
OTHERS_BEFORE = (
    "FROM visits, (SELECT xmin AS act, cmin AS step FROM visits WHERE id = NEW.id) AS mine"
    " WHERE NOT (xmin = act AND cmin = step AND id > NEW.id) AND "
)
MOVED = "OLD.agency_id IS DISTINCT FROM NEW.agency_id OR OLD.guest_id IS DISTINCT FROM NEW.guest_id"
AGENCY_COUNTS = (
    Trigger(
        "agency_counts_insert",
        "INSERT ON visits",
        _counted("NEW", "+"),
        "NEW.agency_id IS NOT NULL",
        body_on_postgres=_counted("NEW", "+", OTHERS_BEFORE),
    ),
    Trigger(
        "agency_counts_delete",
        "DELETE ON visits",
        _counted("OLD", "-"),
        "OLD.agency_id IS NOT NULL",
        comes_before=True,
    ),
    Trigger(
        "agency_counts_update",
        "UPDATE OF agency_id, guest_id ON visits",
        f"{_counted('OLD', '-')} {_counted('NEW', '+')}",
        MOVED,
        comes_before=True,
    ),
)

COUNTED_OF_VISITS = (
    "office_id, day, channel, follow_up, state, created_at, started_at, closed_at, rated_at, sex, party_size, party_male,"
    " party_female, service_type_id"
)
COUNTED_OF_NEEDS = "visit_id, indicator_key, what, obtained, created_at"
COUNTED_OF_NOTES = "visit_id, kind, result"


ON_SQLITE, ON_POSTGRES = "date({}, 'start of month')", "CAST(date_trunc('month', {}) AS date)"


def _sums_of(day: str, office: str, month: str) -> str:
    """The sum of this day, and that of its month."""
    mine = f"office_id = {office} AND first_day IN ({day}, {month.format(day)}) AND last_day >= {day}"
    return f"DELETE FROM visit_sums WHERE {mine};"


def _sums_of_visit(row: str, month: str) -> str:
    return _sums_of(f"{row}.day", f"{row}.office_id", month)


def _sums_of_what_hangs(row: str, month: str) -> str:
    visit = f"FROM visits WHERE id = {row}.visit_id"
    return _sums_of(f"(SELECT day {visit})", f"(SELECT office_id {visit})", month)


def _changed(name: str, on: str, drop: Callable[[str, str], str], *rows: str) -> Trigger:
    bodies = [" ".join(drop(row, month) for row in rows) for month in (ON_SQLITE, ON_POSTGRES)]
    return Trigger(name, on, bodies[0], body_on_postgres=bodies[1])


CHANGED_VISITS = (
    _changed("visit_sums_insert", "INSERT ON visits", _sums_of_visit, "NEW"),
    _changed("visit_sums_delete", "DELETE ON visits", _sums_of_visit, "OLD"),
    _changed("visit_sums_update", f"UPDATE OF {COUNTED_OF_VISITS} ON visits", _sums_of_visit, "OLD", "NEW"),
)
CHANGED_NEEDS = (
    _changed("need_sums_insert", "INSERT ON data_needs", _sums_of_what_hangs, "NEW"),
    _changed("need_sums_delete", "DELETE ON data_needs", _sums_of_what_hangs, "OLD"),
    _changed("need_sums_update", f"UPDATE OF {COUNTED_OF_NEEDS} ON data_needs", _sums_of_what_hangs, "OLD", "NEW"),
)
CHANGED_NOTES = (
    _changed("dtsen_sums_insert", "INSERT ON dtsen_visits", _sums_of_what_hangs, "NEW"),
    _changed("dtsen_sums_delete", "DELETE ON dtsen_visits", _sums_of_what_hangs, "OLD"),
    _changed("dtsen_sums_update", f"UPDATE OF {COUNTED_OF_NOTES} ON dtsen_visits", _sums_of_what_hangs, "OLD", "NEW"),
)

declare(cast(Table, Visit.__table__), *AGENCY_COUNTS, *CHANGED_VISITS)
declare(cast(Table, DataNeed.__table__), *CHANGED_NEEDS)
declare(cast(Table, DtsenVisit.__table__), *CHANGED_NOTES)
