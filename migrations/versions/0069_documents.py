"""documents

The papers of awards: their words, the series of their numbers, what was issued, and signed copies.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_texts",
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_table(
        "document_series",
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period_id", sa.Integer(), sa.ForeignKey("award_periods.id"), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("wording", Json, nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind in ('sop','candidates','minutes','annex','certificate')", name=op.f("ck_documents_kind")
        ),
        sa.UniqueConstraint("office_id", "kind", "year", "sequence"),
        sa.UniqueConstraint("office_id", "number"),
        sa.UniqueConstraint("period_id", "kind", "edition"),
    )
    op.create_index(op.f("ix_documents_office_id"), "documents", ["office_id"])
    op.create_table(
        "signed_copies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("document_id", sa.Integer(), sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("signers", Json, nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.CheckConstraint(
            "finding in ('same','altered','broken_seal','other_pages','unsigned_same','unsigned','unknown_kind',"
            "'too_much','encrypted','no_pdf')",
            name=op.f("ck_signed_copies_finding"),
        ),
        sa.UniqueConstraint("document_id", "sha256"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("signed_copies")
    op.drop_index(op.f("ix_documents_office_id"), "documents")
    op.drop_table("documents")
    op.drop_table("document_series")
    op.drop_table("document_texts")
