"""An office that began at any revision, and wrote rows at each one since, comes up to the newest."""

import os

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from pstku.backups.operations.migrating import MIGRATIONS, _settings, newest_revision
from pstku.core.connections import database_at
from pstku.core.db import db
from pstku.core.keys import other_keys
from pstku.core.schema import KEPT
from tests.conftest import ENGINES, postgres_url, run_on_server
from tests.old_rows import add_rows, row_counts


@pytest.fixture
def app_keys():
    with other_keys("a-secret-key-of-forty-characters-00000001", "a-data-key-of-forty-characters-0000000002"):
        yield


@pytest.fixture(params=ENGINES)
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        (tmp_path / "old.sqlite").touch()
        yield f"sqlite:///{tmp_path / 'old.sqlite'}"
        return
    name = f"old_{os.getpid()}"
    run_on_server(f"CREATE DATABASE {name}")
    yield postgres_url(name)
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")


def test_rows_written_at_every_revision_come_up_to_the_newest(empty_url, tmp_path, app_keys):
    """Each new table gets a row at once, all of them another at every sixth revision: reading a schema costs most."""
    revisions = [found.revision for found in ScriptDirectory.from_config(_settings(MIGRATIONS)).walk_revisions()][::-1]
    rows: dict[str, int] = {}
    with database_at(empty_url, tmp_path):
        for place, revision in enumerate(revisions):
            command.upgrade(_settings(MIGRATIONS), revision)
            with db.engine.begin() as connection:
                stand = row_counts(connection)
                lost = {name for name in KEPT if stand.get(name, 0) < rows.get(name, 0)}
                assert not lost, f"{revision} lost rows of {lost}"
                add_rows(connection, set(stand) if place % 6 == 0 else set(stand) - set(rows))
                rows = row_counts(connection)
    assert revisions[-1] == newest_revision() and min(rows[name] for name in ("people", "guests", "visits")) >= 5
