"""what packs said of places, and of the indicators of the questionnaire"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pack_key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pack_checksum", sa.String(), nullable=True))
    with op.batch_alter_table("competence_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pack_indicator", sa.String(), nullable=True))
    # What an editor wrote stands in the audit trail and is the office's; of the rest '' says it is not known.
    op.execute(
        "UPDATE regions SET pack_checksum = '' "
        "WHERE NOT EXISTS (SELECT 1 FROM audit_entries WHERE audit_entries.office_id = regions.office_id "
        "AND audit_entries.action = 'add_region' AND audit_entries.entity_id = regions.code)"
    )
    op.execute("UPDATE competence_items SET pack_indicator = indicator WHERE pack_text IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("competence_items", schema=None) as batch_op:
        batch_op.drop_column("pack_indicator")
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.drop_column("pack_checksum")
        batch_op.drop_column("pack_key")
        batch_op.drop_column("note")
