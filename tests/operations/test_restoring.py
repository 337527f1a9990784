"""The way back from a backup: believed only after looking, and what was forgotten since stays forgotten."""

import json
import os
from contextlib import contextmanager
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, inspect, select, text

from pstku.app import create_app
from pstku.arrivals.queries import current_qr
from pstku.audit.exports import export_faults
from pstku.audit.models import AuditEntry
from pstku.audit.operations import record, verify_chain
from pstku.backups import archive
from pstku.backups.facts import facts
from pstku.backups.operations import journal
from pstku.backups.operations.backing_up import back_up
from pstku.backups.operations.journal import JournalFaultyError, write_journal
from pstku.backups.operations.restoring import restore
from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock, installation
from pstku.core.connections import database_at
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.tokens import uuid7
from pstku.core.vault import unseal
from pstku.guestbook.models import Guest
from pstku.guestbook.operations.contacts import contact_columns
from pstku.guestbook.operations.privacy import erase_guest
from pstku.ratings.models import Vote, VoteTally
from pstku.ratings.operations.cutting import cut_quarter
from tests.arrivals import OPEN, kept, qr_token, send
from tests.backups import empty_place, manifest, plain_text, repacked
from tests.conftest import config_for
from tests.factories import make_guest, make_visit, make_vote


@pytest.fixture
def guest_id(cast) -> UUID:
    contact = contact_columns(cast.office_id, "+6281234567890", "")
    guest = make_guest(cast.office_id, name="Rahmawati Pontoh", **contact)
    make_visit(cast.office_id, state="done", guest=guest)
    return guest.id


@contextmanager
def restored(file, key, place, tmp_path, **options):
    """(what the restore said, the new place), with the session on the restored database."""
    with empty_place(place, tmp_path) as empty:
        done = restore(file, key, empty, **options)
        with database_at(empty.database_url, empty.data):
            yield done, empty


def named_ends(office_id: int) -> dict:
    wanted = select(AuditEntry.detail).where(AuditEntry.office_id == office_id, AuditEntry.action == "restore_database")
    return session().scalars(wanted.order_by(AuditEntry.seq.desc())).first()


def is_untouched(empty) -> bool:
    """Is the place as empty as before: no table, no file of ours, no copy left behind?"""
    left = {path.name for path in empty.data.iterdir()} - {"backup.lock"}
    if empty.is_sqlite:
        return left <= set()
    with database_at(empty.database_url, empty.data):
        return not left and inspect(session().connection()).get_table_names() == []


def test_everything_comes_back_and_the_trail_names_both_ends(cast, place, key, guest_id, tmp_path):
    before = facts()
    made = back_up(cast.office_id, place)
    with restored(made.path, key, place, tmp_path) as (done, empty):
        after = facts()
        changed = {name for name in before.counts if before.counts[name] != after.counts[name]}
        assert changed == {"audit_entries"}
        assert unseal(session().get(Guest, guest_id).phone_sealed) == "+6281234567890"
        assert verify_chain(cast.office_id) == [] and export_faults(cast.office_id, empty.data) == []
        ends = named_ends(cast.office_id)
        found = next(head for head in made.found.heads if head[0] == cast.office_id)
        assert (ends["found_seq"], ends["found_mac"]) == tuple(found[1:])
        assert ends["exported_seq"] > ends["found_seq"], "the backup itself is the newest act the journal knows"
        installation.check(session().connection(), empty.data)
        assert done.other_secrets is None
        record(cast.office_id, "close_visit", "visit", 1)
        assert verify_chain(cast.office_id) == [], "and goes on"
    assert not empty.is_sqlite or (empty.data / "pstku.sqlite").stat().st_mode & 0o077 == 0


def test_no_backup_holds_what_waits_from_phones(cast, place, key, tmp_path):
    with clock.at(OPEN):
        send(cast, qr_token(cast))
    made = back_up(cast.office_id, place)
    (waiting,) = kept()
    assert waiting.entry_sealed not in plain_text(made.path, key)
    assert waiting.entry_sealed.hex().encode() not in plain_text(made.path, key)
    with restored(made.path, key, place, tmp_path):
        assert kept() == [] and current_qr(cast.office_id) is not None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("AGE-SECRET-KEY-1QQQQ", "salah ketik"),
        ("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", "kunci pemulihan lain"),
    ],
)
def test_a_mistyped_key_and_one_of_another_backup_are_told_apart(cast, place, key, tmp_path, typed, told):
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(InvalidInput, match=told):
            restore(made.path, typed, empty)
        assert is_untouched(empty)


