"""Which keys of the outbox an office's tablets still need."""

from sqlalchemy import func, select

from pstku.core.db import session
from pstku.core.envelopes import FIRST_KEY
from pstku.devices.models import Device
from pstku.outbox.models import OutboxKey


def current_key(office_id: int) -> int:
    """The number of the key that tablets seal to from now on."""
    number = session().scalar(select(OutboxKey.number).where(OutboxKey.office_id == office_id))
    return FIRST_KEY if number is None else number


def oldest_key(office_id: int) -> int:
    """The lowest number that may still come: until every tablet that was not written off has said it needs none of them.

    A tablet that never said anything may hold the first.
    """
    needed = func.min(func.coalesce(Device.oldest_key, FIRST_KEY))
    found = session().scalar(select(needed).where(Device.office_id == office_id, Device.written_off_at.is_(None)))
    current = current_key(office_id)
    return current if found is None else min(current, found)
