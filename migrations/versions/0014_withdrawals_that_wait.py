"""withdrawals that wait for a second person"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_out_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_out_why", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_indicator_values_asked_out_by_id_people"), "people", ["asked_out_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("indicator_values", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_indicator_values_asked_out_by_id_people"), type_="foreignkey")
        batch_op.drop_column("asked_out_why")
        batch_op.drop_column("asked_out_by_id")
