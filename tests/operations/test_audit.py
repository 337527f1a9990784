"""The trail is a line: what is changed, cut, swapped or taken out is found."""

import pytest
from sqlalchemy import func, select, text

from pstku.audit.models import AuditEntry
from pstku.audit.operations import record, verify_chain
from pstku.core.db import atomic, session
from tests.operations.test_atomic import in_threads


@pytest.fixture
def office_id(cast) -> int:
    for place in range(5):
        record(cast.office_id, "close_visit", "visit", place, actor_id=cast.officer.person_id, state="done")
    assert verify_chain(cast.office_id) == []
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
