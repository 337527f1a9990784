"""secret changes

A tablet's secret gives way to the next one.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secret_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=True),
        sa.Column("old_hash", sa.String(), nullable=True),
        sa.Column("misused_at", UTCDateTime(), nullable=True),
        sa.UniqueConstraint("old_hash"),
    )
    op.create_index(op.f("ix_secret_changes_device_id"), "secret_changes", ["device_id"])
    running = sa.text("changed_at IS NULL")
    op.create_index(
        "uq_secret_changes_running",
        "secret_changes",
        ["device_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )


def downgrade() -> None:
    op.drop_table("secret_changes")
