"""set aside

What the server refused of a tablet's outbox is kept for an admin, sealed as it came, until they accept it corrected or
discard it.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aside_items",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("arrived_at", UTCDateTime(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.UniqueConstraint("office_id", "item_id", name=op.f("uq_aside_items_office_id_item_id")),
        sa.CheckConstraint("decision in ('taken','accepted','discarded')", name=op.f("ck_aside_items_decision")),
    )


def downgrade() -> None:
    op.drop_table("aside_items")
