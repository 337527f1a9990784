"""Undangan menilai: after "Selesai" the desk's tablet asks that guest, and nobody else, to rate."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_line
from pstku.guestbook.models import Invitation, Visit, VisitEvent
from pstku.guestbook.rules.states import DONE, Channel
from pstku.offices.queries import configuration

LONGEST_REASON = 160


def invite_to_rate(office_id: int, visit_id: UUID, desk_id: int | None, actor: Actor) -> None:
    """Ask the guest of a closed visit to rate, on the tablet of this desk; an open invitation there gives way.

    A guest who has rated is not asked again, and nothing says so: who rated is not for the desk to know. Raises NotFound
    for a stranger's visit and Conflict when it is not closed.
    """
    now = clock.now()
    with atomic() as s:
        s.flush()  # the caller may have closed the visit in this same act
        visit = _closed(office_id, visit_id)
        if visit.rated_at is not None:
            return
        _make_room(office_id, visit.id, desk_id)
        seconds = configuration(office_id).settings.invitation_seconds
        s.add(
            Invitation(
                office_id=office_id,
                visit_id=visit.id,
                desk_id=desk_id,
                created_at=now,
                expires_at=now + timedelta(seconds=seconds),
            )
        )
        record(office_id, "invite_to_rate", "visit", visit.id, actor_id=actor.person_id)


def skip_invitation(office_id: int, visit_id: UUID, reason: str, actor: Actor) -> None:
    """The officer does not invite this guest and says why; nobody chooses whom to ask silently.

    Of a guest who has rated nothing is kept, and nothing says so: who rated is not for the desk to know.
    """
    words = fitting("reason", reason, LONGEST_REASON, words_line)
    if len(words) < 3:
        raise InvalidInput("reason", N_("Tulis mengapa tamu ini tidak diundang menilai."))
    with atomic() as s:
        visit = _closed(office_id, visit_id)
        if visit.rated_at is not None:
            return
        end_invitations(office_id, visit.id)
        s.execute(
            update(Visit)
            .where(Visit.id == visit.id)
            .values(invite_skipped_reason=words)
            .execution_options(synchronize_session="fetch")
        )
        record(office_id, "skip_invitation", "visit", visit.id, actor_id=actor.person_id)


def decline_invitation(office_id: int, invitation_id: int) -> None:
    """Lewati: the guest at the tablet would rather not rate. The invitation ends, the right to rate stays.

    The time is stored without a score: an officer who declines for unhappy guests does it more often than colleagues.
    """
    with atomic() as s:
        end = (
            update(Invitation)
            .where(Invitation.id == invitation_id, Invitation.office_id == office_id, Invitation.ended_at.is_(None))
            .values(ended_at=clock.now())
            .returning(Invitation.visit_id)
            .execution_options(synchronize_session=False)
        )
        visit_id = s.scalar(end)
        if visit_id:
            s.add(VisitEvent(office_id=office_id, visit_id=visit_id, at=clock.now(), kind="declined"))
            record(office_id, "decline_invitation", "visit", visit_id, actor_kind="guest")


def end_invitations(office_id: int, visit_id: UUID) -> None:
    """End every open invitation of this guest."""
    with atomic() as s:
        end = update(Invitation).where(Invitation.office_id == office_id, Invitation.visit_id == visit_id)
        s.execute(
            end.where(Invitation.ended_at.is_(None))
            .values(ended_at=clock.now())
            .execution_options(synchronize_session=False)
        )


def _make_room(office_id: int, visit_id: UUID, desk_id: int | None) -> None:
    here = Invitation.desk_id.is_(None) if desk_id is None else Invitation.desk_id == desk_id
    with atomic() as s:
        s.execute(
            update(Invitation)
            .where(Invitation.office_id == office_id, Invitation.ended_at.is_(None))
            .where(or_(here, Invitation.visit_id == visit_id))
            .values(ended_at=clock.now())
            .execution_options(synchronize_session=False)
        )


def _closed(office_id: int, visit_id: UUID) -> Visit:
    query = select(Visit).where(Visit.id == visit_id, Visit.office_id == office_id)
    visit = session().scalar(query)
    if visit is None:
        raise NotFound(N_("Kunjungan ini tidak ditemukan."))
    if visit.state != DONE:
        raise Conflict(N_("Kunjungan ini belum selesai. Tekan Selesai dahulu."))
    if visit.channel == Channel.PAPER:
        raise Conflict(N_("Tamu ini dicatat susulan dari kertas. Ia tidak diundang menilai."))
    return visit