@pytest.mark.parametrize("how", ["cut", "flipped", "foreign"])
def test_a_damaged_file_restores_nothing(cast, place, key, tmp_path, how):
    made = back_up(cast.office_id, place)
    content = bytearray(made.path.read_bytes())
    if how == "cut":
        content = content[: len(content) // 2]
    elif how == "flipped":
        content[len(content) // 2] ^= 1
    else:
        content = bytearray(b"PK\x03\x04 a zip of something else")
    made.path.write_bytes(content)
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(InvalidInput, match="rusak"):
            restore(made.path, key, empty)
        assert is_untouched(empty)


def test_rows_that_are_missing_are_noticed(cast, place, key, guest_id, tmp_path):
    made = back_up(cast.office_id, place)
    told = manifest(made.path, key)
    told["counts"]["visits"] += 1
    changed = repacked(made.path, key, tmp_path / "x.age", **{archive.MANIFEST: json.dumps(told).encode()})
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(InvalidInput, match="visits: 1 baris, tercatat 2"):
            restore(changed, key, empty)
        assert is_untouched(empty)


def test_secrets_of_another_database_are_noticed(cast, place, key, tmp_path):
    made = back_up(cast.office_id, place)
    other = b"PSTKU_SECRET_KEY=another-secret-key-of-forty-characters\nPSTKU_DATA_KEY=another-data-key-of-forty-characters-1\n"
    changed = repacked(made.path, key, tmp_path / "x.age", **{archive.SECRETS: other})
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(InvalidInput, match="bukan milik basis datanya"):
            restore(changed, key, empty)
        assert is_untouched(empty)


def test_a_changed_trail_is_refused_unless_it_is_wanted_all_the_same(cast, place, key, tmp_path):
    with atomic() as s:
        s.execute(text("UPDATE audit_entries SET entity_id = '9' WHERE seq = 2"))
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(InvalidInput, match="baris 2 diubah"):
            restore(made.path, key, empty)
        assert is_untouched(empty)
        assert restore(made.path, key, empty, despite_faults=True).faults


def test_nothing_is_restored_over_a_database(cast, place, key):
    made = back_up(cast.office_id, place)
    with pytest.raises(Conflict, match="sudah berisi"):
        restore(made.path, key, place)
    assert verify_chain(cast.office_id) == []


def test_a_log_of_the_lost_database_is_never_played_into_the_restored_one(cast, place, key, tmp_path):
    if not place.is_sqlite:
        pytest.skip("SQLite keeps its log beside the file")
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        (empty.data / "pstku.sqlite-wal").write_bytes(b"pages of the lost database")
        with pytest.raises(Conflict, match="pindahkan"):
            restore(made.path, key, empty)


def test_who_was_erased_after_the_backup_is_erased_again_before_it_serves(cast, place, key, guest_id, tmp_path):
    filed = file_complaint(
        cast.office_id, uuid7(), text="Antre terlalu lama.", name="Rahmawati", contact="081234567890"
    )
    made = back_up(cast.office_id, place)
    erase_guest(cast.admin, guest_id, [filed.code])
    write_journal(cast.office_id, place.backups)
    with restored(made.path, key, place, tmp_path) as (done, _empty):
        found = session().get(Guest, guest_id)
        assert (found.name, found.phone_sealed) == (None, None) and found.anonymised_at
        complaint = session().scalars(select(Complaint)).one()
        assert (complaint.name, complaint.contact_sealed) == ("", None) and complaint.text
        assert done.forgotten["guests"] == 1


def test_a_quarter_cut_after_the_backup_is_cut_again(cast, place, key, tmp_path):
    with clock.at(datetime(2026, 7, 20, 2, tzinfo=UTC)):
        for n in range(6):
            at = datetime(2026, 5, 4, 2, tzinfo=UTC) + timedelta(minutes=20 * n)
            make_vote(make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id), 4)
        made = back_up(cast.office_id, place)
        cut_quarter(cast.office_id, 2026, 2)
        write_journal(cast.office_id, place.backups)
        with restored(made.path, key, place, tmp_path) as (done, _empty):
            assert session().scalar(select(func.count(Vote.id))) == 0 and done.forgotten["votes"] == 6
            assert session().scalars(select(VoteTally.n4)).all() == [6]


def test_the_journal_names_what_was_forgotten_once_and_never_which_complaint_was_whose(cast, place, key, guest_id):
    filed = file_complaint(
        cast.office_id, uuid7(), text="Antre terlalu lama.", name="Rahmawati", contact="081234567890"
    )
    back_up(cast.office_id, place)
    assert write_journal(cast.office_id, place.backups) == 0
    erase_guest(cast.admin, guest_id, [filed.code])
    assert write_journal(cast.office_id, place.backups) == 2
    assert write_journal(cast.office_id, place.backups) == 0
    lines = list(journal.read_journal(place.backups))
    assert [set(line) for line in lines if line["what"] == "complaint"] == [{"office", "what", "id"}]
    assert "Rahmawati" not in (place.backups / journal.FILE).read_text()


def test_after_a_restore_the_journal_goes_on_from_the_restored_trail(cast, place, key, guest_id, tmp_path):
    made = back_up(cast.office_id, place)
    for n in range(30):
        record(cast.office_id, "close_visit", "visit", n)
    write_journal(cast.office_id, place.backups)
    with restored(made.path, key, place, tmp_path) as (_done, empty):
        assert named_ends(cast.office_id)["exported_seq"] >= named_ends(cast.office_id)["found_seq"] + 30
        erase_guest(cast.admin, guest_id)
        assert write_journal(cast.office_id, empty.backups) == 1
        assert write_journal(cast.office_id, empty.backups) == 0


def test_a_changed_journal_restores_nothing(cast, place, key, guest_id, tmp_path):
    made = back_up(cast.office_id, place)
    with (place.backups / journal.FILE).open("a") as file:
        file.write(
            json.dumps({"office": cast.office_id, "what": "guest", "id": str(guest_id), "seal": "0" * 64}) + "\n"
        )
    with empty_place(place, tmp_path) as empty:
        with pytest.raises(JournalFaultyError, match="baris 2"):
            restore(made.path, key, empty)
        assert is_untouched(empty)


def test_a_machine_with_other_secrets_is_told_where_the_right_ones_lie(cast, place, key, tmp_path):
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        done = restore(made.path, key, replace(empty, secret_key="new", data_key="new too"))
        assert place.data_key in done.other_secrets.read_text()
        assert done.other_secrets.stat().st_mode & 0o077 == 0


def test_the_demo_takes_its_secrets_back_by_itself(cast, place, key, tmp_path):
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        (empty.data / "secrets").write_text("a\nb\n")
        assert restore(made.path, key, replace(empty, secret_key="a", data_key="b")).other_secrets is None
        assert (empty.data / "secrets").read_text().split() == [place.secret_key, place.data_key]


def test_a_restore_by_root_gives_the_files_to_whom_the_folder_belongs(cast, place, key, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    made = back_up(cast.office_id, place)
    with empty_place(place, tmp_path) as empty:
        os.chown(empty.data, 65534, 65534)
        assert restore(made.path, key, empty).owner == ""
        assert {path.stat().st_uid for path in empty.data.rglob("*")} == {65534}
    with empty_place(place, tmp_path) as empty:
        assert restore(made.path, key, empty).owner.startswith("chown -R pstku:pstku"), "where the folder is root's too"


def run(app, *words):
    """A command of an application as a shell would run it, outside the test's own context."""
    return Context().run(app.test_cli_runner().invoke, args=["pstku", *map(str, words)])


def test_the_commands_make_a_backup_and_restore_it_on_a_new_machine(app, cast, place, key, tmp_path):
    file, paper = tmp_path / "office.age", tmp_path / "paper"
    paper.write_text(key.lower())
    told = run(app, "backup", file)
    assert told.exit_code == 0 and "baris jejak" in told.output, told.output
    refused = run(app, "restore", file, "--key-file", paper)
    assert refused.exit_code == 1 and "sudah berisi" in refused.output
    with empty_place(place, tmp_path) as empty:
        there = create_app(config_for(empty.database_url, empty.data))
        told = run(there, "restore", file, "--key-file", paper)
        assert told.exit_code == 0, told.output
        assert "Pulih: keadaan" in told.output and "systemctl restart" in told.output
        assert "Jejak audit utuh." in run(there, "verify-audit").output
        with there.app_context():
            db.engine.dispose()


def test_a_restore_is_tried_out_in_a_folder_beside_the_office(app, cast, place, key, tmp_path):
    if not place.is_sqlite:
        pytest.skip("a database has to be named by hand")
    back_up(cast.office_id, place, target=tmp_path / "office.age")
    (tmp_path / "paper").write_text(key)
    told = run(app, "restore", tmp_path / "office.age", "--key-file", tmp_path / "paper", "--into", tmp_path / "try")
    assert told.exit_code == 0 and (tmp_path / "try" / "pstku.sqlite").exists()
