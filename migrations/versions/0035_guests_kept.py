"""guests kept

Those whose identity is still kept stand in an index of their own, for the search by name and for the night.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NAME, KEPT = "ix_guests_kept", sa.text("anonymised_at IS NULL")


def upgrade() -> None:
    op.create_index(NAME, "guests", ["office_id", "created_at", "name"], sqlite_where=KEPT, postgresql_where=KEPT)


def downgrade() -> None:
    op.drop_index(NAME, table_name="guests")
