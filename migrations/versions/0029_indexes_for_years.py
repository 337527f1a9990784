"""indexes for years

What a page reads stays as little in an office of a million visits as in a new one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEXES = {
    "audit_entries": {
        "ix_audit_entries_office_id_action_seq": (["office_id", "action", "seq"], None),
        "ix_audit_entries_office_id_actor_id_seq": (["office_id", "actor_id", "seq"], "actor_id IS NOT NULL"),
        "ix_audit_entries_office_id_actor_id_action_seq": (
            ["office_id", "actor_id", "action", "seq"],
            "actor_id IS NOT NULL",
        ),
    },
    "complaints": {
        "ix_complaints_office_id_answered_at": (["office_id", "answered_at"], None),
        "ix_complaints_office_id_about_person_id": (["office_id", "about_person_id"], None),
    },
    "data_needs": {"ix_data_needs_office_id_created_at": (["office_id", "created_at"], None)},
    "help_calls": {"ix_help_calls_office_id_created_at": (["office_id", "created_at"], None)},
    "invitations": {"ix_invitations_open": (["office_id"], "ended_at IS NULL")},
    "open_questions": {
        "ix_open_questions_office_id_closed_at_last_asked_at": (["office_id", "closed_at", "last_asked_at"], None)
    },
}


def upgrade() -> None:
    for table, indexes in INDEXES.items():
        for name, (columns, condition) in indexes.items():
            where = sa.text(condition) if condition else None
            op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table, indexes in INDEXES.items():
        for name in indexes:
            op.drop_index(name, table_name=table)
