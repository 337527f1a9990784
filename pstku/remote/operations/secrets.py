"""Ganti rahasia: a tablet's secret changes while it is used, without pairing it anew.

The tablet holds its secret in a cookie. The next one comes with the answer to a poll, and both open until the next one has been
used for a while: an answer that is lost brings the same one again, and a tablet whose power is cut before its browser wrote the
cookie to the disk comes with the old one and gets in. From then on the old one opens nothing, and whoever brings it holds a copy.
"""

from uuid import UUID

from sqlalchemy import func, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, insert_into, session
from pstku.core.tokens import hash_token
from pstku.devices.models import Device
from pstku.devices.queries import get_device
from pstku.remote.models import SecretChange
from pstku.remote.queries import Holder, holder_of, secret_after
from pstku.remote.rules import is_secret_old, is_settled

RUNNING = SecretChange.changed_at.is_(None)
QUIET = {"synchronize_session": False}


def ask_for_new_secret(actor: Actor, device_id: UUID) -> None:
    """Ganti rahasia: the tablet gets its next secret with one of its next polls. Harmless to repeat."""
    actor.need(Role.ADMIN)
    device = get_device(actor.office_id, device_id)
    _begin(actor.office_id, device.id, actor.person_id)


def keep_secret(device_id: UUID, token: str) -> str:
    """What the tablet that came with this secret shall hold from now on: the same, or while it changes the next one."""
    device = session().get(Device, device_id, populate_existing=True)
    if device is None:
        return token
    if hash_token(token) == device.token_hash:
        return _offered(device, token)
    holder = holder_of(token)
    if holder is None or holder.device_id != device_id:
        return token
    if holder.change_id is not None:
        return secret_after(device_id, hash_token(token))  # it was on its way with the old one
    _use(device, token)
    return token


def note_old_secret(holder: Holder) -> None:
    """Somebody came with a secret that is old: two hold what one should. Noted once; an admin decides."""
    seen = update(SecretChange).where(SecretChange.id == holder.change_id, SecretChange.misused_at.is_(None))
    with atomic() as s:
        values = {"misused_at": clock.now()}
        if s.execute(seen.values(values).execution_options(**QUIET)).rowcount:  # type: ignore[attr-defined]
            record(holder.office_id, "see_old_secret", "device", holder.device_id, actor_kind="system")


def _offered(device: Device, token: str) -> str:
    """The next secret when a change is under way or due, else the same one."""
    mine = select(SecretChange.id).where(SecretChange.device_id == device.id)
    if session().scalar(mine.where(RUNNING)) is None:
        last = session().scalar(select(func.max(SecretChange.changed_at)).where(SecretChange.device_id == device.id))
        if not is_secret_old(last or device.enrolled_at, clock.now()):
            return token
        _begin(device.office_id, device.id, None)
    return secret_after(device.id, device.token_hash)


def _begin(office_id: int, device_id: UUID, asked_by_id: int | None) -> None:
    """Begin a change, unless one is under way already, whoever began it."""
    values = {"device_id": device_id, "asked_at": clock.now(), "asked_by_id": asked_by_id}
    begun = insert_into(SecretChange.__table__).values(values).on_conflict_do_nothing().returning(SecretChange.id)
    with atomic() as s:
        if s.execute(begun).first() is not None:
            record(office_id, "begin_secret_change", "device", device_id, actor_id=asked_by_id)


def _use(device: Device, token: str) -> None:
    """The tablet came with its next secret: noted at first, and made the only one once it is surely on its disk."""
    now, office_id, old_hash = clock.now(), device.office_id, device.token_hash
    mine = (SecretChange.device_id == device.id, RUNNING)
    in_force = select(Device.token_hash).where(Device.id == device.id).with_for_update()
    with atomic() as s:
        if s.execute(in_force).scalar_one() != old_hash:
            return  # another poll of this moment was first
        _begin(office_id, device.id, None)  # none is under way where the server was restored from before the change
        first = update(SecretChange).where(*mine, SecretChange.used_at.is_(None)).values(used_at=now)
        s.execute(first.execution_options(**QUIET))
        used_at = s.execute(select(SecretChange.used_at).where(*mine)).scalar_one_or_none()
        if used_at is None or not is_settled(used_at, now):
            return
        changed = update(SecretChange).where(*mine).values(changed_at=now, old_hash=old_hash)
        taken = update(Device).where(Device.id == device.id).values(token_hash=hash_token(token))
        for change in (changed, taken):
            s.execute(change.execution_options(**QUIET))
        record(office_id, "change_secret", "device", device.id, actor_kind="device")
