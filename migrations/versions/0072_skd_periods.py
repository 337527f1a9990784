"""skd periods

When guests are invited to BPS's own survey of data needs, and where its official form stands.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "skd_periods",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
    )
    is_running = sa.text("ended_on IS NULL")
    op.create_index(
        "uq_skd_periods_running",
        "skd_periods",
        ["office_id"],
        unique=True,
        sqlite_where=is_running,
        postgresql_where=is_running,
    )


def downgrade() -> None:
    op.drop_table("skd_periods")
