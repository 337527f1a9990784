"""stamps of sums

A kept day or month carries a number of chance, by which a worker knows that it has read the row before. Of the running
month the votes until yesterday are kept too; a later vote no longer drops them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TRIGGERS = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}
COUNTED = "office_id, day, line, score, officer_id, excluded_at"


def upgrade() -> None:
    op.add_column("visit_sums", sa.Column("stamp", sa.BigInteger(), nullable=True))
    by_chance = "(random() * 9e18)::bigint" if _is_postgres() else "abs(random() / 2)"
    op.execute(f"UPDATE visit_sums SET stamp = {by_chance}")
    _watch(" AND last_day >= {row}.day")


def downgrade() -> None:
    op.execute("DELETE FROM vote_months")  # counted again in the night
    _watch("")
    op.drop_column("visit_sums", "stamp")


def _watch(only: str) -> None:
    """The triggers that drop the counted month of a vote."""
    for act, rows in TRIGGERS.items():
        name = f"vote_months_{act}"
        body = " ".join(_drop(row, only) for row in rows)
        if _is_postgres():
            acts = f"BEGIN {body} RETURN COALESCE(NEW, OLD); END"
            op.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${acts}$$")
            continue
        on = f"UPDATE OF {COUNTED} ON votes" if act == "update" else f"{act.upper()} ON votes"
        op.execute(f"DROP TRIGGER {name}")
        op.execute(f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW BEGIN {body} END")


def _drop(row: str, only: str) -> str:
    month = f"CAST(date_trunc('month', {row}.day) AS date)" if _is_postgres() else f"date({row}.day, 'start of month')"
    mine = f"office_id = {row}.office_id AND first_day = {month}{only.format(row=row)}"
    return f"DELETE FROM vote_months WHERE {mine};"


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
