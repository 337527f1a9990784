"""votes to review

Flagged votes stand in an index of their own, and the index by day also tells where a vote was given.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BY_DAY, FLAGGED = "ix_votes_office_id_day", "ix_votes_flagged"
COLUMNS = ["office_id", "day", "line", "score", "officer_id", "excluded_at"]
IS_FLAGGED = sa.text("unattributed_reason IS NOT NULL OR CAST(flags AS VARCHAR) <> '[]'")


def upgrade() -> None:
    op.drop_index(BY_DAY, table_name="votes")
    op.create_index(BY_DAY, "votes", [*COLUMNS, "given_on"])
    op.create_index(FLAGGED, "votes", ["office_id", "day"], sqlite_where=IS_FLAGGED, postgresql_where=IS_FLAGGED)


def downgrade() -> None:
    op.drop_index(FLAGGED, table_name="votes")
    op.drop_index(BY_DAY, table_name="votes")
    op.create_index(BY_DAY, "votes", COLUMNS)
