"""Breaches of personal data

What became known of a failure to protect personal data, and when the authority and the people were told.
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("authority_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_told_how", sa.String(), nullable=False),
        sa.Column("persons_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("persons_told_how", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.CheckConstraint("outcome in ('handled','no_breach')", name=op.f("ck_breaches_outcome")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_breaches_office_id_offices")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_breaches_recorded_by_id_people")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_breaches_closed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    is_open = sa.text("closed_at IS NULL")
    columns = ["office_id", "known_at"]
    op.create_index("ix_breaches_open", "breaches", columns, sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_table("breaches")
