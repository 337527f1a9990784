"""A backup is one encrypted file that holds one moment of the office, and opens with the paper alone."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, text

from pstku.backups import archive
from pstku.backups.models import RecoveryKey
from pstku.backups.operations import long_lived, staging
from pstku.backups.operations.backing_up import back_up, drop_old_backups, nightly_backups
from pstku.backups.operations.recovery_keys import (
    asked_places,
    confirm_recovery_key,
    make_recovery_key,
    retire_recovery_key,
)
from pstku.backups.operations.restoring import restore
from pstku.backups.queries import backup_files, backup_state, last_backup_age, recovery_keys
from pstku.backups.rules.retention import FULL, MONTHLY
from pstku.core import clock
from pstku.core.connections import database_at
from pstku.core.db import db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Comment, Vote, VoteTally
from tests.backups import consistent_visits, empty_place, manifest, members, plain_text
from tests.conftest import POSTGRES
from tests.factories import make_visit, make_vote
from tests.operations.test_registering import entry

PLANTED = "Petugasnya ramah sekali, terima kasih"


@pytest.fixture
def key(cast):
    return make_recovery_key(cast.admin, "brankas kepala")


def test_a_backup_holds_database_secrets_and_the_end_of_the_trail(app, cast, place, key):
    make_visit(cast.office_id, name="Rahmawati Pontoh")
    made = back_up(cast.office_id, place)
    held = members(made.path, key.secret)
    assert {archive.MANIFEST, archive.SECRETS} < set(held)
    assert app.config["DATA_KEY"].encode() in held[archive.SECRETS]
    told = manifest(made.path, key.secret)
    assert told["counts"]["visits"] == 1 and told["office"] == "7571" and told["kind"] == FULL
    assert told["heads"] == made.found.heads and told["revision"] == made.found.revision
    assert b"Rahmawati Pontoh" in plain_text(made.path, key.secret)
    assert b"Rahmawati" not in made.path.read_bytes()
    assert made.path.stat().st_mode & 0o077 == 0
    assert last_backup_age(place.backups) < timedelta(minutes=5)


@pytest.mark.skipif(shutil.which("age") is None, reason="needs the age program")
def test_the_age_program_opens_a_backup_without_us(cast, place, key, tmp_path):
    made = back_up(cast.office_id, place, target=tmp_path / "x.age")
    (tmp_path / "key").write_text(key.secret)
    opened = subprocess.run(["age", "-d", "-i", tmp_path / "key", made.path], capture_output=True, check=True).stdout
    listed = subprocess.run(["tar", "tz"], input=opened, capture_output=True, check=True).stdout.decode().split()
    assert archive.MANIFEST in listed and archive.SECRETS in listed


def test_without_a_recovery_key_there_is_no_backup(cast, place):
    with pytest.raises(Conflict, match="Belum ada kunci"):
        back_up(cast.office_id, place)
    assert backup_files(place.backups) == [] and last_backup_age(place.backups) is None


def test_two_papers_open_it_and_a_retired_one_opens_no_later_one(cast, place, key):
    second = make_recovery_key(cast.admin, "rumah admin")
    with pytest.raises(Conflict, match="dua kunci"):
        make_recovery_key(cast.admin, "lagi")
    both = back_up(cast.office_id, place, target=place.data / "both.age").path
    assert members(both, key.secret) == members(both, second.secret)
    retire_recovery_key(cast.admin, key.id)
    one = back_up(cast.office_id, place, target=place.data / "one.age").path
    assert members(one, second.secret)
    with pytest.raises(InvalidInput, match="kunci pemulihan lain"):
        archive.read_archive(one, key.secret, place.data)
    assert members(both, key.secret), "what was made before still opens"


def test_a_paper_is_untested_until_three_of_its_groups_are_typed_back_and_a_year_later_again(cast, place, key):
    row = recovery_keys(cast.office_id)[0]
    assert backup_state(cast.office_id, place.backups).has_untested_key
    with pytest.raises(InvalidInput, match="tidak cocok"):
        confirm_recovery_key(cast.admin, key.id, ["AAAA", "AAAA", "AAAA"])
    asked = asked_places(row)
    confirm_recovery_key(cast.admin, key.id, [f" {key.groups[place - 1].lower()} " for place in asked])
    assert not backup_state(cast.office_id, place.backups).has_untested_key
    assert not set(asked) & set(asked_places(row)), "next time three others are asked"
    with clock.at(clock.now() + timedelta(days=366)):
        assert backup_state(cast.office_id, place.backups).has_untested_key


def test_the_database_keeps_no_group_of_the_secret_half(cast, key):
    with db.engine.connect() as connection:
        stored = str(connection.execute(select(RecoveryKey.__table__)).mappings().one())
    checks = stored[stored.index("checks") :]
    assert checks.count("$argon2id$") == 3
    assert [group for group in key.groups[:-1] if f"'{group}'" in stored or f" {group} " in stored] == []


def test_only_an_admin_of_the_office_makes_tests_and_retires_keys(cast, key):
    for act in (
        lambda who: make_recovery_key(who, "x"),
        lambda who: confirm_recovery_key(who, key.id, ["a", "b", "c"]),
        lambda who: retire_recovery_key(who, key.id),
    ):
        with pytest.raises(NotAllowed):
            act(cast.officer)
    with pytest.raises((NotFound, NotAllowed)):
        retire_recovery_key(cast.stranger, key.id)


def test_while_one_backup_runs_a_second_is_refused_and_what_a_killed_one_left_goes(cast, place, key):
    left = place.data / f"{staging.PREFIX}killed"
    left.mkdir()
    (left / "pstku.sqlite").write_text("a copy in the clear")
    with staging.only_one(place), pytest.raises(Conflict, match="masih berjalan"):
        back_up(cast.office_id, place)
    half = place.backups / ".pstku-7571-x.part"
    place.backups.mkdir(exist_ok=True)
    half.write_text("a file that was being packed")
    back_up(cast.office_id, place)
    assert not left.exists() and not half.exists() and list(place.data.glob(f"{staging.PREFIX}*")) == []


def test_where_there_is_no_room_nothing_is_written(cast, place, key, monkeypatch):
    monkeypatch.setattr(staging, "LEAST_LEFT", 10**15)
    with pytest.raises(Unavailable, match="Ruang disk kurang"):
        back_up(cast.office_id, place)
    assert backup_files(place.backups) == []


def test_a_named_disk_that_is_not_there_is_missed_and_not_made(cast, place, key):
    elsewhere = replace(place, backups=place.data / "mnt" / "usb")
    with pytest.raises(Unavailable, match="tidak ada"):
        back_up(cast.office_id, elsewhere)
    assert not elsewhere.backups.exists()


def test_a_broken_database_gives_no_backup_that_would_push_out_a_good_one(app, cast, place, key):
    if not place.is_sqlite:
        pytest.skip("pg_dump reads every row itself")
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO visit_services VALUES ('ffffffffffffffffffffffffffffffff', 1)")
    with pytest.raises(Unavailable, match="rusak"):
        back_up(cast.office_id, place)
    assert backup_files(place.backups) == []


def test_a_backup_under_writes_is_one_moment(app, cast, place, key, tmp_path):
    """Every visit of the copy has its entry in the trail and every entry its visit: nothing is half there."""
    told = entry(cast.office_id)
    stopping, errors, written = Event(), [], []

    def write() -> None:
        with app.app_context():
            try:
                while not stopping.is_set():
                    written.append(register_visit(cast.office_id, uuid7(), told, Origin(channel="tablet")))
            except BaseException as error:
                errors.append(error)
            finally:
                db.session.remove()

    writers = [Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        files = [back_up(cast.office_id, place, target=tmp_path / f"{n}.age").path for n in range(3)]
    finally:
        stopping.set()
        for writer in writers:
            writer.join()
    assert errors == [] and written
    seen = []
    for file in files:
        with empty_place(place, tmp_path) as empty:
            restore(file, key.secret, empty)
            with database_at(empty.database_url, empty.data):
                seen.append(consistent_visits(cast.office_id))
    assert seen == sorted(seen) and seen[-1] <= len(written)


def test_the_monthly_one_holds_tallies_and_no_vote(cast, place, key, tmp_path):
    july = datetime(2026, 7, 20, 2, tzinfo=UTC)
    with clock.at(july):
        for n, score in enumerate([4, 4, 3, 2, 4, 4]):
            at = datetime(2026, 5, 4, 2, tzinfo=UTC) + timedelta(minutes=20 * n)
            visit = make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id)
            make_vote(visit, score, comment=PLANTED if n == 0 else "")
        running = make_visit(
            cast.office_id, state="done", at=july - timedelta(days=3), officer_id=cast.officer.person_id
        )
        make_vote(running, 1, comment="Lama sekali")
        full, monthly = nightly_backups(cast.office_id, place)
        assert [file.kind for file in backup_files(place.backups)].count(MONTHLY) == 1
        assert len(list(nightly_backups(cast.office_id, place))) == 1, "once a month"
        session().rollback()
        assert session().scalar(select(func.count(Vote.id))) == 7, "the office itself keeps them"
        assert full.found.counts["votes"] == 7 and monthly.found.counts["votes"] == 0
        with empty_place(place, tmp_path) as empty:
            restore(monthly.path, key.secret, empty)
            with database_at(empty.database_url, empty.data):
                tallies = session().scalars(select(VoteTally).where(VoteTally.officer_id.is_not(None))).all()
                assert [(row.quarter, row.n4) for row in tallies] == [(2, 4)]
                assert session().scalars(select(Comment.vote_id)).all() == [None, None]
                assert session().scalar(select(func.count(Visit.id)).where(Visit.rated_at.is_not(None))) == 0
    ids = session().scalars(select(Vote.id)).all()
    raw = plain_text(monthly.path, key.secret)
    shown = [str(found) if archive.POSTGRESQL in members(monthly.path, key.secret) else found.hex for found in ids]
    assert ids and not [found for found in shown if found.encode() in raw]


@pytest.mark.skipif(not POSTGRES, reason="SQLite copies into a folder, which goes with the next backup")
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_passing_database_of_a_killed_monthly_backup_goes_with_the_next_one(cast, place, key, monkeypatch):
    def others() -> list[str]:
        session().rollback()
        like = f"SELECT datname FROM pg_database WHERE datname LIKE '{db.engine.url.database}\\_%'"
        return list(session().scalars(text(like)))

    def said(statement: str):
        return text("SELECT 1" if "WITH (FORCE)" in statement and "IF EXISTS" not in statement else statement)

    with monkeypatch.context() as patch:  # a kill never comes to dropping it
        patch.setattr(long_lived, "text", said)
        back_up(cast.office_id, place, kind=MONTHLY)
    assert len(others()) == 1
    with clock.at(clock.now() + timedelta(minutes=1)):
        back_up(cast.office_id, place, kind=MONTHLY)
    assert others() == []


def test_a_backup_from_a_day_to_come_is_no_news(cast, place, key):
    with clock.at(clock.now() + timedelta(days=100)):
        back_up(cast.office_id, place)
    assert last_backup_age(place.backups) is None and backup_state(cast.office_id, place.backups).is_old


def test_full_backups_go_after_five_weeks_whatever_happens(cast, place, key):
    made = back_up(cast.office_id, place).path
    office = configuration(cast.office_id)
    with clock.at(clock.now() + timedelta(weeks=5) - timedelta(hours=1)):
        assert drop_old_backups(office, place) == 0 and made.exists()
    with clock.at(clock.now() + timedelta(weeks=5)):
        assert drop_old_backups(office, place) == 1 and not made.exists()
