"""English of standards

What a service promises stands on the waiting room's screen, also on one that reads English; it gets an English field as
the service's other words have one. Standards that still say what every office started with get theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

STANDARDS = {
    "Dilayani paling lama 5 menit setelah buku tamu": "Served within 5 minutes after the guest book",
    "Paling lama 10 menit sejak dipanggil; daring paling lama 3 hari kerja": (
        "Within 10 minutes after your number is called; online within 3 working days"
    ),
    "Paling lama 5 menit setelah buku tamu": "Within 5 minutes after the guest book",
    "Data mikro dan peta paling lama 10 hari kerja": "Microdata and maps within 10 working days",
    "Paling lama 30 hari": "Within 30 days",
    "Dijawab paling lama 60 hari": "Answered within 60 days",
    "Paling lama 10 menit sejak dipanggil": "Within 10 minutes after your number is called",
}


def upgrade() -> None:  # no batch: both engines add such a column in place
    op.add_column("service_types", sa.Column("standard_text_en", sa.String(), server_default="", nullable=False))
    services = sa.table("service_types", sa.column("standard_text"), sa.column("standard_text_en"))
    for words, english in STANDARDS.items():
        op.execute(
            sa.update(services).where(services.c.standard_text == words).values(standard_text_en=english)
        )


def downgrade() -> None:
    op.drop_column("service_types", "standard_text_en")
