"""Sisihan on its way to the server: what it refused, tried once more, then kept until an admin decides."""

from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any

from flask import Response

from kiosk import blueprint
from kiosk.deliveries import answer_each, answer_item
from kiosk.guard import from_tablet
from pstku.core.clock import client_moment
from pstku.http.access import current_device, current_office, requires_device
from pstku.setaside.operations import Refused, digest_of, set_aside, take_after_all
from pstku.setaside.queries import find_decided
from pstku.setaside.rules import Decision

REFUSED = {400, 409, 413, 422}  # of one item: static/js/kiosk/outbox/drain.js sets it aside
UNDECIDED = 425  # too early: the tablet keeps it and asks again
MOST_BYTES = 64 * 1024
LONGEST_ID, LONGEST_KIND = 64, 20
Fields = dict[str, Any]


@blueprint.post("/kiosk/api/sisihan")
@requires_device
@from_tablet
def take_aside() -> Response:
    """For each item what an admin decided of it, or that nobody has: only a decision lets the tablet forget it."""
    return answer_each(_standing)


def _standing(item: Fields, sent_at: Any, oldest: int) -> Fields:
    office, device = current_office(), current_device()
    item_id = str(item.get("id", ""))[:LONGEST_ID]
    try:
        envelope = b64decode(str(item.get("envelope", "")), validate=True)[:MOST_BYTES]
    except (Base64Error, ValueError):
        envelope = b""
    if decided := find_decided(office.id, item_id, digest_of(envelope)):
        return {"id": item_id, "status": 200, "decision": decided.decision, "number": decided.number}
    answer = answer_item(item, sent_at, oldest)
    if answer["status"] == 200:
        number = answer.get("number", "")
        take_after_all(office.id, item_id, number)
        return {"id": item_id, "status": 200, "decision": Decision.TAKEN, "number": number}
    if answer["status"] in REFUSED and device is not None:
        kind = str(item.get("kind", ""))[:LONGEST_KIND]
        set_aside(office.id, device.id, Refused(item_id, kind, envelope, answer["error"], client_moment(sent_at)))
        return {"id": item_id, "status": UNDECIDED}
    return {"id": item_id, "status": answer["status"]}
