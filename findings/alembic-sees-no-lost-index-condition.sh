#!/usr/bin/env bash
# alembic 1.20.1: comparing the models with the database finds no difference when a partial unique index lost its
# WHERE, or an index its DESC, on SQLite. A test that migrated tables equal the models passes although the
# constraint that decides a race is another one. Comparing the text in sqlite_master finds both.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 SQLAlchemy==2.1.9
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

models = sa.MetaData()
visits = sa.Table("visits", models, sa.Column("code", sa.Text), sa.Column("gone_at", sa.Text), sa.Column("day", sa.Text))
sa.Index("ix_code", visits.c.code, unique=True, sqlite_where=visits.c.gone_at.is_(None))
sa.Index("ix_day", visits.c.day.desc())
with sa.create_engine("sqlite://").connect() as db:
    db.exec_driver_sql("create table visits (code text, gone_at text, day text)")
    db.exec_driver_sql("create unique index ix_code on visits (code)")
    db.exec_driver_sql("create index ix_day on visits (day)")
    found = compare_metadata(MigrationContext.configure(db), models)
    kept = [row[0] for row in db.exec_driver_sql("select sql from sqlite_master where type = 'index'")]
print("alembic", version("alembic"), "differences found:", found)
print("in the database:", kept)
assert found == [] and not any("WHERE" in sql.upper() or "DESC" in sql.upper() for sql in kept)
PY
