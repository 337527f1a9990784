"""national days from the pack, days kept open, and stretches with hours of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "national_days",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decree", sa.String(), nullable=False),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_national_days_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "on", name=op.f("pk_national_days")),
    )
    op.create_table(
        "special_hours",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_special_hours_office_id_offices")),
        sa.PrimaryKeyConstraint("office_id", "first_on", name=op.f("pk_special_hours")),
    )
    op.create_table(
        "special_days",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("break_from", sa.Time(), nullable=True),
        sa.Column("break_to", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "first_on"],
            ["special_hours.office_id", "special_hours.first_on"],
            name=op.f("fk_special_days_office_id_special_hours"),
        ),
        sa.PrimaryKeyConstraint("office_id", "first_on", "weekday", name=op.f("pk_special_days")),
    )
    op.add_column("holidays", sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM holidays WHERE is_open")  # the older program knows closed days alone
    op.drop_column("holidays", "is_open")
    op.drop_table("special_days")
    op.drop_table("special_hours")
    op.drop_table("national_days")
