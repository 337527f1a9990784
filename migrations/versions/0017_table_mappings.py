"""table mappings"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("meanings", Json, nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_table_mappings_office_id_offices")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["people.id"], name=op.f("fk_table_mappings_saved_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_mappings")),
        sa.UniqueConstraint("office_id", "signature", name=op.f("uq_table_mappings_office_id_signature")),
    )


def downgrade() -> None:
    op.drop_table("table_mappings")
