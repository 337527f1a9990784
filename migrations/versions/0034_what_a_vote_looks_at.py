"""what a vote looks at

A vote asks whether others of the same agency came that day, and who else voted on phones for the same officer in the
last minutes. Both were found by walking: through all visits of the day, and through all votes of the officer's quarter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ON_PHONES = sa.text("device_id IS NULL")


def upgrade() -> None:
    op.drop_index("ix_visits_office_id_day", "visits")
    op.create_index("ix_visits_office_id_day_agency_id", "visits", ["office_id", "day", "agency_id"])
    op.create_index(
        "ix_votes_officer_id_received_at",
        "votes",
        ["officer_id", "received_at"],
        sqlite_where=ON_PHONES,
        postgresql_where=ON_PHONES,
    )


def downgrade() -> None:
    op.drop_index("ix_votes_officer_id_received_at", "votes")
    op.drop_index("ix_visits_office_id_day_agency_id", "visits")
    op.create_index("ix_visits_office_id_day", "visits", ["office_id", "day"])
