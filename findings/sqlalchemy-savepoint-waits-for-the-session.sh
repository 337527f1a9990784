#!/usr/bin/env bash
# SQLAlchemy 2.1.9: Session.begin_nested() sends no SAVEPOINT by itself. It waits until the session next uses its
# connection. What is written meanwhile on that very connection (session.connection(), taken before) stands outside
# the savepoint, and a rollback of the nested act leaves it there. Asking the session for its connection again mends it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version
import sqlalchemy as sa
from sqlalchemy.orm import Session

print("SQLAlchemy", version("SQLAlchemy"))
left = {}
for asked_again in (False, True):
    with Session(sa.create_engine("sqlite://")) as session:
        connection = session.connection()
        connection.exec_driver_sql("create table votes (score integer)")
        connection.exec_driver_sql("insert into votes values (5)")  # the driver begins its transaction here
        nested = session.begin_nested()
        if asked_again:
            session.connection()
        connection.exec_driver_sql("insert into votes values (1)")
        nested.rollback()
        left[asked_again] = session.scalars(sa.text("select score from votes order by score")).all()
print("rows after the rollback of the nested act:", left[False])
print("the same with session.connection() asked once more inside:", left[True])
assert left == {False: [1, 5], True: [5]}
PY
