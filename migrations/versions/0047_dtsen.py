"""DTSEN consultations

What a visit of the service Konsultasi DTSEN was about and how it ended, as codes.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dtsen_visits",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('decile','update','objection','complaint','other')", name=op.f("ck_dtsen_visits_kind")),
        sa.CheckConstraint(
            "result in ('on_the_spot','follow_up','not_found','incomplete')", name=op.f("ck_dtsen_visits_result")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_dtsen_visits_visit_id_visits")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people.id"], name=op.f("fk_dtsen_visits_noted_by_id_people")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_dtsen_visits")),
    )


def downgrade() -> None:
    op.drop_table("dtsen_visits")
