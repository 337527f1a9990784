"""skm

The satisfaction survey: rounds, answers, used links, follow-ups, publications.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "skm_rounds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("question_set", sa.String(), nullable=False),
        sa.Column("set_version", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("fewest_in_round", sa.Integer(), nullable=False),
        sa.Column("fewest_in_service", sa.Integer(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("figures", Json, nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("period in ('year','semester','quarter')", name=op.f("ck_skm_rounds_period")),
        sa.UniqueConstraint("office_id", "period", "year", "number"),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_skm_rounds_open",
        "skm_rounds",
        ["office_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "skm_answers",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("skm_rounds.id"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("service_type_id", sa.Integer(), sa.ForeignKey("service_types.id"), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("age_group", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("sheet", sa.Integer(), nullable=True),
        sa.CheckConstraint("way in ('tablet','own_phone','link','paper')", name=op.f("ck_skm_answers_way")),
        sa.CheckConstraint("(way = 'paper') = (sheet IS NOT NULL)", name=op.f("ck_skm_answers_sheet")),
        sa.UniqueConstraint("round_id", "sheet"),
    )
    op.create_table(
        "skm_used_links",
        sa.Column("mark", sa.String(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("skm_rounds.id"), nullable=False),
    )
    op.create_index(op.f("ix_skm_used_links_round_id"), "skm_used_links", ["round_id"])
    op.create_table(
        "skm_follow_ups",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("skm_rounds.id"), nullable=False),
        sa.Column("unsur", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
    )
    op.create_index(op.f("ix_skm_follow_ups_round_id"), "skm_follow_ups", ["round_id"])
    op.create_table(
        "skm_publications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("skm_rounds.id"), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_skm_publications_round_id"), "skm_publications", ["round_id"])


def downgrade() -> None:
    for name in ("skm_publications", "skm_follow_ups", "skm_used_links", "skm_answers", "skm_rounds"):
        op.drop_table(name)
