"""wordings of surveys

The text of a question set that is not shipped, entered by a person with its source; a round asks one set in its wording.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import Json, UTCDateTime

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

OLD, NEW = "uq_skm_rounds_office_id_period_year_number", "uq_skm_rounds_office_id_question_set_period_year_number"
WORDING = "fk_skm_rounds_wording_id_skm_wordings"


def upgrade() -> None:
    op.create_table(
        "skm_wordings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("question_set", sa.String(), nullable=False),
        sa.Column("sentences", Json, nullable=False),
        sa.Column("lowest_words", sa.String(), nullable=False),
        sa.Column("highest_words", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("on_at", UTCDateTime(), nullable=True),
        sa.Column("on_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("off_at", UTCDateTime(), nullable=True),
        sa.Column("off_by_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
    )
    is_on = sa.text("on_at IS NOT NULL AND off_at IS NULL")
    op.create_index(
        "uq_skm_wordings_on",
        "skm_wordings",
        ["office_id", "question_set"],
        unique=True,
        sqlite_where=is_on,
        postgresql_where=is_on,
    )
    with op.batch_alter_table("skm_rounds") as table:
        table.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(WORDING), "skm_wordings", ["wording_id"], ["id"])
        table.drop_constraint(op.f(OLD), type_="unique")
        table.create_unique_constraint(op.f(NEW), ["office_id", "question_set", "period", "year", "number"])


def downgrade() -> None:
    with op.batch_alter_table("skm_rounds") as table:
        table.drop_constraint(op.f(NEW), type_="unique")
        table.create_unique_constraint(op.f(OLD), ["office_id", "period", "year", "number"])
        table.drop_constraint(op.f(WORDING), type_="foreignkey")
        table.drop_column("wording_id")
    op.drop_table("skm_wordings")
