"""Handling a complaint: a named handler, an answer, a finding with its reason."""

from uuid import UUID

from sqlalchemy import update

from pstku.accounts.queries import get_person, roles_of
from pstku.audit.operations import record
from pstku.complaints.models import Complaint
from pstku.complaints.queries import get_complaint
from pstku.complaints.rules import FINDINGS, OVERSEERS, handlers_for, nameable_by
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.text import N_, words_text

SHORTEST, LONGEST = 10, 4000


def assign_complaint(
    actor: Actor, complaint_id: UUID, *, handler_id: int | None, about_person_id: int | None = None
) -> None:
    """Say who handles a complaint and whom it is about; nobody handles one about themselves, or names themselves.

    One about an admin or the head is handled by another admin or the head; who is the only one left may take it.
    Raises NotAllowed for anybody but an admin or the head, Conflict once it is answered, InvalidInput.
    """
    actor.need(*OVERSEERS)
    with atomic():
        complaint = _unanswered(actor, complaint_id)
        if handler_id != complaint.handler_id or about_person_id != complaint.about_person_id:
            _check_handler(actor, handler_id, about_person_id, is_new=handler_id != complaint.handler_id)
        for field, person_id in (("handler_id", handler_id), ("about_person_id", about_person_id)):
            if person_id is not None and not get_person(actor.office_id, person_id).is_active:
                raise InvalidInput(field, N_("Orang ini tidak lagi bekerja di sini. Pilih orang lain."))
        was_about = complaint.about_person_id
        _write(complaint.id, handler_id=handler_id, about_person_id=about_person_id)
        _note(actor, "assign_complaint", complaint_id, handler=handler_id)
        if was_about != about_person_id:
            _note(actor, "change_concerned", complaint_id, was=was_about or 0, now=about_person_id or 0)


def _check_handler(actor: Actor, handler_id: int | None, about_person_id: int | None, *, is_new: bool) -> None:
    if handler_id is None:
        return
    if handler_id == about_person_id:
        raise InvalidInput("handler_id", N_("Penangan tidak boleh orang yang diadukan. Pilih orang lain."))
    roles = roles_of(actor.office_id)
    allowed = handlers_for(roles, about_person_id)
    if is_new and handler_id in allowed - nameable_by(actor.person_id, allowed):
        raise InvalidInput("handler_id", N_("Anda tidak menunjuk diri sendiri. Pilih rekan, atau minta admin lain."))
    if handler_id in roles and handler_id not in allowed:
        raise InvalidInput(
            "handler_id", N_("Pengaduan tentang admin atau kepala hanya ditangani admin lain atau kepala.")
        )


def answer_complaint(actor: Actor, complaint_id: UUID, *, answer: str, finding: str, reason: str) -> None:
    """Record the handler's answer and whether the complaint is upheld, with the reason; neither can be changed later.

    Raises NotAllowed for anybody but the handler, Conflict when it is answered, InvalidInput.
    """
    words = {"answer": words_text(answer, LONGEST), "reason": words_text(reason, LONGEST)}
    for field, text in words.items():
        if len(text) < SHORTEST:
            raise InvalidInput(field, N_("Tulis minimal satu kalimat."))
    if finding not in FINDINGS:
        raise InvalidInput("finding", N_("Pilih terbukti atau tidak terbukti."))
    with atomic():
        complaint = _unanswered(actor, complaint_id)
        if complaint.handler_id != actor.person_id:
            raise NotAllowed(N_("Hanya penangan yang menjawab. Minta admin menunjuk Anda lebih dahulu."))
        entered = {"answer": words["answer"], "finding_reason": words["reason"]}
        _write(complaint.id, finding=finding, answered_at=clock.now(), **entered)
        _note(actor, "answer_complaint", complaint_id)


def _note(actor: Actor, action: str, complaint_id: UUID, **detail: int | None) -> None:
    record(actor.office_id, action, "complaint", complaint_id, actor_id=actor.person_id, **detail)  # type: ignore[arg-type]


def _unanswered(actor: Actor, complaint_id: UUID) -> Complaint:
    complaint = get_complaint(actor, complaint_id)
    session().refresh(complaint, with_for_update=True)
    if complaint.answered_at is not None:
        raise Conflict(N_("Pengaduan ini sudah dijawab. Muat ulang halaman untuk membacanya."))
    return get_complaint(actor, complaint_id)


def _write(complaint_id: UUID, **values: object) -> None:
    session().execute(update(Complaint).where(Complaint.id == complaint_id).values(values))
