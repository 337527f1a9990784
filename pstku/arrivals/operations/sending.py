"""Kirim: a guest's entry from their own phone, which waits until an officer sees them."""

import json
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from pstku.arrivals.models import Arrival
from pstku.arrivals.queries import find_qr, waiting
from pstku.arrivals.rules import closes_at, random_sign
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, insert_into, session
from pstku.core.errors import Conflict, NotFound, TooManyTries, Unavailable
from pstku.core.languages import INDONESIAN
from pstku.core.text import N_
from pstku.core.tokens import CODE_TRIES
from pstku.core.vault import blind_index, seal
from pstku.guestbook.entry import Entry, clean_entry
from pstku.guestbook.queries.visits import find_registered
from pstku.guestbook.rules.codelists import FACILITY_OF_CHANNEL
from pstku.guestbook.rules.states import Channel
from pstku.offices.queries import Configuration, configuration
from pstku.offices.rules.opening import opening

UNKNOWN_QR = N_("QR ini tidak dikenal. Pindai QR buku tamu di konter, atau isi di tablet.")
REPLACED_QR = N_("QR ini sudah diganti. Pindai QR yang baru di konter, atau sampaikan keperluan Anda kepada petugas.")
CLOSED = N_("Layanan sedang tutup, jadi isian ini belum dapat dikirim.")
FULL = N_("Terlalu banyak isian dari HP menunggu petugas. Isi di tablet, atau sampaikan kepada petugas.")
OTHER_ANSWERS = N_("Isian ini sudah terkirim dengan jawaban lain. Tunjukkan layar yang tadi kepada petugas.")


def send_arrival(
    office_id: int, arrival_id: UUID, entry: Entry, *, qr_token: str, language: str = INDONESIAN
) -> datetime:
    """Keep the entry until an officer confirms that its guest stands there; returns when it ends by itself.

    `arrival_id` is the form's own key: the same form sent again is the same entry, also once it has become a visit.
    Raises InvalidInput for what was typed; NotFound or Conflict for a QR that is unknown or was replaced; Conflict while
    the counter is closed and for the same key with other answers; TooManyTries when too many wait.
    """
    office = configuration(office_id)
    check_qr(office_id, qr_token)
    ends_at = closing_of(office)
    if ends_at is None:
        raise Conflict(CLOSED)
    cleaned = clean_entry(office, replace(entry, facility=FACILITY_OF_CHANNEL[Channel.OWN_PHONE]))
    text = json.dumps(asdict(cleaned), ensure_ascii=False, sort_keys=True)
    with atomic() as s:
        s.execute(delete(Arrival).where(Arrival.ends_at <= clock.now()).execution_options(synchronize_session=False))
        is_new = find_registered(office_id, arrival_id) is None and _insert(office, arrival_id, text, ends_at, language)
        if is_new:
            record(office_id, "send_arrival", "arrival", arrival_id, actor_kind="guest")
    return ends_at


def check_qr(office_id: int, token: str) -> None:
    """Raise NotFound for a QR that is not ours, Conflict for one that was replaced."""
    qr = find_qr(office_id, token)
    if qr is None:
        raise NotFound(UNKNOWN_QR)
    if qr.ended_at is not None:
        raise Conflict(REPLACED_QR)


def closing_of(office: Configuration) -> datetime | None:
    """When today's service ends; None while the counter is closed."""
    at = clock.now().astimezone(office.tz)
    return closes_at(opening(at, office.calendar), at)


def _insert(office: Configuration, arrival_id: UUID, text: str, ends_at: datetime, language: str) -> bool:
    """Write the row unless it is there already, with a sign that nobody else has now."""
    mark = blind_index(office.id, f"arrival:{text}")
    row = {"id": arrival_id, "office_id": office.id, "entry_sealed": seal(text), "fingerprint": mark}
    row |= {"language": language, "sent_at": clock.now(), "ends_at": ends_at}
    for _ in range(CODE_TRIES):
        if _is_known(arrival_id, mark):
            return False
        if _waiting_count(office.id) >= office.settings.phone_waiting_most:
            raise TooManyTries("form", FULL)
        new = insert_into(Arrival).values(row | {"sign": random_sign()}).on_conflict_do_nothing()
        if session().execute(new.returning(Arrival.id)).first():
            return True
    raise Unavailable(N_("Belum terkirim. Coba sekali lagi."))


def _is_known(arrival_id: UUID, mark: str) -> bool:
    known = session().scalar(select(Arrival.fingerprint).where(Arrival.id == arrival_id))
    if known not in (None, mark):
        raise Conflict(OTHER_ANSWERS)
    return known is not None


def _waiting_count(office_id: int) -> int:
    return session().scalar(select(func.count()).select_from(Arrival).where(*waiting(office_id))) or 0
