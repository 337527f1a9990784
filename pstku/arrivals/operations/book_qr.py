"""The printed QR of the guest book: making, replacing and ending it."""

from sqlalchemy import delete, update

from pstku.arrivals.models import Arrival, GuestBookQr
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.core.tokens import hash_token, random_token
from pstku.core.vault import seal

TOKEN_LENGTH = 22


def issue_book_qr(actor: Actor) -> None:
    """Make the office's QR; the one before ends at once, and what it brought and nobody confirmed is deleted."""
    actor.need(Role.ADMIN)
    token = random_token()[:TOKEN_LENGTH]
    with atomic() as s:
        _end(actor.office_id)
        s.add(
            GuestBookQr(
                office_id=actor.office_id, token=seal(token), token_hash=hash_token(token), issued_at=clock.now()
            )
        )
        record(actor.office_id, "issue_book_qr", "office", actor.office_id, actor_id=actor.person_id)


def end_book_qr(actor: Actor) -> None:
    """Close the guest book on phones; raises Conflict when it is closed already."""
    actor.need(Role.ADMIN)
    with atomic():
        if not _end(actor.office_id):
            raise Conflict(N_("QR buku tamu sudah tidak berlaku."))
        record(actor.office_id, "end_book_qr", "office", actor.office_id, actor_id=actor.person_id)


def _end(office_id: int) -> int:
    """End the present QR with all it brought; how many there were, 0 or 1."""
    with atomic() as s:
        mine = (GuestBookQr.office_id == office_id, GuestBookQr.ended_at.is_(None))
        ending = update(GuestBookQr).where(*mine).values(ended_at=clock.now()).returning(GuestBookQr.id)
        ended = s.scalars(ending.execution_options(synchronize_session=False)).all()
        s.execute(delete(Arrival).where(Arrival.office_id == office_id).execution_options(synchronize_session=False))
        s.expire_all()
    return len(ended)
