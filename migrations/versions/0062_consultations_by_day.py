"""consultations by day

The figures of days and months also say how many visits of each service were finished, and what was noted of them; what was
counted before is counted here, in one pass. So the overview reads neither the visits of its period nor what was noted of
them, and three things made for that reading go: two columns, and two indexes, one of which every finished visit was written into.
"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

BY_DAY, BY_SERVICE = "ix_dtsen_visits_office_id_day_kind_result", "ix_visits_finished_by_service"
OFFICE = "fk_dtsen_visits_office_id_offices"
TRIGGERS = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}
COUNTED = "visit_id, kind, result"


def upgrade() -> None:
    op.drop_index(BY_SERVICE, "visits")
    op.drop_index(BY_DAY, "dtsen_visits")
    with op.batch_alter_table("dtsen_visits") as table:
        table.drop_constraint(op.f(OFFICE), type_="foreignkey")
        table.drop_column("day")
        table.drop_column("office_id")
    op.add_column("visit_sums", sa.Column("consultations", Json, nullable=False, server_default="[]"))
    _fill()
    for act, rows in TRIGGERS.items():
        _create(f"dtsen_sums_{act}", act, " ".join(map(_drop, rows)))


def downgrade() -> None:
    for act in TRIGGERS:
        op.execute(f"DROP FUNCTION dtsen_sums_{act} CASCADE" if _is_postgres() else f"DROP TRIGGER dtsen_sums_{act}")
    op.drop_column("visit_sums", "consultations")
    op.add_column("dtsen_visits", sa.Column("office_id", sa.Integer(), nullable=True))
    op.add_column("dtsen_visits", sa.Column("day", sa.Date(), nullable=True))
    op.execute(
        "UPDATE dtsen_visits SET office_id = (SELECT office_id FROM visits WHERE id = visit_id),"
        " day = (SELECT day FROM visits WHERE id = visit_id)"
    )
    with op.batch_alter_table("dtsen_visits") as table:
        table.alter_column("office_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("day", existing_type=sa.Date(), nullable=False)
        table.create_foreign_key(op.f(OFFICE), "offices", ["office_id"], ["id"])
    op.create_index(BY_DAY, "dtsen_visits", ["office_id", "day", "kind", "result"])
    done = sa.text("state = 'done'")
    columns = ["office_id", "service_type_id", "day"]
    op.create_index(BY_SERVICE, "visits", columns, sqlite_where=done, postgresql_where=done)


def _fill() -> None:
    """What is kept of each day and month learns its consultations."""
    connection = op.get_bind()
    of_days: dict[int, dict[object, Counter[tuple[object, ...]]]] = {}
    counted = sa.text(
        "SELECT visits.office_id, day, service_type_id, kind, result, count(*)"
        " FROM visits LEFT JOIN dtsen_visits ON visit_id = id"
        " WHERE (state = 'done' OR kind IS NOT NULL) AND EXISTS (SELECT 1 FROM visit_sums)"
        " GROUP BY visits.office_id, day, service_type_id, kind, result"
    ).columns(day=sa.Date)
    for office, day, *key, visits in connection.execute(counted):
        of_days.setdefault(office, {}).setdefault(day, Counter())[*key] += visits
    sums = sa.table("visit_sums", sa.column("office_id"), *(sa.column(name, sa.Date) for name in ("first_day", "last_day")))
    sums.append_column(sa.column("consultations", Json))
    for office, first, last in connection.execute(sa.select(*sums.c["office_id", "first_day", "last_day"])).all():
        whole: Counter[tuple[object, ...]] = Counter()
        for day, consultations in of_days.get(office, {}).items():
            if first <= day <= last:
                whole.update(consultations)
        told = sorted(([*key, visits] for key, visits in whole.items()), key=lambda one: [each or "" for each in one])
        mine = (sums.c.office_id == office, sums.c.first_day == first, sums.c.last_day == last)
        connection.execute(sums.update().where(*mine).values(consultations=told))


def _drop(row: str) -> str:
    visit = f"FROM visits WHERE id = {row}.visit_id"
    day, office = f"(SELECT day {visit})", f"(SELECT office_id {visit})"
    month = f"CAST(date_trunc('month', {day}) AS date)" if _is_postgres() else f"date({day}, 'start of month')"
    return f"DELETE FROM visit_sums WHERE office_id = {office} AND first_day IN ({day}, {month}) AND last_day >= {day};"


def _create(name: str, act: str, body: str) -> None:
    on = f"UPDATE OF {COUNTED} ON dtsen_visits" if act == "update" else f"{act.upper()} ON dtsen_visits"
    if not _is_postgres():
        op.execute(f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW BEGIN {body} END")
        return
    acts = f"BEGIN {body} RETURN COALESCE(NEW, OLD); END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${acts}$$")
    op.execute(f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"
