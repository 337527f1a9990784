"""The trail is a line: what is changed, cut, swapped or taken out is found."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

import pstku.nightly
from pstku.app import _compare_audit_heads
from pstku.audit.exports import FILE, MISSING, begin_exports, export_faults, export_head, note_restored
from pstku.audit.models import AuditEntry
from pstku.audit.operations import record, verify_chain
from pstku.core.db import atomic, session
from tests.operations.test_atomic import in_threads


@pytest.fixture
def office_id(cast, tmp_path) -> int:
    for place in range(5):
        record(cast.office_id, "close_visit", "visit", place, actor_id=cast.officer.person_id, state="done")
    assert verify_chain(cast.office_id) == []
    begin_exports(tmp_path)
    return cast.office_id


def tamper(statement: str) -> None:
    with atomic() as s:
        s.execute(text(statement))


def last_seq(office_id: int) -> int:
    return session().scalar(select(func.max(AuditEntry.seq)).where(AuditEntry.office_id == office_id))


def test_a_changed_row_is_found(office_id):
    tamper(f"UPDATE audit_entries SET entity_id = '9' WHERE office_id = {office_id} AND seq = {last_seq(office_id)}")
    assert any("diubah" in fault for fault in verify_chain(office_id))


def test_a_deleted_row_is_found(office_id):
    tamper(f"DELETE FROM audit_entries WHERE office_id = {office_id} AND seq = {last_seq(office_id) - 1}")
    assert any("hilang" in fault for fault in verify_chain(office_id))


def test_a_cut_tail_is_found(office_id):
    tamper(f"DELETE FROM audit_entries WHERE office_id = {office_id} AND seq = {last_seq(office_id)}")
    assert any("ujung rantai" in fault for fault in verify_chain(office_id))


def cut_tail(office_id: int, rows: int, *, with_head: bool = True) -> None:
    """As somebody would who can write to the database and knows how it is made, but has no key."""
    left = last_seq(office_id) - rows
    tamper(f"DELETE FROM audit_entries WHERE office_id = {office_id} AND seq > {left}")
    if with_head:
        mac = session().scalar(select(AuditEntry.mac).where(AuditEntry.office_id == office_id, AuditEntry.seq == left))
        tamper(f"UPDATE audit_heads SET seq = {left}, mac = '{mac}' WHERE office_id = {office_id}")


def test_a_tail_that_is_cut_with_its_head_is_found(office_id):
    cut_tail(office_id, 2)
    assert verify_chain(office_id) == ["catatan ujung rantai diubah"]


def test_a_missing_head_is_a_fault(office_id):
    tamper(f"DELETE FROM audit_heads WHERE office_id = {office_id}")
    assert verify_chain(office_id) == ["catatan ujung rantai hilang"]


def test_an_older_database_is_found_by_what_was_written_outside_it(office_id, tmp_path):
    old = session().execute(text(f"SELECT seq, mac, seal FROM audit_heads WHERE office_id = {office_id}")).one()
    record(office_id, "close_visit", "visit", 9)
    told = export_head(office_id, tmp_path)
    assert export_faults(office_id, tmp_path) == []
    tamper(f"DELETE FROM audit_entries WHERE office_id = {office_id} AND seq > {old.seq}")
    tamper(
        f"UPDATE audit_heads SET seq = {old.seq}, mac = '{old.mac}', seal = '{old.seal}' WHERE office_id = {office_id}"
    )
    assert verify_chain(office_id) == [], "an older state of the database is whole in itself"
    (fault,) = export_faults(office_id, tmp_path)
    assert f"baris {old.seq}" in fault and f"baris {told.seq}" in fault
    for place in range(3):
        record(office_id, "close_visit", "visit", place)
    assert export_faults(office_id, tmp_path) == [fault.replace(f"baris {old.seq} ", f"baris {old.seq + 3} ")]


def test_a_restored_database_says_so_once_and_is_no_fault_then(office_id, tmp_path):
    assert not note_restored(office_id, tmp_path)
    export_head(office_id, tmp_path)
    cut_tail(office_id, 1)
    assert export_faults(office_id, tmp_path)
    assert note_restored(office_id, tmp_path)
    assert export_faults(office_id, tmp_path) == []
    told = session().scalar(select(AuditEntry.detail).where(AuditEntry.action == "restore_database"))
    assert told["exported_seq"] == told["found_seq"] + 1 and told["exported_mac"] != told["found_mac"]
    assert not note_restored(office_id, tmp_path)


def test_a_line_that_was_changed_is_a_fault(office_id, tmp_path):
    export_head(office_id, tmp_path)
    file = tmp_path / FILE
    seq = last_seq(office_id)
    file.write_text(file.read_text().replace(f'"seq": {seq}', f'"seq": {seq - 1}'))
    assert export_faults(office_id, tmp_path) == [f"{FILE} diubah atau rusak"]
    file.write_text("{}")
    assert export_faults(office_id, tmp_path) == [f"{FILE} diubah atau rusak"]


def test_a_file_that_was_taken_away_is_a_fault_which_no_night_hides(office_id, tmp_path):
    for take_away in (lambda: (tmp_path / FILE).write_text(""), lambda: (tmp_path / FILE).unlink()):
        take_away()
        assert export_faults(office_id, tmp_path) == [MISSING]
        assert export_head(office_id, tmp_path) is None
        assert export_faults(office_id, tmp_path) == [MISSING]


def test_a_shorter_trail_stays_a_fault_after_the_night(office_id, tmp_path):
    cut_tail(office_id, 2)
    assert export_head(office_id, tmp_path) is None
    assert export_faults(office_id, tmp_path)


def test_the_nightly_job_writes_it_down_and_the_start_and_the_command_compare(app, office_id, tmp_path, capsys):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["pstku", "nightly"]).exit_code == 0
    assert runner.invoke(args=["pstku", "verify-audit"]).exit_code == 0
    cut_tail(office_id, 1)
    checked = runner.invoke(args=["pstku", "verify-audit"])
    assert checked.exit_code == 1 and "luar basis data" in checked.output
    capsys.readouterr()
    _compare_audit_heads(app)
    assert '"event": "audit_fault"' in capsys.readouterr().err


def test_a_cut_that_fails_keeps_no_night_from_its_other_duties(app, monkeypatch):
    def refuse(_office_id, _after):
        raise RuntimeError("a score would change")

    broken = [replace(step, act=refuse) if step.key == "cut" else step for step in pstku.nightly.STEPS]
    monkeypatch.setattr(pstku.nightly, "STEPS", broken)
    file = Path(app.config["DATA"]) / FILE
    begin_exports(file.parent)
    begun = file.read_text()
    night = app.test_cli_runner().invoke(args=["pstku", "nightly"])
    assert night.exit_code == 1 and "Langkah yang gagal: cut" in night.output  # the timer's unit shows the failure
    assert "Identitas tamu dihapus" in night.output and "diacak" in night.output
    assert file.read_text().startswith(begun) and file.read_text() != begun


def test_swapped_rows_are_found(office_id):
    last = last_seq(office_id)
    for step in (
        f"seq = -1 WHERE seq = {last}",
        f"seq = {last} WHERE seq = {last - 1}",
        f"seq = {last - 1} WHERE seq = -1",
    ):
        tamper(f"UPDATE audit_entries SET {step} AND office_id = {office_id}")
    assert verify_chain(office_id)


def test_four_writers_make_one_line(app, cast):
    session().commit()
    before = last_seq(cast.office_id)

    def work():
        for place in range(20):
            record(cast.office_id, "close_visit", "visit", place)

    session().commit()
    assert in_threads(app, work) == []
    assert last_seq(cast.office_id) == before + 80
    assert verify_chain(cast.office_id) == []
