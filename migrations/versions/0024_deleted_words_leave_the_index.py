"""deleted words leave the index

FTS5 keeps the words of a deleted row in its index until it merges, through checkpoint and VACUUM alike.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _secure_delete(1)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO search_pages (search_pages) VALUES ('optimize')")  # what lies there from before


def downgrade() -> None:
    _secure_delete(0)


def _secure_delete(value: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"INSERT INTO search_pages (search_pages, rank) VALUES ('secure-delete', {value})")
