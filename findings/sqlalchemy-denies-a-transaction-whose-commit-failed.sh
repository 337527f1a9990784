#!/usr/bin/env bash
# SQLAlchemy 2.1.9: after a commit that failed (a full disk, a deferred key) Connection.in_transaction() says False, yet
# begin() is refused: the transaction is over for the one and there for the other. Whoever keeps a connection for the next
# caller by what in_transaction() says hands on one that cannot be used. get_transaction() tells the truth, rollback() mends.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, InvalidRequestError

print("SQLAlchemy", version("SQLAlchemy"))
with sa.create_engine("sqlite://").connect() as connection:
    connection.exec_driver_sql("pragma foreign_keys = on")
    connection.exec_driver_sql("create table guests (id integer primary key)")
    connection.exec_driver_sql("create table visits (guest integer references guests (id) deferrable initially deferred)")
    connection.commit()
    connection.exec_driver_sql("insert into visits values (1)")
    try:
        connection.commit()
    except IntegrityError as error:
        print("commit:", type(error).__name__)
    says, has = connection.in_transaction(), connection.get_transaction() is not None
    try:
        connection.begin()
        begun = "begun"
    except InvalidRequestError as error:
        begun = f"refused: {error}"
    print(f"in_transaction() says {says}, get_transaction() has one: {has}, begin() is {begun}")
    connection.rollback()
    connection.begin()
assert (says, has) == (False, True) and begun.startswith("refused")
PY
