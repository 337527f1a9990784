"""unmet needs by day

A kept day also says what was sought and not obtained. Days kept before say nothing of it, and are counted again when
somebody asks or in the night.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

BEFORE, AFTER = "visit_id, indicator_key, what, obtained", "visit_id, indicator_key, what, obtained, created_at"


def upgrade() -> None:
    op.add_column("visit_sums", sa.Column("unmet", Json, nullable=True))
    _watch(AFTER)


def downgrade() -> None:
    _watch(BEFORE)
    op.drop_column("visit_sums", "unmet")


def _watch(columns: str) -> None:
    """The trigger that drops the sums of a need's day sees these columns."""
    name = "need_sums_update"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name} ON data_needs")
        op.execute(
            f"CREATE TRIGGER {name} AFTER UPDATE OF {columns} ON data_needs FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        return
    op.execute(f"DROP TRIGGER {name}")
    body = " ".join(_drop(row) for row in ("OLD", "NEW"))
    op.execute(f"CREATE TRIGGER {name} AFTER UPDATE OF {columns} ON data_needs FOR EACH ROW BEGIN {body} END")


def _drop(row: str) -> str:
    visit = f"FROM visits WHERE id = {row}.visit_id"
    day, office = f"(SELECT day {visit})", f"(SELECT office_id {visit})"
    month = f"date({day}, 'start of month')"
    return f"DELETE FROM visit_sums WHERE office_id = {office} AND first_day IN ({day}, {month}) AND last_day >= {day};"
