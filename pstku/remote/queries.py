"""What stands for a tablet, and how far its commands have come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from pstku.core.db import session
from pstku.core.statements import Prepared
from pstku.devices.models import Device
from pstku.remote.models import TabletCommand
from pstku.remote.rules import Closing, Kind, Orders, Stage, stage_of

STANDING = Prepared(
    select(
        TabletCommand.kind,
        TabletCommand.number,
        TabletCommand.received_at,
        TabletCommand.done_at,
        TabletCommand.is_closing,
        TabletCommand.sentence,
        TabletCommand.sentence_en,
        TabletCommand.ends_at,
    ).where(TabletCommand.device_id == bindparam("of_device"))
)


def orders_of(device_id: UUID, now: datetime) -> Orders:
    """What stands for this tablet at this moment; read whenever it asks for its page or for news."""
    rows = STANDING.rows({"of_device": device_id})
    numbers = {row.kind: row.number for row in rows}
    closing = next(
        (Closing(row.sentence, row.sentence_en, row.ends_at).until(now) for row in rows if row.is_closing), None
    )
    return Orders(
        reloads=numbers.get(Kind.RELOAD, 0),
        doors=numbers.get(Kind.DOOR, 0),
        closing=closing,
        is_unheard=any(row.received_at is None for row in rows),
        is_undone=any(row.done_at is None for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A command as the admin sees it: what, when and by whom it was asked, and how far it has come."""

    kind: Kind
    is_closing: bool
    asked_at: datetime
    asked_by_id: int
    received_at: datetime | None
    done_at: datetime | None
    closing: Closing | None  # what it asks for, whether or not that has ended

    @property
    def stage(self) -> Stage:
        """Asked, received or done."""
        return stage_of(self.received_at, self.done_at)

    def is_closed(self, now: datetime) -> bool:
        """Does it keep the tablet closed at this moment?"""
        return self.closing is not None and self.closing.until(now) is not None


def commands(office_id: int) -> dict[UUID, list[Given]]:
    """The newest command of each kind of each of the office's tablets in use, the latest first."""
    query = (
        select(TabletCommand)
        .join(Device, Device.id == TabletCommand.device_id)
        .where(Device.office_id == office_id, Device.revoked_at.is_(None))
        .order_by(TabletCommand.asked_at.desc())
    )
    found: dict[UUID, list[Given]] = {}
    for row in session().scalars(query.execution_options(populate_existing=True)):
        found.setdefault(row.device_id, []).append(_given(row))
    return found


def _given(row: TabletCommand) -> Given:
    closing = Closing(row.sentence, row.sentence_en, row.ends_at) if row.is_closing else None
    times = row.asked_at, row.asked_by_id, row.received_at, row.done_at
    return Given(Kind(row.kind), row.is_closing, *times, closing)
