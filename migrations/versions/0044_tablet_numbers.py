"""tablet numbers

What tablets give guests while no server answers: numbers of a series of their own, codes from a pool of their own. What
a vote waits for whose visit is not there yet. And which key tablets seal to, and each still needs: so that old keys can end.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

NUMBERS = "uq_visits_office_id_day_tablet_number"
SERIES = "uq_devices_office_id_series"
DEVICES = sa.table("devices", sa.column("id", sa.Uuid()), *(sa.column(n) for n in ("office_id", "series", "enrolled_at")))


def upgrade() -> None:
    op.add_column("devices", sa.Column("series", sa.Integer(), nullable=True))
    _number_the_tablets()
    with op.batch_alter_table("devices") as batch_op:
        batch_op.alter_column("series", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f(SERIES), ["office_id", "series"])
    op.add_column("visits", sa.Column("tablet_number", sa.String(), nullable=True))
    has_one = sa.text("tablet_number IS NOT NULL")
    op.create_index(
        NUMBERS,
        "visits",
        ["office_id", "day", "tablet_number"],
        unique=True,
        sqlite_where=has_one,
        postgresql_where=has_one,
    )
    op.create_table(
        "tablet_codes",
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.id"), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_tablet_codes_device_id", "tablet_codes", ["device_id"])
    op.create_table(
        "vote_claims",
        sa.Column("vote_id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("shown_officer_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("is_staff_browser", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_vote_claims_office_id_code_hash", "vote_claims", ["office_id", "code_hash"])
    op.create_index("ix_vote_claims_visit_id", "vote_claims", ["visit_id"])
    op.create_table(
        "past_codes",
        sa.Column("visit_id", sa.Uuid(), sa.ForeignKey("visits.id"), primary_key=True),
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_past_codes_office_id_code_hash", "past_codes", ["office_id", "code_hash"])
    op.create_table(
        "outbox_keys",
        sa.Column("office_id", sa.Integer(), sa.ForeignKey("offices.id"), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
    )
    op.add_column("devices", sa.Column("oldest_key", sa.Integer(), nullable=True))
    op.add_column("devices", sa.Column("written_off_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("devices", "written_off_at")
    op.drop_column("devices", "oldest_key")
    op.drop_table("outbox_keys")
    for table in ("past_codes", "vote_claims", "tablet_codes"):
        op.drop_table(table)
    op.drop_index(NUMBERS, table_name="visits")
    op.drop_column("visits", "tablet_number")
    with op.batch_alter_table("devices") as batch_op:
        batch_op.drop_constraint(batch_op.f(SERIES), type_="unique")
        batch_op.drop_column("series")


def _number_the_tablets() -> None:
    """In the order in which each office enrolled them."""
    link, last = op.get_bind(), {}
    order = sa.select(DEVICES.c.id, DEVICES.c.office_id).order_by(DEVICES.c.enrolled_at, DEVICES.c.id)
    for device_id, office_id in link.execute(order).all():
        last[office_id] = last.get(office_id, 0) + 1
        link.execute(sa.update(DEVICES).where(DEVICES.c.id == device_id).values(series=last[office_id]))
