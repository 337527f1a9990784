"""agency counts

How many visits and how many different guests an agency has, kept by the database with every visit.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("visit_count", "guest_count"):
        op.add_column("agencies", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_agencies_office_id_guest_count", "agencies", ["office_id", "guest_count"])
    where = sa.text("agency_id IS NOT NULL")
    op.create_index(
        "ix_visits_agency_id_guest_id",
        "visits",
        ["agency_id", "guest_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.execute(
        "UPDATE agencies SET visit_count = (SELECT count(*) FROM visits WHERE agency_id = agencies.id),"
        " guest_count = (SELECT count(DISTINCT guest_id) FROM visits WHERE agency_id = agencies.id)"
    )
    gain, lose = _counted("NEW", "+"), _counted("OLD", "-")
    moved = "OLD.agency_id IS DISTINCT FROM NEW.agency_id OR OLD.guest_id IS DISTINCT FROM NEW.guest_id"
    _create("agency_counts_insert", "INSERT ON visits", gain, "NEW.agency_id IS NOT NULL")
    _create("agency_counts_delete", "DELETE ON visits", lose, "OLD.agency_id IS NOT NULL")
    _create("agency_counts_update", "UPDATE OF agency_id, guest_id ON visits", f"{lose} {gain}", moved)


def downgrade() -> None:
    for name in ("agency_counts_insert", "agency_counts_delete", "agency_counts_update"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP FUNCTION {name} CASCADE")
    op.drop_index("ix_visits_agency_id_guest_id", "visits")
    op.drop_index("ix_agencies_office_id_guest_count", "agencies")
    for name in ("guest_count", "visit_count"):
        op.drop_column("agencies", name)


def _counted(row: str, sign: str) -> str:
    same = f"agency_id = {row}.agency_id AND guest_id = {row}.guest_id AND id <> {row}.id"
    return (
        f"UPDATE agencies SET visit_count = visit_count {sign} 1, guest_count = guest_count {sign}"
        f" CASE WHEN EXISTS (SELECT 1 FROM visits WHERE {same}) THEN 0 ELSE 1 END WHERE id = {row}.agency_id;"
    )


def _create(name: str, on: str, body: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW WHEN ({when}) BEGIN {body} END")
        return
    acts = f"BEGIN {body} RETURN COALESCE(NEW, OLD); END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${acts}$$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {on} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()")
