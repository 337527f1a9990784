"""readiness

Versions of the service standard, duties of the year and their deeds; withdrawn consents are found by their day.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("participants", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("pledged_on", sa.Date(), nullable=True),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("services", Json, nullable=False),
        sa.UniqueConstraint("office_id", "name"),
    )
    op.create_table(
        "yearly_duties",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("needs_check", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("office_id", "title"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duty_deeds",
        sa.Column("duty_id", sa.Integer(), sa.ForeignKey("yearly_duties.id"), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
    )
    op.create_index(op.f("ix_duty_deeds_office_id"), "duty_deeds", ["office_id"])
    was_withdrawn = sa.text("withdrawn_at IS NOT NULL")
    op.create_index(
        "ix_consents_withdrawn_at",
        "consents",
        ["withdrawn_at"],
        sqlite_where=was_withdrawn,
        postgresql_where=was_withdrawn,
    )


def downgrade() -> None:
    op.drop_index("ix_consents_withdrawn_at", "consents")
    for name in ("duty_deeds", "yearly_duties", "standard_versions"):
        op.drop_table(name)
