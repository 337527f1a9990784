"""journey counts

How far guests came in the guest book, as counts by tablet, day and step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journey_counts",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=False),
        sa.Column("within_seconds", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_journey_counts_device_id_devices")),
        sa.PrimaryKeyConstraint(
            "device_id", "day", "ended_at", "within_seconds", name=op.f("pk_journey_counts")
        ),
    )


def downgrade() -> None:
    op.drop_table("journey_counts")
