"""Sisihan: what the server refused waits here for an admin, who accepts it corrected or discards it. Age decides nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.envelopes import UnreadableEnvelope, open_envelope
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.languages import INDONESIAN, known_language
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7, uuid7
from pstku.devices.models import Device
from pstku.guestbook.entry import CODES, Entry, entry_from, fields_of
from pstku.guestbook.operations.registering import Origin
from pstku.offices.queries import configuration
from pstku.outbox.operations.arriving import Shown, take_kept_visit
from pstku.setaside.models import AsideItem
from pstku.setaside.queries import get_aside
from pstku.setaside.rules import Decision

VISIT = "visit"
LONGEST_SHOWN = 20  # of a number or a code
CLOSED = N_("Isian ini sudah diputuskan. Lihat daftarnya.")
UNREADABLE = N_("Isian ini tidak dapat dibuka dengan kunci kantor ini. Yang dapat dilakukan hanya membuangnya.")
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that the server will not take as it is, and why; `sent_at` by the tablet's clock."""

    item_id: str
    kind: str
    envelope: bytes
    reason: str
    sent_at: datetime | None


def set_aside(office_id: int, device_id: UUID, refused: Refused) -> None:
    """Keep it until an admin decides; the same again changes nothing, another one under the same id takes its place."""
    digest = digest_of(refused.envelope)
    with atomic() as s:
        s.scalar(select(Device.id).where(Device.id == device_id).with_for_update())  # its sendings stand in line
        row = s.scalar(select(AsideItem).where(AsideItem.office_id == office_id, AsideItem.item_id == refused.item_id))
        if row is not None and row.digest == digest:
            return
        if row is None:
            row = AsideItem(id=uuid7(), office_id=office_id, item_id=refused.item_id)
            s.add(row)
        row.device_id, row.kind, row.envelope, row.digest = device_id, refused.kind, refused.envelope, digest
        row.reason, row.sent_at, row.arrived_at = refused.reason, refused.sent_at, clock.now()
        row.decision, row.decided_at, row.decided_by_id, row.number = None, None, None, ""
        s.flush()
        record(office_id, "set_aside", "aside_item", row.id, actor_kind="guest")


def take_after_all(office_id: int, item_id: str, number: str) -> None:
    """What stood in its way is gone, and the item was taken as it is; nothing happens when it was never set aside."""
    with atomic() as s:
        query = select(AsideItem).where(AsideItem.office_id == office_id, AsideItem.item_id == item_id)
        row = s.scalar(query.where(AsideItem.decision.is_(None)))
        if row is not None:
            _decide(row, Decision.TAKEN, None, number)


def open_aside(actor: Actor, aside_id: UUID) -> Fields | None:
    """What the guest typed, for an admin who decides; each look is audited.

    None for a vote, which nobody reads, and for an envelope that cannot be opened.
    """
    actor.need(Role.ADMIN)
    row = get_aside(actor.office_id, aside_id)
    fields = _body(row) if row.kind == VISIT else None
    if fields is not None:
        with atomic():
            record(actor.office_id, "open_aside", "aside_item", row.id, actor_id=actor.person_id)
    return fields


def accept_aside(actor: Actor, aside_id: UUID, corrections: Mapping[str, str]) -> str:
    """Write the guest's visit down with what the admin corrected; returns its number.

    It keeps its own id, or gets a new one when that id already stands for another entry. Choices that no list holds any more
    are left out. Raises InvalidInput for what is still wrong, Conflict when it was decided meanwhile.
    """
    actor.need(Role.ADMIN)
    row = _undecided(actor, aside_id)
    body = _body(row) if row.kind == VISIT else None
    if body is None:
        raise InvalidInput("name", UNREADABLE)
    office = configuration(actor.office_id)
    known = {name: {item.code for item in office.lists.get(name, ())} for name in CODES}
    body = {name: value for name, value in body.items() if name not in CODES or value in known[name]}
    entry = entry_from(fields_of(body | dict(corrections)))
    try:
        return _take(actor, row.id, _visit_id(row), entry, body)
    except Conflict:  # its id already stands for another entry, or it was decided meanwhile
        return _take(actor, row.id, row.id, entry, body)


def _take(actor: Actor, aside_id: UUID, visit_id: UUID, entry: Entry, body: Fields) -> str:
    with atomic():
        row = _undecided(actor, aside_id)
        number = take_kept_visit(actor.office_id, visit_id, entry, _origin(row, body), _shown(body))
        _decide(row, Decision.ACCEPTED, actor, number)
    return number


def discard_aside(actor: Actor, aside_id: UUID) -> None:
    """Throw it away for good: the envelope goes, the decision stays in the trail."""
    actor.need(Role.ADMIN)
    with atomic():
        _decide(_undecided(actor, aside_id), Decision.DISCARDED, actor, "")


def digest_of(envelope: bytes) -> str:
    """By which the same envelope is known again."""
    return hashlib.sha256(envelope).hexdigest()


def _undecided(actor: Actor, aside_id: UUID) -> AsideItem:
    row = get_aside(actor.office_id, aside_id)
    if row.decision is not None:
        raise Conflict(CLOSED)
    return row


def _decide(row: AsideItem, decision: Decision, actor: Actor | None, number: str) -> None:
    row.decision, row.decided_at, row.number = decision, clock.now(), number
    row.decided_by_id = actor.person_id if actor else None
    row.envelope, row.reason = None, ""
    record(row.office_id, "decide_aside", "aside_item", row.id, actor_id=row.decided_by_id, decision=decision)


def _body(row: AsideItem) -> Fields | None:
    try:
        kept = json.loads(open_envelope(row.office_id, row.item_id, row.envelope or b""))
    except (UnreadableEnvelope, ValueError):
        return None
    body = kept.get("body") if isinstance(kept, dict) else None
    return body if isinstance(body, dict) else None


def _visit_id(row: AsideItem) -> UUID:
    try:
        return parse_uuid7(row.item_id)
    except InvalidInput:
        return row.id


def _shown(body: Fields) -> Shown:
    told = body.get("shown")
    fields = told if isinstance(told, dict) else {}
    return Shown(*(str(fields.get(name) or "")[:LONGEST_SHOWN] for name in ("number", "code")))


def _origin(row: AsideItem, body: Fields) -> Origin:
    """From its tablet, as old as it is: how long it lay there, and here."""
    device = session().get(Device, row.device_id)
    written_at = clock.client_moment(body.get("written_at"))
    lay = clock.time_kept(written_at, row.sent_at) + (clock.now() - row.arrived_at)
    return Origin(
        channel="tablet",
        device_id=row.device_id,
        desk_id=device.desk_id if device else None,
        written_at=written_at,
        kept_for=min(max(lay, timedelta()), clock.LONGEST_KEPT),
        language=known_language(body.get("language")) or INDONESIAN,
    )
