"""services whose guests seek data

Whether a service's guests come for data, so that nobody is asked to complete what a guest used no data for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_types", sa.Column("seeks_data", sa.Boolean(), nullable=False, server_default=sa.true()))
    services = sa.table(
        "service_types",
        *(sa.column(name) for name in ("code", "counts_as")),
        *(sa.column(name, sa.Boolean) for name in ("seeks_data", "is_complaint")),
    )
    others = sa.or_(
        services.c.counts_as == "kantor",
        services.c.is_complaint,
        services.c.code.in_(("rekomendasi", "konsultasi_dtsen")),
    )
    op.execute(services.update().where(others).values(seeks_data=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("service_types") as table:
        table.drop_column("seeks_data")
