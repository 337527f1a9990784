"""Kotak kirim: what a tablet kept while nobody answered, a batch of envelopes at a time."""

import json
import logging
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from typing import Any, cast

from flask import Response, jsonify, request

from kiosk import blueprint
from kiosk.alone import alone_facts, alone_words, staff_words, ways_words
from kiosk.entries import entry_from, fields_of, tablet_origin
from kiosk.guard import from_tablet
from kiosk.tablet_ballots import ballot_from
from pstku.core.clock import client_moment, time_kept
from pstku.core.db import session
from pstku.core.envelopes import UnreadableEnvelope, key_number, open_envelope, outbox_key
from pstku.core.errors import DomainError, InvalidInput
from pstku.core.languages import LANGUAGES
from pstku.core.outage import is_outage
from pstku.core.text import N_
from pstku.core.tokens import parse_uuid7
from pstku.http.access import current_device, current_office, requires_device
from pstku.http.domain_refusals import refusals
from pstku.http.outage import BROKEN, WRONG
from pstku.http.text import gettext, reading, sentence
from pstku.outbox.operations.arriving import Shown, take_kept_visit
from pstku.outbox.queries import current_key, oldest_key
from pstku.ratings.operations.voting import cast_vote

LONGEST_SHOWN = 20  # of a number or a code
MOST = 25  # each is an act of its own, so nobody waits longer for a batch than for a guest
ENDS = {  # the last screens of a guest whom the server did not answer
    "stored": (
        N_("Tersimpan di tablet ini"),
        N_(
            "Server belum menjawab. Sampaikan kepada petugas di meja bahwa Anda datang; isian Anda dikirim sendiri nanti."
        ),
    ),
    "full": (
        N_("Tablet ini penuh"),
        N_("Isian Anda tidak tersimpan. Silakan ke meja petugas, dan isi buku tamu di kertas."),
    ),
    "unkept": (
        N_("Belum tersimpan"),
        N_(
            "Server belum menjawab, dan tablet ini tidak dapat menyimpan. Silakan ke meja petugas, dan isi buku tamu di kertas."
        ),
    ),
}
UNREADABLE = N_("Kiriman ini tidak dapat dibuka dengan kunci kantor ini.")
UNKNOWN = N_("Kiriman ini tidak dikenal. Muat ulang halaman, lalu coba lagi.")
Fields = dict[str, Any]  # of a JSON object

log = logging.getLogger("pstku")


@blueprint.get("/kiosk/api/kotak-kirim")
@requires_device
def outbox() -> Response:
    """What a tablet seals to, and what it says meanwhile; it remembers the answer for when nobody answers."""
    number = current_key(current_office().id)
    key = b64encode(outbox_key(current_office().id, number)).decode()
    words = {code: _words(code) for code in LANGUAGES}
    return jsonify(number=number, key=key, words=words | {"staff": staff_words()}, **alone_facts())


def _words(code: str) -> Fields:
    with reading(code):
        ends = {name: {"title": gettext(title), "lead": gettext(lead)} for name, (title, lead) in ENDS.items()}
        return ends | alone_words() | ways_words()


@blueprint.post("/kiosk/api/kiriman")
@requires_device
@from_tablet
def take_deliveries() -> Response:
    """One answer an item, by its id: a status of its own, so that a bad one stops no other; again is the same again."""
    return answer_each(answer_item)


def answer_each(take: Callable[[Fields, Any, int], Fields]) -> Response:
    """Give each item of the batch to `take(item, sent_at, oldest_key)`; raises InvalidInput for what is no batch."""
    body = cast(Fields, request.get_json(silent=True))  # as the guard has read it already
    items = body.get("items")
    if not isinstance(items, list) or len(items) > MOST or not all(isinstance(item, dict) for item in items):
        raise InvalidInput("items", UNKNOWN)
    oldest = oldest_key(current_office().id)
    return jsonify(items=[take(item, body.get("sent_at"), oldest) for item in items])


def answer_item(item: Fields, sent_at: Any, oldest: int) -> Fields:
    """Take one item, sealed to a key not older than this; returns its id, a status, and the sentence of a refusal."""
    item_id = str(item.get("id", ""))
    try:
        with refusals(DomainError) as no:
            return {"id": item_id, "status": 200} | _take(item_id, str(item.get("envelope", "")), sent_at, oldest)
    except UnreadableEnvelope:
        return {"id": item_id, "status": 400, "error": sentence(UNREADABLE)}
    except Exception as error:  # a fault of ours that only this item meets
        if is_outage(error):
            raise
        log.error("unexpected error", exc_info=error)
        session().rollback()
        return {"id": item_id, "status": BROKEN, "error": sentence(WRONG)}
    return {"id": item_id, "status": no.status, "error": no.words}


def _take(item_id: str, envelope: str, sent_at: Any, oldest: int) -> Fields:
    """Open it and do what the tablet would have asked for at once; returns what the tablet notes of it."""
    office = current_office()
    try:
        sealed = b64decode(envelope, validate=True)
        if key_number(sealed) < oldest:  # no tablet that is waited for has any
            raise UnreadableEnvelope
        kept = json.loads(open_envelope(office.id, item_id, sealed))
    except (Base64Error, ValueError) as error:
        raise UnreadableEnvelope from error
    body = kept.get("body") if isinstance(kept, dict) else None
    take = KINDS.get(kept.get("kind")) if isinstance(body, dict) else None
    if take is None or not isinstance(body, dict):
        raise InvalidInput("kind", UNKNOWN)
    return take(office.id, body | {"id": item_id, "sent_at": sent_at})


def _visit(office_id: int, body: Fields) -> Fields:
    kept_for = time_kept(client_moment(body.get("written_at")), client_moment(body.get("sent_at")))
    entry, origin = entry_from(fields_of(body)), tablet_origin(body, kept_for)
    return {"number": take_kept_visit(office_id, parse_uuid7(body["id"]), entry, origin, _shown(body.get("shown")))}


def _shown(told: Any) -> Shown:
    fields = told if isinstance(told, dict) else {}
    return Shown(*(str(fields.get(name) or "")[:LONGEST_SHOWN] for name in ("number", "code")))


def _vote(office_id: int, body: Fields) -> Fields:
    kept_for = time_kept(client_moment(body.get("at")), client_moment(body.get("sent_at")))
    cast_vote(office_id, ballot_from(body, current_device(), kept_for))
    return {}


KINDS = {"visit": _visit, "vote": _vote}
