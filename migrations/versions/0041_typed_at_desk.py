"""typed at the desk

The sums of days and months count apart which guests at the counter an officer entered. Until now nobody could enter one.
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    longer = "json_insert(counts, '$[#]', 0)" if is_sqlite else "counts || '[0]'"
    op.execute(f"UPDATE visit_sums SET counts = {longer}")


def downgrade() -> None:
    op.execute("DELETE FROM visit_sums")  # counted again when somebody asks or in the night
