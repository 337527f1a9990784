"""guest book on the guest's own phone

The office's printed QR, and entries from phones that wait for an officer. They are no visits, so that no report can
count them.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_book_qrs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_guest_book_qrs_office_id_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_book_qrs")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_book_qrs_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_guest_book_qrs_current",
        "guest_book_qrs",
        ["office_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("entry_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_arrivals_office_id_offices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
        sa.UniqueConstraint("office_id", "sign", name=op.f("uq_arrivals_office_id_sign")),
    )


def downgrade() -> None:
    op.drop_table("arrivals")
    op.drop_table("guest_book_qrs")
