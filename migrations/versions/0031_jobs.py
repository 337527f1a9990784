"""jobs with a lease, the clock's last trusted moment, and quarters whose votes go in batches"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("succeeded_at", UTCDateTime(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("position", Json, nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_jobs_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "name", name=op.f("pk_jobs")),
    )
    op.create_table(
        "clock_marks",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("trusted_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("newest_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_clock_marks_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_clock_marks")),
    )
    op.add_column("vote_quarters", sa.Column("emptied_at", UTCDateTime(), nullable=True))
    op.execute("UPDATE vote_quarters SET emptied_at = cut_at")


def downgrade() -> None:
    op.drop_column("vote_quarters", "emptied_at")
    op.drop_table("clock_marks")
    op.drop_table("jobs")
