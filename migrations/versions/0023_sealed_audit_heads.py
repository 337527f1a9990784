"""sealed audit heads

The head of each chain carries a MAC of its own: cutting the tail and moving the head back was not found.
"""

import sqlalchemy as sa
from alembic import op

from pstku.core.keys import audit_mac

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_heads", sa.Column("seal", sa.String(), nullable=False, server_default=""))
    bind = op.get_bind()
    for office_id, seq, mac in bind.execute(sa.text("SELECT office_id, seq, mac FROM audit_heads")).all():
        bind.execute(
            sa.text("UPDATE audit_heads SET seal = :seal WHERE office_id = :office_id"),
            {"seal": audit_mac("head", f"{office_id} {seq} {mac}"), "office_id": office_id},
        )


def downgrade() -> None:
    op.drop_column("audit_heads", "seal")
