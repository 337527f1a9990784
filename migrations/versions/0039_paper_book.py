"""paper book

Guests of a dark day are entered later from sheets of paper: the sheets, which visits came from which, and the closed
list of ways in which a visit comes about. What is kept of days and months counts such visits by themselves: none so far.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

from pstku.core.db import UTCDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

NAME = "ck_visits_channel"
WORDS = "channel in ('tablet','own_phone','desk','whatsapp','email','phone','field','paper')"


def upgrade() -> None:
    with _triggers_and_indexes_of_visits(), op.batch_alter_table("visits") as batch_op:
        batch_op.create_check_constraint(batch_op.f(NAME), WORDS)
    op.create_table(
        "paper_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("is_after_lock", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("cause in ('power','server','paper')", name=op.f("ck_paper_sheets_cause")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_paper_sheets_office_id_offices")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_paper_sheets_entered_by_id_people")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["people.id"], name=op.f("fk_paper_sheets_withdrawn_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheets")),
    )
    op.create_index("ix_paper_sheets_office_id_day", "paper_sheets", ["office_id", "day"])
    op.create_table(
        "paper_visits",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_paper_visits_visit_id_visits")),
        sa.ForeignKeyConstraint(["sheet_id"], ["paper_sheets.id"], name=op.f("fk_paper_visits_sheet_id_paper_sheets")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_paper_visits")),
    )
    op.create_index(op.f("ix_paper_visits_sheet_id"), "paper_visits", ["sheet_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    longer = "json_insert(counts, '$[#]', 0)" if is_sqlite else "counts || '[0]'"
    op.execute(f"UPDATE visit_sums SET counts = {longer}")


def downgrade() -> None:
    op.execute("DELETE FROM visit_sums")  # counted again when somebody asks or in the night
    op.drop_table("paper_visits")
    op.drop_table("paper_sheets")
    with _triggers_and_indexes_of_visits(), op.batch_alter_table("visits") as batch_op:
        batch_op.drop_constraint(batch_op.f(NAME), type_="check")


@contextmanager
def _triggers_and_indexes_of_visits() -> Iterator[None]:
    """SQLite copies the table for a new CHECK: triggers that name it would stop that, conditions of indexes would go."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    ours = "(type = 'trigger' AND sql LIKE '%visits%') OR (type = 'index' AND tbl_name = 'visits' AND sql LIKE '% WHERE %')"
    found = op.get_bind().execute(sa.text(f"SELECT type, name, sql FROM sqlite_master WHERE {ours}")).all()
    for kind, name, _sql in found:
        op.execute(f"DROP {kind} {name}")
    yield
    for _kind, _name, sql in found:
        op.execute(sa.text(sql.replace(":", r"\:")))
