"""What the database keeps with every visit: the counts of agencies, and which days are still as they were counted."""

from typing import cast

from sqlalchemy import Table

from pstku.core.triggers import Trigger, declare
from pstku.guestbook.models import DataNeed, Visit


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
COUNTED_OF_NEEDS = "visit_id, indicator_key, what, obtained"


def _day_of_visit(row: str) -> str:
    return f"DELETE FROM visit_days WHERE office_id = {row}.office_id AND day = {row}.day;"


def _day_of_need(row: str) -> str:
    mine = f"SELECT office_id, day FROM visits WHERE id = {row}.visit_id"
    return f"DELETE FROM visit_days WHERE (office_id, day) IN ({mine});"


CHANGED_DAYS = (
    Trigger("visit_days_insert", "INSERT ON visits", _day_of_visit("NEW")),
    Trigger("visit_days_delete", "DELETE ON visits", _day_of_visit("OLD")),
    Trigger(
        "visit_days_update",
        f"UPDATE OF {COUNTED_OF_VISITS} ON visits",
        f"{_day_of_visit('OLD')} {_day_of_visit('NEW')}",
    ),
)
CHANGED_NEEDS = (
    Trigger("need_days_insert", "INSERT ON data_needs", _day_of_need("NEW")),
    Trigger("need_days_delete", "DELETE ON data_needs", _day_of_need("OLD")),
    Trigger(
        "need_days_update",
        f"UPDATE OF {COUNTED_OF_NEEDS} ON data_needs",
        f"{_day_of_need('OLD')} {_day_of_need('NEW')}",
    ),
)

declare(cast(Table, Visit.__table__), *AGENCY_COUNTS, *CHANGED_DAYS)
declare(cast(Table, DataNeed.__table__), *CHANGED_NEEDS)
