"""days of release that editors entered, and those put off"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pages", sa.Column("release_days", Json, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("pages", "release_days")
