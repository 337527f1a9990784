"""A database, a data folder and a key that do not belong together are noticed before anything is written."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from pstku.app import create_app
from pstku.audit import exports
from pstku.audit.operations import verify_chain
from pstku.core import installation, keys, probe
from pstku.core.db import atomic, session
from pstku.core.installation import WrongPlaceError, check, establish, folder_id, stored_id
from tests.conftest import config_for


@pytest.fixture
def folder(own_folder) -> Path:
    return own_folder


def empty_tables(*names: str) -> None:
    with atomic() as s:
        for name in names:
            s.execute(text(f"DELETE FROM {name}"))


def refusal(folder: Path) -> str:
    with pytest.raises(WrongPlaceError) as refused:
        check(session().connection(), folder)
    return str(refused.value)


def test_a_founded_office_and_its_folder_have_one_id(folder):
    assert folder_id(folder) == stored_id(session().connection()) is not None
    check(session().connection(), folder)
    establish(folder)


def test_a_database_that_was_emptied_is_no_first_start(folder):
    empty_tables("installation")
    assert "Pulihkan cadangannya" in refusal(folder)
    with pytest.raises(WrongPlaceError):
        establish(folder)


def test_an_empty_folder_is_no_first_start_beside_a_database(folder):
    (folder / installation.FILE).unlink()
    assert "PSTKU_DATA" in refusal(folder) and "claim-folder" in refusal(folder)


def test_the_database_of_another_installation_is_refused(folder):
    installation.mark_folder(folder, uuid4())
    assert "instalasi lain" in refusal(folder)
    (folder / installation.FILE).write_text("\x00" * 40)
    assert "rusak" in refusal(folder)


def test_both_marks_taken_away_from_an_office_is_no_first_start(folder):
    empty_tables("installation")
    (folder / installation.FILE).unlink()
    assert "Tanda instalasi hilang" in refusal(folder)


def test_another_key_is_noticed_at_once(app, folder, monkeypatch):
    monkeypatch.setattr(keys, "_current", keys._current)
    keys.configure(app.config["SECRET_KEY"], "another-data-key-of-forty-characters-003")
    assert "PSTKU_DATA_KEY" in refusal(folder)


def test_a_claimed_folder_is_told_in_the_trail_and_compares_again(app, cast, folder):
    (folder / installation.FILE).unlink()
    (folder / exports.FILE).unlink()
    claimed = app.test_cli_runner().invoke(args=["pstku", "claim-folder"])
    assert claimed.exit_code == 0, claimed.output
    check(session().connection(), folder)
    assert exports.export_faults(cast.office_id, folder) == [] == verify_chain(cast.office_id)
    assert session().scalar(text("SELECT count(*) FROM audit_entries WHERE action = 'claim_data_folder'")) == 2


def test_an_office_from_before_is_adopted_with_its_heads(app, cast, folder):
    downgrade(revision="0025")
    for file in (installation.FILE, exports.FILE):
        (folder / file).unlink()
    upgrade()
    check(session().connection(), folder)
    assert exports.export_faults(cast.office_id, folder) == []
    lines = [json.loads(line) for line in (folder / exports.FILE).read_text().splitlines()]
    assert {line["office_id"] for line in lines} == {cast.office_id, cast.other_office_id}


def test_a_lost_database_is_neither_migrated_nor_served_nor_made_anew(folder):
    empty = f"{folder}/empty.sqlite"
    config = config_for(f"sqlite:///{empty}", folder)
    with create_app(config).app_context(), pytest.raises(SystemExit):
        upgrade()
    with pytest.raises(WrongPlaceError, match="pulihkan cadangan"):
        probe.refuse_bad_start(config.SQLALCHEMY_DATABASE_URI, folder)
    assert not Path(empty).exists()
    Path(empty).touch()  # as a careless copy leaves it
    with create_app(config).app_context(), pytest.raises(SystemExit):
        upgrade()
