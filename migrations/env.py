"""Alembic on both engines. SQLite migrates with foreign keys off and is checked before it commits."""

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection, create_engine, text

from pstku.core.db import UTCDateTime, db, sqlite_driver
from pstku.core.installation import check_before_migration, check_file
from pstku.core.schema import Standing, migration_faults, standing

IGNORED_PREFIXES = ("search_", "sqlite_")


def include_object(_object, name, kind, _reflected, _compare_to):
    """Full-text tables are migrated by hand."""
    return not (kind == "table" and name.startswith(IGNORED_PREFIXES))


def render_item(kind, item, autogen):
    """Column types of ours by their own name."""
    for ours, written in ((UTCDateTime, "UTCDateTime()"), (JSON, "Json")):
        if kind == "type" and isinstance(item, ours):
            autogen.imports.add(f"from pstku.core.db import {written.removesuffix('()')}")
            return written
    return False


def migrate(connection: Connection) -> None:
    """Run the revisions on one connection, in one transaction, unless the database is not the one that belongs here."""
    check_before_migration(connection, current_app.config["DATA"])
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        include_object=include_object,
        render_item=render_item,
        compare_type=True,
    )
    begun_at, before = context.get_context().get_current_revision(), standing(connection)
    with context.begin_transaction():
        context.run_migrations()
        # Nothing ran when the next revision is only being written: then the models are ahead, as they should be.
        if context.get_context().get_current_revision() != begun_at:
            look(connection, before)


def look(connection: Connection, before: Standing) -> None:
    """Raise before anything is committed when the newest schema is not what the program needs, or rows are lost."""
    is_newest = context.get_context().get_current_revision() == context.script.get_current_head()
    if is_newest and (faults := migration_faults(connection, before)):
        raise RuntimeError(f"Migrasi dibatalkan: {'; '.join(faults[:5])}")
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("Migrasi dibatalkan: rujukan putus")


def run_on_sqlite(url: str) -> None:
    """A connection of its own: foreign keys are off before BEGIN, or a batch change would cascade."""
    engine = create_engine(url, module=sqlite_driver(), isolation_level=None)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            migrate(connection)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
    engine.dispose()


url = current_app.config["SQLALCHEMY_DATABASE_URI"]
check_file(url, current_app.config["DATA"])
if url.startswith("sqlite"):
    run_on_sqlite(url)
else:
    with db.engine.connect() as postgres:
        migrate(postgres)
        postgres.commit()
