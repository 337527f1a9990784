"""A database's own description of its schema, for comparing; Alembic's comparison misses too much.

It sees neither a lost WHERE of an index on either engine, nor on SQLite a lost DESC, expression, COLLATE or
AUTOINCREMENT (alembic 1.20).
"""

import re

from sqlalchemy import Connection, text

OURS = "name NOT LIKE 'search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'alembic_version'"
DEFAULT = re.compile(r" DEFAULT (?:'[^']*'|\([^)]*\)|\S+)")  # of columns added later, for the rows there were
POSTGRES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'alembic_version'
UNION ALL
SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conrelid::regclass::text <> 'alembic_version' AND contype <> 'n'
UNION ALL
SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal
"""


def schema_text(connection: Connection) -> dict[str, list[str]]:
    """Each table, index and trigger by name: its parts, in an order that does not depend on when a column was added."""
    if connection.dialect.name == "postgresql":
        rows = connection.execute(text(POSTGRES))
        return {name: [definition] for name, definition in rows if not name.startswith("search_")}
    rows = connection.execute(text(f"SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND {OURS}"))
    return {name: _parts(sql) for name, sql in rows}


def _parts(sql: str) -> list[str]:
    """The comma-separated parts of a statement, sorted; of an index the whole of it."""
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    if not plain.upper().startswith("CREATE TABLE"):
        return [plain]
    head, _open, body = plain.partition("(")
    parts, depth, part = [], 0, ""
    for letter in body.rpartition(")")[0]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return sorted(DEFAULT.sub("", " ".join(item.split())) for item in [*parts, part, head])
