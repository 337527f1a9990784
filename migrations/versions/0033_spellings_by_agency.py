"""spellings by agency

The page of agencies looks up the spellings of the fifty it shows.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NAME = "ix_agencies_merged_into_id"


def upgrade() -> None:
    op.create_index(NAME, "agencies", ["merged_into_id"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="agencies")
