"""Sanggahan: an officer appeals a comment, an admin who is not concerned decides."""

from uuid import UUID

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.ratings.models import Appeal, Comment, Vote
from pstku.ratings.queries.published import released_comments

LONGEST_REASON = 600


def appeal_comment(actor: Actor, comment_id: UUID, reason: str) -> None:
    """File an officer's appeal that a released comment is not about their service.

    Raises NotFound for words that were not released to them, InvalidInput("reason") without a reason and Conflict
    when it was appealed before or the time for it is over.
    """
    words = _reason(reason, N_("Tulis mengapa komentar ini bukan tentang layanan Anda."))
    with atomic() as s:
        released = {comment.id: comment for comment in released_comments(actor.office_id, actor.person_id)}
        if comment_id not in released:
            raise NotFound(N_("Komentar ini tidak ditemukan di hasil Anda."))
        if released[comment_id].appeal is None and released[comment_id].appeal_until is None:
            raise Conflict(N_("Masa sanggah komentar ini sudah lewat: 7 hari kerja, dan sebelum triwulan dikunci."))
        appeal = Appeal(
            office_id=actor.office_id,
            comment_id=comment_id,
            officer_id=actor.person_id,
            reason=words,
            created_at=clock.now(),
        )
        s.add(appeal)
        s.flush()
        record(actor.office_id, "appeal_comment", "appeal", appeal.id, actor_id=actor.person_id)


def decide_appeal(actor: Actor, appeal_id: int, *, upheld: bool, reason: str) -> None:
    """An admin decides with a reason; an upheld appeal takes the vote out of the score, the audit keeps both.

    Raises NotAllowed for one's own appeal, Conflict when it was decided before.
    """
    actor.need(Role.ADMIN)
    words = _reason(reason, N_("Tulis alasan keputusan Anda. Petugas membacanya."))
    with atomic() as s:
        appeal = _appeal_of(actor, appeal_id)
        decided = s.execute(
            update(Appeal)
            .where(Appeal.id == appeal_id, Appeal.decided_at.is_(None))
            .values(decided_at=clock.now(), decided_by_id=actor.person_id, upheld=upheld, decision_reason=words)
            .returning(Appeal.id)
            .execution_options(synchronize_session=False)
        )
        if decided.first() is None:
            raise Conflict(N_("Sanggahan ini sudah diputuskan orang lain."))
        if upheld:
            its_vote = select(Comment.vote_id).where(Comment.id == appeal.comment_id).scalar_subquery()
            take_out = update(Vote).where(Vote.id == its_vote).values(excluded_at=clock.now())
            s.execute(take_out.execution_options(synchronize_session=False))
        record(actor.office_id, "decide_appeal", "appeal", appeal_id, actor_id=actor.person_id, upheld=upheld)


def _appeal_of(actor: Actor, appeal_id: int) -> Appeal:
    query = select(Appeal).where(Appeal.id == appeal_id, Appeal.office_id == actor.office_id)
    appeal = session().scalar(query.execution_options(populate_existing=True))
    if appeal is None:
        raise NotFound(N_("Sanggahan ini tidak ditemukan."))
    if appeal.officer_id == actor.person_id:
        raise NotAllowed(N_("Anda tidak memutuskan sanggahan Anda sendiri. Minta admin lain."))
    return appeal


def _reason(text: str, missing: str) -> str:
    words = fitting("reason", text, LONGEST_REASON, words_text)
    if len(words) < 5:
        raise InvalidInput("reason", missing)
    return words
