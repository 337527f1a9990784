"""The officer's personal QR: making, renewing and revoking it, on the screen and on the badge."""

from sqlalchemy import delete, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.core.tokens import hash_token, new_secret, random_code, random_token
from pstku.core.vault import seal
from pstku.officers.models import Badge, OfficerQr

REF_LENGTH = 8
BADGE_CODE_LENGTH = 8
BADGE_TOKEN_LENGTH = 22


def renew_qr(actor: Actor) -> None:
    """Make the officer's rotating QR, or replace it: every code shown before ends at once."""
    actor.need(Role.OFFICER)
    with atomic() as s:
        s.execute(delete(OfficerQr).where(OfficerQr.person_id == actor.person_id))
        s.add(
            OfficerQr(
                person_id=actor.person_id,
                office_id=actor.office_id,
                ref=random_code(REF_LENGTH),
                secret=seal(new_secret().hex()),
                renewed_at=clock.now(),
            )
        )
        record(actor.office_id, "renew_qr", "person", actor.person_id, actor_id=actor.person_id)


def revoke_qr(actor: Actor) -> None:
    """End the officer's rotating QR at once; raises Conflict when there is none."""
    actor.need(Role.OFFICER)
    with atomic() as s:
        ended = s.execute(delete(OfficerQr).where(OfficerQr.person_id == actor.person_id).returning(OfficerQr.ref))
        if ended.first() is None:
            raise Conflict(N_("QR layar sudah tidak berlaku."))
        record(actor.office_id, "revoke_qr", "person", actor.person_id, actor_id=actor.person_id)


def issue_badge(actor: Actor) -> None:
    """Make the officer's printed badge; one issued before ends at once."""
    actor.need(Role.OFFICER)
    token = random_token()[:BADGE_TOKEN_LENGTH]
    with atomic() as s:
        _end_badges(actor)
        badge = Badge(
            office_id=actor.office_id,
            person_id=actor.person_id,
            code=random_code(BADGE_CODE_LENGTH),
            token=seal(token),
            token_hash=hash_token(token),
            issued_at=clock.now(),
        )
        s.add(badge)
        s.flush()
        record(actor.office_id, "issue_badge", "badge", badge.id, actor_id=actor.person_id)


def revoke_badge(actor: Actor) -> None:
    """End the officer's badge at once, for instance when it was lost; raises Conflict when there is none."""
    actor.need(Role.OFFICER)
    with atomic():
        ended = _end_badges(actor)
        if not ended:
            raise Conflict(N_("Kartu ini sudah dicabut."))
        for badge_id in ended:
            record(actor.office_id, "revoke_badge", "badge", badge_id, actor_id=actor.person_id)


def _end_badges(actor: Actor) -> list[int]:
    with atomic() as s:
        end = (
            update(Badge)
            .where(Badge.person_id == actor.person_id, Badge.revoked_at.is_(None))
            .values(revoked_at=clock.now())
            .returning(Badge.id)
            .execution_options(synchronize_session=False)
        )
        return list(s.scalars(end))
