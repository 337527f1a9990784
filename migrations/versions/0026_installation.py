"""which installation this is

One id in the database and in the data folder: a lost or emptied database was answered with a new empty one. The data key
seals a known text, so that another key is noticed at the start. An office that runs already gets its id here, from the
data folder if that has one, and a file of audit heads if no night has written one.
"""

import sqlalchemy as sa
from alembic import op
from flask import current_app

from pstku.audit.exports import FILE, Exported, write_down
from pstku.core import clock, installation
from pstku.core.db import UTCDateTime
from pstku.core.keys import audit_mac
from pstku.core.vault import seal

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("probed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM offices LIMIT 1")).first():
        adopt(table)


def adopt(table: sa.Table) -> None:
    folder = current_app.config["DATA"]
    heads = op.get_bind().execute(sa.text("SELECT office_id, seq, mac, seal FROM audit_heads")).all()
    if heads and all(row.seal != audit_mac("head", f"{row.office_id} {row.seq} {row.mac}") for row in heads):
        raise installation.WrongPlaceError(installation.OTHER_KEY)
    mine, now = installation.id_for_database(folder), clock.now()
    op.bulk_insert(table, [{"id": mine, "key_check": seal(str(mine)), "created_at": now, "probed_at": None}])
    installation.mark_folder(folder, mine)
    if not (folder / FILE).exists():
        for row in heads:
            write_down(Exported(row.office_id, row.seq, row.mac, now.isoformat(timespec="seconds")), folder)


def downgrade() -> None:
    op.drop_table("installation")
