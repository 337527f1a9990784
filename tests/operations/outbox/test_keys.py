"""The key of the outbox changes, and an old one ends when no tablet that is waited for needs it."""

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.devices.models import Device
from pstku.devices.operations import Pulse, heartbeat, revoke_device, write_off_device
from pstku.outbox.operations.keys import change_key
from pstku.outbox.queries import current_key, oldest_key
from tests.factories import make_device


def keys(cast):
    return current_key(cast.office_id), oldest_key(cast.office_id)


def test_an_office_begins_with_the_first_and_counts_up(cast):
    assert keys(cast) == (1, 1)
    assert [change_key(cast.admin) for _ in range(2)] == [2, 3]
    assert current_key(cast.other_office_id) == 1


def test_an_old_key_ends_when_every_tablet_says_that_it_needs_none(cast):
    tablets = [make_device(cast.office_id, token=token) for token in "ab"]
    change_key(cast.admin)
    assert keys(cast) == (2, 1)
    heartbeat(tablets[0], Pulse(oldest_key=2))
    assert keys(cast) == (2, 1)
    heartbeat(tablets[1], Pulse(oldest_key=2))
    assert keys(cast) == (2, 2)
    heartbeat(tablets[1], Pulse())  # a page that says nothing of keys takes nothing back
    assert keys(cast) == (2, 2)


def test_a_revoked_tablet_is_waited_for_until_it_is_written_off(cast):
    tablet, lost = (make_device(cast.office_id, token=token) for token in "ab")
    change_key(cast.admin)
    heartbeat(tablet, Pulse(oldest_key=2))
    revoke_device(cast.admin, lost)
    assert keys(cast) == (2, 1)
    heartbeat(lost, Pulse(outbox_count=7, aside_count=1))
    with pytest.raises(InvalidInput):
        write_off_device(cast.admin, lost, "")
    for _ in range(2):
        write_off_device(cast.admin, lost, "broken")
    assert keys(cast) == (2, 2)
    noted = session().scalars(select(AuditEntry.detail).where(AuditEntry.action == "write_off_device")).all()
    assert noted == [{"reason": "broken", "items": 7, "aside": 1}]


def test_a_tablet_in_use_is_not_written_off_nor_one_of_another_office(cast):
    mine, foreign = make_device(cast.office_id, token="a"), make_device(cast.other_office_id, token="b")
    with pytest.raises(Conflict):
        write_off_device(cast.admin, mine, "lost")
    with pytest.raises(NotFound):
        write_off_device(cast.admin, foreign, "lost")
    assert session().get_one(Device, mine).written_off_at is None


def test_only_an_admin_changes_the_key_and_writes_off(cast):
    with pytest.raises(NotAllowed):
        change_key(cast.officer)
    with pytest.raises(NotAllowed):
        write_off_device(cast.officer, make_device(cast.office_id), "lost")


def test_without_a_tablet_only_the_newest_is_accepted(cast):
    change_key(cast.admin)
    assert keys(cast) == (2, 2)
