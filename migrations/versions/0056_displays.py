"""displays

The screens of the waiting room, and those that ask to become one.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0056"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "displays",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False, unique=True),
        sa.Column("code", sa.String(), nullable=True, unique=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("enrolled_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("last_seen_at", UTCDateTime(), nullable=True),
        sa.Column("sound", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("displays")
