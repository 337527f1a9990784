"""Counts of agencies, kept with every visit: suggestions at the tablet may not count a million visits."""

from typing import cast

from sqlalchemy import Table

from pstku.core.triggers import Trigger, declare
from pstku.guestbook.models import Visit


def _counted(row: str, sign: str) -> str:
    """One visit more or less for its agency, and one guest when no other visit of that guest names it."""
    same = f"agency_id = {row}.agency_id AND guest_id = {row}.guest_id AND id <> {row}.id"
    return (
        f"UPDATE agencies SET visit_count = visit_count {sign} 1, guest_count = guest_count {sign}"
        f" CASE WHEN EXISTS (SELECT 1 FROM visits WHERE {same}) THEN 0 ELSE 1 END WHERE id = {row}.agency_id;"
    )


MOVED = "OLD.agency_id IS DISTINCT FROM NEW.agency_id OR OLD.guest_id IS DISTINCT FROM NEW.guest_id"
AGENCY_COUNTS = (
    Trigger("agency_counts_insert", "INSERT ON visits", _counted("NEW", "+"), "NEW.agency_id IS NOT NULL"),
    Trigger("agency_counts_delete", "DELETE ON visits", _counted("OLD", "-"), "OLD.agency_id IS NOT NULL"),
    Trigger(
        "agency_counts_update",
        "UPDATE OF agency_id, guest_id ON visits",
        f"{_counted('OLD', '-')} {_counted('NEW', '+')}",
        MOVED,
    ),
)

declare(cast(Table, Visit.__table__), *AGENCY_COUNTS)
