"""What stands for a tablet, how far its commands have come, and which secrets are its own."""

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.keys import keys
from pstku.core.statements import Prepared
from pstku.core.tokens import hash_token
from pstku.devices.models import Device
from pstku.devices.queries import DeviceView, find_device, find_device_by_id
from pstku.remote.models import SecretChange, TabletCommand
from pstku.remote.rules import Closing, Kind, Orders, Stage, is_in_grace, stage_of

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


def secret_after(device_id: UUID, token_hash: str) -> str:
    """The secret that follows the one with this hash.

    Computed, so that a lost answer brings the same again, and a server restored from an older backup knows it too.
    """
    material = f"device secret\n{device_id}\n{token_hash}".encode()
    return b64encode(hmac.digest(keys().index, material, hashlib.sha256), b"-_").decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose tablet's secret it is that opens nothing by itself: of a revoked one, the next one, or an old one since when."""

    device_id: UUID
    office_id: int
    is_revoked: bool
    change_id: int | None = None
    changed_at: datetime | None = None

    @property
    def is_copy(self) -> bool:
        """Two hold what one should: the tablet has had another secret for longer than anything is on its way."""
        return not self.is_revoked and self.changed_at is not None and not is_in_grace(self.changed_at, clock.now())

    @property
    def has_ended(self) -> bool:
        """Whoever brings it gets in no more."""
        return self.is_revoked or self.is_copy


def holder_of(token: str) -> Holder | None:
    """Asked for a secret that opens nothing: whose it was, or whose next one it is; None for a stranger's."""
    held = hash_token(token)
    tablets = select(Device.id, Device.office_id, Device.token_hash, Device.revoked_at)
    changes = tablets.add_columns(SecretChange.id.label("change_id"), SecretChange.changed_at)
    changes = changes.join(SecretChange, SecretChange.device_id == Device.id)
    if old := session().execute(changes.where(SecretChange.old_hash == held)).first():
        return Holder(old.id, old.office_id, old.revoked_at is not None, old.change_id, old.changed_at)
    for row in session().execute(tablets):
        following = secret_after(row.id, row.token_hash)
        if row.token_hash == held or hmac.compare_digest(following.encode(), token.encode()):
            return Holder(row.id, row.office_id, row.revoked_at is not None)
    return None


def find_tablet(token: str) -> DeviceView | None:
    """The tablet that holds this secret, or while it changes the next or the last one; None for any other."""
    device = find_device(token)
    if device is not None:
        return device
    holder = holder_of(token)
    return find_device_by_id(holder.device_id) if holder and not holder.has_ended else None


@dataclass(frozen=True, slots=True)
class SecretStanding:
    """How a tablet's secret stands: since when it is in force, what is under way, and whether an old one was seen."""

    since: datetime
    asked_at: datetime | None
    asked_by_id: int | None
    is_handed: bool  # the tablet has come with the next one
    misused_at: datetime | None


def secret_standings(office_id: int) -> dict[UUID, SecretStanding]:
    """Of each of the office's tablets in use."""
    rows = select(Device.id, Device.enrolled_at).where(Device.office_id == office_id, Device.revoked_at.is_(None))
    changes = select(SecretChange).join(Device, Device.id == SecretChange.device_id)
    of: dict[UUID, list[SecretChange]] = {}
    for change in session().scalars(changes.where(Device.office_id == office_id).order_by(SecretChange.id)):
        of.setdefault(change.device_id, []).append(change)
    return {row.id: _standing(row.enrolled_at, of.get(row.id, [])) for row in session().execute(rows)}


def _standing(enrolled_at: datetime, changes: list[SecretChange]) -> SecretStanding:
    running = next((change for change in changes if change.changed_at is None), None)
    return SecretStanding(
        since=max([enrolled_at, *(change.changed_at for change in changes if change.changed_at)]),
        asked_at=running.asked_at if running else None,
        asked_by_id=running.asked_by_id if running else None,
        is_handed=running is not None and running.used_at is not None,
        misused_at=_seen_since_last(changes),
    )


def _seen_since_last(changes: list[SecretChange]) -> datetime | None:
    """When an old secret was seen; None once the secret was changed after that."""
    seen = max((change.misused_at for change in changes if change.misused_at), default=None)
    settled = max((change.changed_at for change in changes if change.changed_at), default=None)
    return seen if seen and settled and seen > settled else None
