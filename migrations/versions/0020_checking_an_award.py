"""spot checks, notes on signals, evidence that was replaced"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spot_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("pools", Json, nullable=False),
        sa.Column("drawn_at", UTCDateTime(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_spot_checks_office_id_offices")),
        sa.ForeignKeyConstraint(["period_id"], ["award_periods.id"], name=op.f("fk_spot_checks_period_id_award_periods")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people.id"], name=op.f("fk_spot_checks_drawn_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
        sa.UniqueConstraint("period_id", name=op.f("uq_spot_checks_period_id")),
    )
    op.create_table(
        "spot_check_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("spot_check_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('confirmed','denied','no_answer','unreachable')", name=op.f("ck_spot_check_visits_outcome")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_spot_check_visits_office_id_offices")),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_checks.id"], name=op.f("fk_spot_check_visits_spot_check_id_spot_checks")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_spot_check_visits_officer_id_people")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_spot_check_visits_visit_id_visits")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_spot_check_visits_checked_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check_visits")),
        sa.UniqueConstraint(
            "spot_check_id", "officer_id", "place", name=op.f("uq_spot_check_visits_spot_check_id_officer_id_place")
        ),
    )
    op.create_index(op.f("ix_spot_check_visits_spot_check_id"), "spot_check_visits", ["spot_check_id"])
    op.create_table(
        "signal_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_signal_notes_office_id_offices")),
        sa.ForeignKeyConstraint(["period_id"], ["award_periods.id"], name=op.f("fk_signal_notes_period_id_award_periods")),
        sa.ForeignKeyConstraint(["officer_id"], ["people.id"], name=op.f("fk_signal_notes_officer_id_people")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_signal_notes_written_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_notes")),
        sa.UniqueConstraint("period_id", "officer_id", "code", name=op.f("uq_signal_notes_period_id_officer_id_code")),
    )
    op.create_table(
        "earlier_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("snapshot", Json, nullable=False),
        sa.Column("snapshot_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaced_at", UTCDateTime(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_earlier_evidence_office_id_offices")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["award_periods.id"], name=op.f("fk_earlier_evidence_period_id_award_periods")
        ),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["people.id"], name=op.f("fk_earlier_evidence_replaced_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_evidence")),
    )
    op.create_index(op.f("ix_earlier_evidence_period_id"), "earlier_evidence", ["period_id"])


def downgrade() -> None:
    for table in ("earlier_evidence", "signal_notes", "spot_check_visits", "spot_checks"):
        op.drop_table(table)
