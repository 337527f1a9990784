"""language of visits

The language a guest chose returns with the invitation to rate and the link. Visits until now were written down in Indonesian.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: both engines add such a column without writing the table anew, and SQLite would lose the triggers.
    op.add_column("visits", sa.Column("language", sa.String(), server_default="id", nullable=False))


def downgrade() -> None:
    op.drop_column("visits", "language")
