"""What the database does with every vote: it drops the stored counts of the month."""

from typing import cast

from sqlalchemy import Table

from pstku.core.triggers import Trigger, declare
from pstku.ratings.models import Vote

COUNTED = "office_id, day, line, score, officer_id, excluded_at"


def _month_of(row: str, first_day: str) -> str:
    mine = f"office_id = {row}.office_id AND first_day = {first_day.format(row)} AND last_day >= {row}.day"
    return f"DELETE FROM vote_months WHERE {mine};"


def _changed(name: str, on: str, *rows: str) -> Trigger:
    bodies = (
        " ".join(_month_of(row, first_day) for row in rows)
        for first_day in ("date({}.day, 'start of month')", "CAST(date_trunc('month', {}.day) AS date)")
    )
    on_sqlite, on_postgres = bodies
    return Trigger(name, on, on_sqlite, body_on_postgres=on_postgres)


CHANGED_MONTHS = (
    _changed("vote_months_insert", "INSERT ON votes", "NEW"),
    _changed("vote_months_delete", "DELETE ON votes", "OLD"),
    _changed("vote_months_update", f"UPDATE OF {COUNTED} ON votes", "OLD", "NEW"),
)

declare(cast(Table, Vote.__table__), *CHANGED_MONTHS)
