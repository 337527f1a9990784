"""One PostgreSQL database for all tests of a worker, put back after each of them as it was before.

A new copy of the template takes the server eight times as long as emptying and filling the few tables a test has written
to. Which these are the server itself counts, whoever wrote and however: the test, its threads, a child process. What is no
row of a table, a changed column or a setting of the database, it tells as well, and then a new copy is made.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from psycopg import Connection, OperationalError
from psycopg.sql import SQL, Identifier

from tests.server import connection_to, copy_on_server, drop_on_server, postgres_url, server_version

Contents = dict[str, bytes]  # the rows of tables, by the table's name
Sequences = list[tuple[str, int, bool]]  # name, last value, whether that one was given
Kept = tuple[Contents, Sequences]
EMPTY = 21  # bytes of a table without rows, in PostgreSQL's binary form
PATIENCE = 0.5  # seconds until those still connected are thrown out
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# Rows written since the database was made, by table. Tables that all databases of the server share tell nothing, and those
# where long values stand nothing that their table does not tell.
WRITTEN = """SELECT s.schemaname, s.relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_all_tables AS s
    JOIN pg_class ON pg_class.oid = relid WHERE NOT relisshared AND s.schemaname <> 'pg_toast'
    AND n_tup_ins + n_tup_upd + n_tup_del > 0"""
ALTERED = "SELECT 1 FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase WHERE datname = current_database()"
SEQUENCES = (
    "SELECT setval(name, value, given) FROM unnest(%s::text[], %s::bigint[], %s::bool[]) AS s (name, value, given)"
)
COUNTED_AT_ONCE = 15  # from this version on what a connection wrote is counted before it is seen to be gone


class PutBack:
    """The database `name`, like `template` at the beginning of each test."""

    def __init__(self, name: str, template: str) -> None:
        self.name, self._template = name, template
        self._by_tables = server_version() >= COUNTED_AT_ONCE
        self._first: Contents = {}  # of the template, by table
        self._sequences: Sequences = []
        self._written: dict[tuple[str, str], int] = {}
        self._copy()
        self._learn()

    @contextmanager
    def lent(self) -> Iterator[str]:
        """For as long as one test runs; gives its address."""
        yield postgres_url(self.name)
        self.back()

    def back(self) -> None:
        """What a test has left is gone."""
        if not self._by_tables:
            return self._copy()
        try:
            touched = self._touched()
        except OperationalError:  # the test has thrown everybody out
            touched = None
        if touched is None:
            return self._copy()
        self._fill({table: self._first[table] for table in touched}, self._sequences)
        return self._look()

    def keep(self) -> Kept:
        """What was written since the test began, to be put into another test's database."""
        touched = self._touched() if self._by_tables else self._first.keys()
        assert touched is not None, "more than rows was changed"
        return self._read(touched), self._read_sequences()

    def put(self, kept: Kept) -> None:
        """What another test has kept."""
        self._fill(*kept)

    @property
    def _connection(self) -> Connection:
        return connection_to(self.name)

    def _copy(self) -> None:
        drop_on_server(self.name)
        copy_on_server(self.name, self._template)
        self._look()

    def _learn(self) -> None:
        tables = self._connection.execute("SELECT relname FROM pg_stat_user_tables").fetchall()
        self._first = self._read(table for (table,) in tables)
        self._sequences = self._read_sequences()

    def _read(self, tables: Iterable[str]) -> Contents:
        found = {}
        for table in tables:
            with self._connection.cursor().copy(
                SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(table))
            ) as out:
                found[table] = b"".join(out)
        return found

    def _read_sequences(self) -> Sequences:
        names = [name for (name,) in self._connection.execute("SELECT sequencename FROM pg_sequences").fetchall()]
        each = (SQL("SELECT {}, last_value, is_called FROM {}").format(name, Identifier(name)) for name in names)
        return self._connection.execute(SQL(" UNION ALL ").join(each)).fetchall() if names else []

    def _look(self) -> None:
        """Take what was written up to now for what was there before."""
        if not self._by_tables:
            return
        self._written = self._count()

    def _count(self) -> dict[tuple[str, str], int]:
        self._connection.execute("SELECT pg_stat_force_next_flush()")  # what was written over this connection too
        return {(schema, table): rows for schema, table, rows in self._connection.execute(WRITTEN).fetchall()}

    def _touched(self) -> set[str] | None:
        """The tables something was written to; None when more than rows was changed."""
        self._wait_for_others()
        if self._connection.execute(ALTERED).fetchone():
            return None
        now = self._count()
        changed = {table for table in now.keys() | self._written.keys() if now.get(table) != self._written.get(table)}
        tables = {table for schema, table in changed if schema == "public"}
        return tables if len(tables) == len(changed) and tables <= self._first.keys() else None

    def _wait_for_others(self) -> None:
        """Until nobody else is connected: what somebody wrote is counted when they are gone."""
        end, pause = monotonic() + PATIENCE, 0.001
        while self._connection.execute(f"SELECT 1 {OTHERS} LIMIT 1").fetchone():
            if monotonic() > end:
                self._connection.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")
            sleep(pause)
            pause *= 2

    def _fill(self, contents: Contents, sequences: Sequences) -> None:
        """These tables hold these rows and no other, each on the place of the page where it was when it was read."""
        say = self._connection.execute
        columns = [list(column) for column in zip(*sequences, strict=True)] or [[], [], []]
        say(SEQUENCES, columns)  # all of them: a row that was refused has used a number and is not counted
        tables = {table: Identifier(table) for table in sorted(contents)}
        if not tables:
            return
        say("SET session_replication_role = replica")  # no foreign key is looked at
        say(SQL("; ").join(SQL("DELETE FROM {}").format(table) for table in tables.values()))
        say(SQL("VACUUM {}").format(SQL(", ").join(tables.values())))
        filled = [table for table in tables if len(contents[table]) > EMPTY]
        for table in filled:
            with self._connection.cursor().copy(
                SQL("COPY {} FROM STDIN (FORMAT binary)").format(tables[table])
            ) as into:
                into.write(contents[table])
        if filled:  # the planner finds the same sizes as in a copy
            say(SQL("VACUUM {}").format(SQL(", ").join(tables[table] for table in filled)))
        say("RESET session_replication_role")
