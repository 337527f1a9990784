"""parts of sums

A kept day or month is a list of parts, one for each way and service, so that reports tell any of them. Rows kept before know
only the whole; they go, and are counted again when somebody asks or in the night.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _begin_anew("parts")


def downgrade() -> None:
    _begin_anew("counts", "waits", "services")


def _begin_anew(*figures: str) -> None:
    """An empty table with these columns; triggers of other tables name it, so it cannot be altered in a copy on SQLite."""
    op.drop_table("visit_sums")
    op.create_table(
        "visit_sums",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=True),
        *(sa.Column(name, Json, nullable=False) for name in figures),
        sa.Column("alone_microseconds", sa.BigInteger(), nullable=False),
        sa.Column("sought", Json, nullable=False),
        sa.Column("unmet", Json, nullable=True),
        sa.Column("consultations", Json, nullable=False, server_default="[]"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_visit_sums_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "first_day", "last_day", name=op.f("pk_visit_sums")),
    )
