#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 on PostgreSQL 16.2: INSERT .. FROM SELECT built with insert().from_select()
# reports rowcount -1, with sqlite3 the number of rows. A job that copies in batches "until nothing was copied" ends on
# the one engine and never on the other. The same SQL as text, or execution_options(preserve_rowcount=True), counts.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9 "psycopg[binary]==3.3.9" pgserver==0.1.4
HOME=$dir "$dir/venv/bin/python" - "$dir/data" <<'PY'
import sys
from importlib.metadata import version
import pgserver
import sqlalchemy as sa

tables = sa.MetaData()
old, new = (sa.Table(name, tables, sa.Column("x", sa.Integer)) for name in ("old", "new"))
copy = new.insert().from_select(["x"], sa.select(old.c.x))
print("SQLAlchemy", version("SQLAlchemy"), "psycopg", version("psycopg"))
counted = {}
server = pgserver.get_server(sys.argv[1])
try:
    for url in ("sqlite://", server.get_uri().replace("postgresql:", "postgresql+psycopg:")):
        with sa.create_engine(url).begin() as connection:
            tables.create_all(connection)
            connection.execute(old.insert(), [{"x": 1}, {"x": 2}, {"x": 3}])
            counted[connection.dialect.name] = (
                connection.execute(copy).rowcount,
                connection.execute(sa.text("insert into new select x from old")).rowcount,
                connection.execution_options(preserve_rowcount=True).execute(copy).rowcount,
            )
finally:
    server.cleanup()
print("rowcount of 3 copied rows (from_select, text, preserve_rowcount):", counted)
assert counted == {"sqlite": (3, 3, 3), "postgresql": (-1, 3, 3)}
PY
