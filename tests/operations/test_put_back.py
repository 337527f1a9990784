"""Each test finds PostgreSQL as the template is, whatever the one before has done, and by whatever way."""

import pytest
from psycopg import Connection, connect

from pstku.core.db import db
from tests.factories import make_visit, make_vote
from tests.server import POSTGRES, connection_to, postgres_url, run_on_server

pytestmark = [
    pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL"),
    pytest.mark.parametrize("engine", ["postgresql"], indirect=True),
]
still_there: list[Connection] = []
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
COLUMNS = "SELECT attrelid::regclass::text, attname, atttypid FROM pg_attribute WHERE attnum > 0 AND attrelid > 16383"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences ORDER BY sequencename"
SIZES = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
SETTINGS = (
    "SELECT setconfig FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase WHERE datname = current_database()"
)


def contents(name: str) -> dict[str, object]:
    """All rows in the order in which they lie, all columns, sequences, settings, and what the planner knows of sizes."""
    ask = connection_to(name).execute
    found: dict[str, object] = {
        table: ask(f'SELECT t::text FROM "{table}" AS t').fetchall() for (table,) in ask(TABLES)
    }
    return found | {said: sorted(ask(said).fetchall()) for said in (COLUMNS, SEQUENCES, SIZES, SETTINGS)}


def write(name: str, cast) -> None:
    make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id))


def delete_what_the_template_holds(name: str, cast) -> None:
    connection_to(name).execute("DELETE FROM glossary_terms")
    connection_to(name).execute("UPDATE people SET name = 'Siapa saja'")


def write_long_words(name: str, cast) -> None:
    words = "SELECT string_agg(md5(i::text), '') FROM generate_series(1, 999) AS i"
    connection_to(name).execute(f"UPDATE glossary_terms SET meaning = ({words})")


def use_a_number_and_write_nothing(name: str, cast) -> None:
    connection_to(name).execute("BEGIN; SELECT nextval('desks_id_seq'); ROLLBACK")


def stay_connected(name: str, cast) -> None:
    still_there.append(connect(postgres_url(name).replace("+psycopg", ""), autocommit=True))
    still_there[0].execute("DELETE FROM desks")


def empty_a_table(name: str, cast) -> None:
    connection_to(name).execute("TRUNCATE glossary_terms")


def change_a_table(name: str, cast) -> None:
    connection_to(name).execute("ALTER TABLE desks RENAME COLUMN name TO called")


def set_something(name: str, cast) -> None:
    connection_to(name).execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")


def throw_everybody_out(name: str, cast) -> None:
    write(name, cast)
    run_on_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


ACTS = (
    write,
    delete_what_the_template_holds,
    write_long_words,
    use_a_number_and_write_nothing,
    stay_connected,
    empty_a_table,
    change_a_table,
    set_something,
    throw_everybody_out,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_nothing_of_a_test_is_left(app, cast, put_back, act):
    before = contents(put_back.name)
    act(put_back.name, cast)
    db.session.remove()
    db.engine.dispose()
    put_back.back()
    assert contents(put_back.name) == before
    while still_there:
        still_there.pop().close()


def test_what_was_kept_is_put_into_a_fresh_database(app, cast, put_back):
    write(put_back.name, cast)
    write_long_words(put_back.name, cast)
    connection_to(put_back.name).execute("UPDATE people SET name = 'Siapa saja'")
    db.session.remove()
    db.engine.dispose()
    written, kept = contents(put_back.name), put_back.keep()
    put_back.back()
    assert contents(put_back.name)["votes"] == []
    put_back.put(kept)
    again = contents(put_back.name)
    assert {name: again[name] for name in written if name != SIZES} == {n: written[n] for n in written if n != SIZES}
