"""Handling a complaint: a named handler, an answer, a finding with its reason."""

from uuid import UUID

from sqlalchemy import update

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.text import N_, words_text
from pstku.guestbook.models import Complaint
from pstku.guestbook.queries.complaints import get_complaint
from pstku.guestbook.rules.complaints import FINDINGS, OVERSEERS

SHORTEST, LONGEST = 10, 4000


def assign_complaint(
    actor: Actor, complaint_id: UUID, *, handler_id: int | None, about_person_id: int | None = None
) -> None:
    """Say who handles a complaint and whom it is about; the two are never the same person.

    Raises NotAllowed for anybody but an admin or the head, Conflict once it is answered, InvalidInput.
    """
    actor.need(*OVERSEERS)
    if handler_id is not None and handler_id == about_person_id:
        raise InvalidInput("handler_id", N_("Penangan tidak boleh orang yang diadukan. Pilih orang lain."))
    with atomic():
        complaint = _unanswered(actor, complaint_id)
        for field, person_id in (("handler_id", handler_id), ("about_person_id", about_person_id)):
            if person_id is not None and not get_person(actor.office_id, person_id).is_active:
                raise InvalidInput(field, N_("Orang ini tidak lagi bekerja di sini. Pilih orang lain."))
        _write(complaint.id, handler_id=handler_id, about_person_id=about_person_id)
        record(
            actor.office_id,
            "assign_complaint",
            "complaint",
            complaint.id,
            actor_id=actor.person_id,
            handler=handler_id,
        )


def answer_complaint(actor: Actor, complaint_id: UUID, *, answer: str, finding: str, reason: str) -> None:
    """The handler answers, and finds the complaint upheld or not, with a reason. Once; it is not changed later.

    Raises NotAllowed for anybody but the handler, Conflict when it is answered, InvalidInput.
    """
    words = {"answer": words_text(answer, LONGEST), "finding_reason": words_text(reason, LONGEST)}
    for field, text in words.items():
        if len(text) < SHORTEST:
            raise InvalidInput(field, N_("Tulis minimal satu kalimat."))
    if finding not in FINDINGS:
        raise InvalidInput("finding", N_("Pilih terbukti atau tidak terbukti."))
    with atomic():
        complaint = _unanswered(actor, complaint_id)
        if complaint.handler_id != actor.person_id:
            raise NotAllowed(N_("Hanya penangan yang menjawab. Minta admin menunjuk Anda lebih dahulu."))
        _write(complaint.id, finding=finding, answered_at=clock.now(), **words)
        record(actor.office_id, "answer_complaint", "complaint", complaint.id, actor_id=actor.person_id)


def _unanswered(actor: Actor, complaint_id: UUID) -> Complaint:
    complaint = get_complaint(actor, complaint_id)
    session().refresh(complaint, with_for_update=True)
    if complaint.answered_at is not None:
        raise Conflict(N_("Pengaduan ini sudah dijawab. Muat ulang halaman untuk membacanya."))
    return get_complaint(actor, complaint_id)


def _write(complaint_id: UUID, **values: object) -> None:
    session().execute(update(Complaint).where(Complaint.id == complaint_id).values(values))
