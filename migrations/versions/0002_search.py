"""Full-text tables, by hand: FTS5 on SQLite, tsvector on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_pages (page_id INTEGER PRIMARY KEY, document TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX search_pages_document ON search_pages USING GIN (document)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_pages USING fts5("
            "page_id UNINDEXED, words, tokenize = 'unicode61', prefix = '2 3')"
        )


def downgrade() -> None:
    op.execute("DROP TABLE search_pages")
