"""days counted once

Past days and months keep the figures of their visits and votes; the database drops what is kept when one of these
changes. A visit that ON CONFLICT leaves out no longer counts for its agency on PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

VISITS = (
    "office_id, day, channel, follow_up, state, created_at, started_at, closed_at, rated_at, sex, party_size, party_male,"
    " party_female, service_type_id"
)
NEEDS, VOTES = "visit_id, indicator_key, what, obtained", "office_id, day, line, score, officer_id, excluded_at"
TRIGGERS = {
    "visit_sums": ("visits", VISITS),
    "need_sums": ("data_needs", NEEDS),
    "vote_months": ("votes", VOTES),
}
OTHERS_BEFORE = (
    "FROM visits, (SELECT xmin AS act, cmin AS step FROM visits WHERE id = NEW.id) AS mine"
    " WHERE NOT (xmin = act AND cmin = step AND id > NEW.id) AND "
)


def upgrade() -> None:
    op.create_table(
        "visit_sums",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("counts", Json, nullable=False),
        sa.Column("alone_microseconds", sa.BigInteger(), nullable=False),
        sa.Column("waits", Json, nullable=False),
        sa.Column("services", Json, nullable=False),
        sa.Column("sought", Json, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_visit_sums_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "first_day", "last_day", name=op.f("pk_visit_sums")),
    )
    op.create_table(
        "vote_months",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_vote_months_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "first_day", name=op.f("pk_vote_months")),
    )
    op.drop_index("ix_votes_office_id_day", "votes")
    columns = ["office_id", "day", "line", "score", "officer_id", "excluded_at"]
    op.create_index("ix_votes_office_id_day", "votes", columns)
    if _is_postgres():
        _create("agency_counts_insert", "INSERT ON visits", _agency(OTHERS_BEFORE), "NEW.agency_id IS NOT NULL")
        op.execute(
            "UPDATE agencies SET visit_count = (SELECT count(*) FROM visits WHERE agency_id = agencies.id),"
            " guest_count = (SELECT count(DISTINCT guest_id) FROM visits WHERE agency_id = agencies.id)"
        )
    for name, (table, columns_of) in TRIGGERS.items():
        _create(f"{name}_insert", f"INSERT ON {table}", _drop(name, "NEW"))
        _create(f"{name}_delete", f"DELETE ON {table}", _drop(name, "OLD"))
        both = f"{_drop(name, 'OLD')} {_drop(name, 'NEW')}"
        _create(f"{name}_update", f"UPDATE OF {columns_of} ON {table}", both)


def downgrade() -> None:
    for name, (_table, _columns) in TRIGGERS.items():
        for act in ("insert", "delete", "update"):
            op.execute(f"DROP FUNCTION {name}_{act} CASCADE" if _is_postgres() else f"DROP TRIGGER {name}_{act}")
    if _is_postgres():
        _create("agency_counts_insert", "INSERT ON visits", _agency("FROM visits WHERE "), "NEW.agency_id IS NOT NULL", "BEFORE")
    op.drop_index("ix_votes_office_id_day", "votes")
    op.create_index("ix_votes_office_id_day", "votes", ["office_id", "day"])
    op.drop_table("vote_months")
    op.drop_table("visit_sums")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop(name: str, row: str) -> str:
    day, office = f"{row}.day", f"{row}.office_id"
    if name == "need_sums":
        visit = f"FROM visits WHERE id = {row}.visit_id"
        day, office = f"(SELECT day {visit})", f"(SELECT office_id {visit})"
    month = f"CAST(date_trunc('month', {day}) AS date)" if _is_postgres() else f"date({day}, 'start of month')"
    if name == "vote_months":
        return f"DELETE FROM vote_months WHERE office_id = {office} AND first_day = {month};"
    return f"DELETE FROM visit_sums WHERE office_id = {office} AND first_day IN ({day}, {month}) AND last_day >= {day};"


def _agency(others: str) -> str:
    same = "agency_id = NEW.agency_id AND guest_id = NEW.guest_id AND id <> NEW.id"
    return (
        "UPDATE agencies SET visit_count = visit_count + 1, guest_count = guest_count +"
        f" CASE WHEN EXISTS (SELECT 1 {others}{same}) THEN 0 ELSE 1 END WHERE id = NEW.agency_id;"
    )


def _create(name: str, on: str, body: str, when: str = "", moment: str = "AFTER") -> None:
    condition = f" WHEN ({when})" if when else ""
    if not _is_postgres():
        op.execute(f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW{condition} BEGIN {body} END")
        return
    acts = f"BEGIN {body} RETURN COALESCE(NEW, OLD); END"
    op.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${acts}$$")
    op.execute(f"CREATE TRIGGER {name} {moment} {on} FOR EACH ROW{condition} EXECUTE FUNCTION {name}()")
