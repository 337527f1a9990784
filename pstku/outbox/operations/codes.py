"""Codes for guests whom no server answers: every tablet has a pool of its own, bound to no day."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import atomic, session
from pstku.devices.models import Device
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.codes import TABLETS_FIRST, draw_code, read_visit_code
from pstku.outbox.models import TabletCode
from pstku.ratings.models import PastCode
from pstku.ratings.queries.retention import past_codes_due
from pstku.ratings.rules.waiting import KEPT_FOR, code_hash

POOL = 200  # a tablet asks again below half of it (static/js/kiosk/outbox/pool.js)
DRAWS = 20  # rounds until there are enough that nobody has


def is_tablet_code(text: str) -> bool:
    """Is it written as a code of a tablet's pool?"""
    return read_visit_code(text) == text and text[0] in TABLETS_FIRST


def refill_codes(office_id: int, device_id: UUID, held: Iterable[str]) -> list[str]:
    """Fill the tablet's pool up to 200; returns the new codes, in no order.

    `held` are those it still has, told while nothing of a guest waits in its outbox: the others of its codes were used
    or lost, and are free again. Held ones that are not known here, after a restore, or that were another tablet's,
    whose store this one took over, are its own from now on.
    """
    mine = {code for code in held if is_tablet_code(code)}
    with atomic() as s:
        gone = delete(TabletCode).where(TabletCode.office_id == office_id, TabletCode.device_id == device_id)
        s.execute(gone.where(TabletCode.code.not_in(mine)).execution_options(synchronize_session=False))
        known = set(
            s.scalars(select(TabletCode.code).where(TabletCode.office_id == office_id, TabletCode.code.in_(mine)))
        )
        moved = update(TabletCode).where(TabletCode.office_id == office_id, TabletCode.code.in_(known))
        s.execute(moved.values(device_id=device_id).execution_options(synchronize_session=False))
        fresh = _draw(office_id, max(0, POOL - len(mine)), apart_from=mine)
        rows = [
            {"office_id": office_id, "code": code, "device_id": device_id, "issued_at": clock.now()}
            for code in sorted((mine - known) | fresh)
        ]
        if rows:
            s.execute(insert(TabletCode), rows)
    return list(fresh)


def _draw(office_id: int, count: int, apart_from: set[str]) -> set[str]:
    """So many codes that no tablet holds, no visit has, and no visit had while votes for it may be on their way."""
    found: set[str] = set()
    for _ in range(DRAWS):
        if len(found) == count:
            break
        drawn = {draw_code(TABLETS_FIRST) for _ in range(count - len(found))} - apart_from - found
        found |= drawn - _in_use(office_id, drawn)
    return found


def _in_use(office_id: int, codes: set[str]) -> set[str]:
    s, hashes = session(), {code_hash(office_id, code): code for code in codes}
    held = s.scalars(select(TabletCode.code).where(TabletCode.office_id == office_id, TabletCode.code.in_(codes)))
    borne = s.scalars(select(Visit.code).where(Visit.office_id == office_id, Visit.code.in_(codes)))
    past = s.scalars(
        select(PastCode.code_hash).where(PastCode.office_id == office_id, PastCode.code_hash.in_(list(hashes)))
    )
    return {*held, *(code for code in borne if code), *(hashes[found] for found in past)}


def forget_codes(office_id: int, after: After = nobody_waits) -> int:
    """Forget codes for which no vote can arrive any more, and pools of tablets revoked that long ago; returns how many."""
    before = clock.now() - KEPT_FOR
    revoked = select(Device.id).where(Device.office_id == office_id, Device.revoked_at < before)
    pools = select(TabletCode.code).where(TabletCode.office_id == office_id, TabletCode.device_id.in_(revoked))

    def forget_past(keys: list[UUID]) -> None:
        gone = delete(PastCode).where(PastCode.visit_id.in_(keys))
        session().execute(gone.execution_options(synchronize_session=False))

    def forget_pool(keys: list[str]) -> None:
        gone = delete(TabletCode).where(TabletCode.office_id == office_id, TabletCode.code.in_(keys))
        session().execute(gone.execution_options(synchronize_session=False))

    return in_batches(past_codes_due(office_id, clock.now()), forget_past, after) + in_batches(
        pools, forget_pool, after
    )
