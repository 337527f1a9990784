"""column templates

The order and heads of the columns of files, under a name.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_templates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.UniqueConstraint("office_id", "kind", "name"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("column_templates")
