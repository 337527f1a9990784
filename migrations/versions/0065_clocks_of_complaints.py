"""clocks of complaints

A kind, a day on which the complaint came, a first word with its own clock, and whom its words name. Complaints that were
there before were promised no first word; they came on the local day on which they were entered.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

RECEIVED, NAMED = "ix_complaints_office_id_received_on", "ix_complaint_mentions_person_id"
COMPLAINTS = sa.table(
    "complaints",
    sa.column("id", sa.Uuid()),
    sa.column("office_id"),
    sa.column("created_at", UTCDateTime()),
    sa.column("received_on", sa.Date()),
)


def upgrade() -> None:
    op.add_column("complaints", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("complaints", sa.Column("received_on", sa.Date(), nullable=True))
    op.add_column("complaints", sa.Column("first_due_on", sa.Date(), nullable=True))
    op.add_column("complaints", sa.Column("first_word", sa.String(), nullable=False, server_default=""))
    op.add_column("complaints", sa.Column("first_word_at", UTCDateTime(), nullable=True))
    op.add_column("complaints", sa.Column("emptied_at", UTCDateTime(), nullable=True))
    _fill()
    with op.batch_alter_table("complaints") as table:
        table.alter_column("received_on", existing_type=sa.Date(), nullable=False)
        table.alter_column("first_word", existing_type=sa.String(), server_default=None)
    op.create_index(RECEIVED, "complaints", ["office_id", "received_on"])
    op.create_table(
        "complaint_mentions",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_complaint_mentions_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_complaint_mentions_person_id_people")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", name=op.f("pk_complaint_mentions")),
    )
    op.create_index(NAMED, "complaint_mentions", ["person_id"])


def _fill() -> None:
    bind = op.get_bind()
    zones = {row.id: ZoneInfo(row.timezone) for row in bind.execute(sa.text("SELECT id, timezone FROM offices"))}
    rows = bind.execute(sa.select(COMPLAINTS.c.id, COMPLAINTS.c.office_id, COMPLAINTS.c.created_at)).all()
    for key, office_id, created_at in rows:
        moment: datetime = created_at if created_at.tzinfo else created_at.replace(tzinfo=UTC)
        day = moment.astimezone(zones[office_id]).date()
        bind.execute(sa.update(COMPLAINTS).where(COMPLAINTS.c.id == key).values(received_on=day))


def downgrade() -> None:
    op.drop_index(NAMED, "complaint_mentions")
    op.drop_table("complaint_mentions")
    op.drop_index(RECEIVED, "complaints")
    with op.batch_alter_table("complaints") as table:
        for name in ("emptied_at", "first_word_at", "first_word", "first_due_on", "received_on", "kind"):
            table.drop_column(name)
