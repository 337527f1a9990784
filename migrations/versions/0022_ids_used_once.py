"""ids used once

SQLite gives the number of the last row to the next one when it was deleted, and the trail goes on naming it: after
`demo-remove` a new colleague had opened the award of a demo person. The tables whose rows can go and whose ids the
trail keeps count on from the largest id in the table or anywhere in the trail.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

IN_TRAIL = {
    "people": "person",
    "sign_ins": "sign_in",
    "badges": "badge",
    "improvements": "improvement",
    "appeals": "appeal",
    "award_periods": "award_period",
    "award_decisions": "award_decision",
    "award_objections": "award_objection",
    "spot_check_visits": "spot_check_visit",
    "competence_rounds": "competence_round",
    "webapi_pulls": "webapi_pull",
}
NUMERIC = {
    "sqlite": "entity_id NOT GLOB '*[^0-9]*' AND length(entity_id) BETWEEN 1 AND 9",
    "postgresql": "entity_id ~ '^[0-9]{1,9}$'",
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, entity in IN_TRAIL.items():
        if is_sqlite:
            _rebuild(table, _counting)
        _count_on(table, _largest(table, entity))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in IN_TRAIL:
            _rebuild(table, _not_counting)


def _largest(table: str, entity: str) -> int:
    """The largest id in the table, or that the trail names as one of its rows or as who acted."""
    bind = op.get_bind()
    wanted = [
        f"SELECT max(id) FROM {table}",
        f"SELECT max(CAST(entity_id AS INTEGER)) FROM audit_entries WHERE entity = '{entity}' AND {NUMERIC[bind.dialect.name]}",
    ]
    if table == "people":
        wanted.append("SELECT max(actor_id) FROM audit_entries")
    return max(bind.execute(sa.text(query)).scalar() or 0 for query in wanted)


def _count_on(table: str, largest: int) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        if largest:
            bind.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {largest})"))
        return
    bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
    bind.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": table, "seq": largest})


def _rebuild(table: str, change) -> None:
    """The table again with another primary key, word for word otherwise: a batch would lose what it cannot reflect."""
    bind = op.get_bind()
    made = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL"), {"name": table}
    ).all()
    sql = next(sql for kind, sql in made if kind == "table")
    fresh = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE fresh_{table}", change(table, sql), count=1)
    columns = ", ".join(f'"{row[1]}"' for row in bind.exec_driver_sql(f"PRAGMA table_info({table})"))
    op.execute(fresh)
    op.execute(f"INSERT INTO fresh_{table} ({columns}) SELECT {columns} FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE fresh_{table} RENAME TO {table}")
    for kind, other in made:
        if kind != "table":
            op.execute(other)


def _counting(table: str, sql: str) -> str:
    without = re.sub(rf",\s*CONSTRAINT pk_{table} PRIMARY KEY \(id\)", "", sql)
    with_key = without.replace("id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1)
    if with_key.count("PRIMARY KEY") != 1 or "AUTOINCREMENT" not in with_key:
        raise RuntimeError(f"{table} has another shape than expected")
    return with_key


def _not_counting(table: str, sql: str) -> str:
    plain = sql.replace(" PRIMARY KEY AUTOINCREMENT", "", 1)
    return re.sub(r"\)\s*$", f", \n\tCONSTRAINT pk_{table} PRIMARY KEY (id)\n)", plain)
