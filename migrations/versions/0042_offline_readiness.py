"""offline readiness

A tablet tells with its heartbeat whether it can work without the server, and how much of its outbox the server will
never take as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices") as batch:
        batch.add_column(sa.Column("aside_count", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("offline_lacks", sa.String(), nullable=True))
    with op.batch_alter_table("devices") as batch:
        batch.alter_column("aside_count", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("devices") as batch:
        batch.drop_column("offline_lacks")
        batch.drop_column("aside_count")
