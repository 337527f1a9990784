"""The test PostgreSQL: making, copying and dropping its databases."""

import os
from functools import cache

from psycopg import Connection
from psycopg import connect as open_connection
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

POSTGRES = os.environ.get("PSTKU_TEST_POSTGRES")
_connections: dict[str, Connection] = {}


@cache
def _server() -> Engine:
    """One connection to the test PostgreSQL, kept: whole databases are made and dropped over it."""
    return create_engine(POSTGRES, isolation_level="AUTOCOMMIT", pool_pre_ping=True)


def server_version() -> int:
    """The major version of the test PostgreSQL."""
    with _server().connect() as connection:
        return int(connection.dialect.server_version_info[0])


def run_on_server(statement: str) -> None:
    """A statement outside any transaction, on the test PostgreSQL."""
    with _server().connect() as connection:
        connection.execute(text(statement))


def connection_to(name: str) -> Connection:
    """The tests' own connection to one database, kept until `let_go(name)`; each statement stands for itself."""
    if name not in _connections or _connections[name].closed:
        _connections[name] = open_connection(postgres_url(name).replace("+psycopg", ""), autocommit=True)
    return _connections[name]


def let_go(name: str) -> None:
    """Close the tests' own connection to a database."""
    if name in _connections:
        _connections.pop(name).close()


def copy_on_server(name: str, template: str) -> None:
    """A database like another one. Its files are copied: half the time of writing every page to the log."""
    let_go(template)
    strategy = "STRATEGY file_copy" if server_version() >= 15 else ""  # before 15 there is no other way
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")


def drop_on_server(name: str) -> None:
    """Drop a database if there is one, whoever is still connected to it."""
    let_go(name)
    run_on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def postgres_url(name: str) -> str:
    """The address of one database of the test PostgreSQL."""
    return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
