"""service recaps

What employees released of their own quarters.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_recaps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("content", Json, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    stands = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_service_recaps_standing",
        "service_recaps",
        ["person_id", "year", "quarter"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index(op.f("ix_service_recaps_person_id"), "service_recaps", ["person_id"])
    op.create_index("ix_service_recaps_office_id_year", "service_recaps", ["office_id", "year"])


def downgrade() -> None:
    op.drop_table("service_recaps")
