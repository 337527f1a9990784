"""DTSEN consultations by day

What was noted carries the office and the day of its visit, and finished visits of a service are counted by an index: the
overview counted them by reading every visit of its period.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

BY_DAY, BY_SERVICE = "ix_dtsen_visits_office_id_day_kind_result", "ix_visits_finished_by_service"


def upgrade() -> None:
    op.add_column("dtsen_visits", sa.Column("office_id", sa.Integer(), nullable=True))
    op.add_column("dtsen_visits", sa.Column("day", sa.Date(), nullable=True))
    op.execute(
        "UPDATE dtsen_visits SET office_id = (SELECT office_id FROM visits WHERE id = visit_id),"
        " day = (SELECT day FROM visits WHERE id = visit_id)"
    )
    with op.batch_alter_table("dtsen_visits") as table:
        table.alter_column("office_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("day", existing_type=sa.Date(), nullable=False)
        table.create_foreign_key(op.f("fk_dtsen_visits_office_id_offices"), "offices", ["office_id"], ["id"])
    op.create_index(BY_DAY, "dtsen_visits", ["office_id", "day", "kind", "result"])
    done = sa.text("state = 'done'")
    columns = ["office_id", "service_type_id", "day"]
    op.create_index(BY_SERVICE, "visits", columns, sqlite_where=done, postgresql_where=done)


def downgrade() -> None:
    op.drop_index(BY_SERVICE, "visits")
    op.drop_index(BY_DAY, "dtsen_visits")
    with op.batch_alter_table("dtsen_visits") as table:
        table.drop_constraint(op.f("fk_dtsen_visits_office_id_offices"), type_="foreignkey")
        table.drop_column("day")
        table.drop_column("office_id")
