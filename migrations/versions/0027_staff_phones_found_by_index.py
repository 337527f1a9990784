"""staff phones found by their index: every guest's number is compared with them"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_people_office_id_phone_index", "people", ["office_id", "phone_index"])


def downgrade() -> None:
    op.drop_index("ix_people_office_id_phone_index", "people")
