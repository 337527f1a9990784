"""An upgrade backs up, migrates in one transaction and looks before it commits; else everything is as it was."""

import shutil

import pytest
from flask_migrate import downgrade

from pstku.backups.facts import facts
from pstku.backups.operations.migrating import MIGRATIONS, newest_revision
from pstku.backups.operations.recovery_keys import make_recovery_key
from pstku.backups.operations.upgrading import UpgradeFailedError, upgrade
from pstku.backups.place import place_of
from pstku.backups.queries import backup_files
from pstku.core.connections import database_at, forget_connections
from pstku.core.db import session
from tests import places
from tests.backups import empty_place, manifest
from tests.factories import make_visit

NEXT = '''"""the revision of a later version"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("DELETE FROM visits")
    {then}
'''


@pytest.fixture
def place(app, own_folder):
    return place_of(app.config)


@pytest.fixture
def later(tmp_path):
    """`later("raise …")`: migrations as a later version has them, whose last one ends that way."""

    def write(then: str):
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "9999_later.py").write_text(NEXT.format(newest=newest_revision(), then=then))
        return folder

    return write


def test_nothing_to_do_makes_no_backup(place, cast):
    make_recovery_key(cast.admin, "brankas")
    done = upgrade(place)
    assert done.before == done.after == newest_revision() and done.backup is None and backup_files(place.backups) == []


def test_an_empty_database_is_filled_without_a_backup(app, place, tmp_path):
    with empty_place(place, tmp_path) as empty, database_at(empty.database_url, empty.data):
        done = upgrade(empty)
        assert (done.before, done.after, done.backup) == (None, newest_revision(), None)
        assert facts().revision == newest_revision()


def test_an_older_schema_is_backed_up_as_it_is_and_then_upgraded(place, cast, later):
    secret = make_recovery_key(cast.admin, "brankas").secret
    done = upgrade(place, later("pass"))
    assert (done.before, done.after) == (newest_revision(), "9999") and facts().revision == "9999"
    told = manifest(done.backup, secret)
    assert told["revision"] == newest_revision() and "later" not in told["counts"]


def test_without_a_recovery_key_a_plain_copy_stays_until_all_is_well(place, cast, later):
    make_visit(cast.office_id)
    with pytest.raises(UpgradeFailedError, match="before-upgrade") as failed:
        upgrade(place, later("raise RuntimeError('tabel salah')"))
    assert "tabel salah" in str(failed.value)
    copies = list(place.data.glob("before-upgrade.*"))
    assert [copy.stat().st_mode & 0o077 for copy in copies] == [0]
    session().commit()
    downgrade(revision="0027")
    assert upgrade(place).after == newest_revision()
    assert list(place.data.glob("before-upgrade.*")) == []


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ("raise RuntimeError('tabel salah')", "tabel salah"),
        ("pass", "visits: 0 baris, semula 1"),
        ("op.drop_column('offices', 'unit_name')", "unit_name"),
        ("op.execute('DELETE FROM audit_entries')", "audit_entries"),
    ],
)
def test_a_failing_upgrade_leaves_everything_as_it_was(place, cast, later, then, told):
    secret = make_recovery_key(cast.admin, "brankas").secret
    make_visit(cast.office_id)
    before = facts()
    session().commit()
    with pytest.raises(UpgradeFailedError) as failed:
        upgrade(place, later(then))
    assert told in str(failed.value) and f"tetap di skema {newest_revision()}" in str(failed.value)
    assert facts() == before
    made = backup_files(place.backups)[0]
    assert manifest(place.backups / made.name, secret)["counts"]["visits"] == 1, "and there is a backup from before"


def test_a_driver_that_prints_a_row_is_not_repeated(place, cast, later):
    with pytest.raises(UpgradeFailedError) as failed:
        upgrade(place, later("op.execute(\"INSERT INTO offices (id, code) VALUES (1, 'Rahmawati')\")"))
    assert "Rahmawati" not in str(failed.value) and "IntegrityError" in str(failed.value)


def upgrade_by_command(app, *options: str):
    return app.test_cli_runner().invoke(args=["pstku", "upgrade", *options])


def test_a_server_that_is_away_stops_no_start_and_is_told_in_a_sentence(app, place, engine):
    with places.gone():
        forget_connections()
        at_start, by_hand = upgrade_by_command(app, "--at-start"), upgrade_by_command(app)
    assert by_hand.exit_code == 1 and "Traceback" not in by_hand.output
    if engine == "sqlite":  # a file that is gone does not come back by itself
        assert at_start.exit_code == 1 and "Basis data kosong atau baru" in at_start.output
    else:
        assert at_start.exit_code == 0 and "menjawab 503 sampai" in at_start.output
        assert "Basis data tidak menjawab" in by_hand.output
