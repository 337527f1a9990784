"""Handling a complaint: read with a trace, a named handler, a first word, an answer, a finding with its reason."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import CursorResult, delete, update

from pstku.accounts.queries import get_person, roles_of
from pstku.audit.operations import record
from pstku.complaints.models import Complaint, ComplaintMention
from pstku.complaints.queries import get_complaint, handling_mark, named_by, names_concerned
from pstku.complaints.rules.access import FINDINGS, OVERSEERS, handlers_for, nameable_by
from pstku.complaints.rules.clocks import Kind, answer_due
from pstku.complaints.rules.naming import names_left
from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.fitting import fitting
from pstku.core.text import N_, fold, words_text
from pstku.offices.queries import configuration

SHORTEST, LONGEST = 10, 4000
ANSWERED = N_("Pengaduan ini sudah dijawab. Muat ulang halaman untuk membacanya.")


def read_complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """The complaint with its words, for who may read it; each reading is an entry of the trail. Raises NotFound."""
    with atomic():
        complaint = get_complaint(actor, complaint_id)
        _note(actor, "read_complaint", complaint_id)
        return complaint


def assign_complaint(
    actor: Actor,
    complaint_id: UUID,
    *,
    handler_id: int | None,
    about_person_id: int | None = None,
    kind: str | None = None,
    lifted: Collection[int] = (),
    opened: str | None = None,
) -> None:
    """Say who handles a complaint, whom it is about and of what kind it is, from which the last day of the answer follows.

    Nobody handles one about themselves, or names themselves; nobody gives themselves more time. One about an admin or the
    head is handled by another admin or the head; who is the only one left may take it. `kind` None leaves it as it is.
    `lifted` are people whom the words name and who are not meant: they may read it from now on. `opened` is the
    `handling_mark` of what was on the screen. Raises NotAllowed for anybody but an admin or the head, Conflict once it is
    answered or a colleague has changed it since, InvalidInput.
    """
    actor.need(*OVERSEERS)
    with atomic() as s:
        complaint = _unanswered(actor, complaint_id)
        if opened is not None and opened != handling_mark(complaint):
            raise Conflict(
                N_("Rekan baru saja mengubah penangan, jenis, atau orangnya. Muat ulang halaman, lalu periksa.")
            )
        was_about, named = complaint.about_person_id, named_by(complaint_id)
        let_in = named.intersection(lifted)
        concerned = (named - let_in) | ({about_person_id} if about_person_id else set())
        if handler_id != complaint.handler_id or about_person_id != was_about:
            _check_handler(actor, handler_id, concerned, is_new=handler_id != complaint.handler_id)
        for field, person_id in (("handler_id", handler_id), ("about_person_id", about_person_id)):
            is_kept = field == "about_person_id" and person_id == was_about
            if person_id and not is_kept and not get_person(actor.office_id, person_id).is_active:
                raise InvalidInput(field, N_("Orang ini tidak lagi bekerja di sini. Pilih orang lain."))
        _set_kind(actor, complaint, kind)
        _write(complaint.id, handler_id=handler_id, about_person_id=about_person_id)
        mentions = delete(ComplaintMention).where(ComplaintMention.complaint_id == complaint_id)
        s.execute(mentions.where(ComplaintMention.person_id.in_(let_in)))
        _note(actor, "assign_complaint", complaint_id, handler=handler_id)
        if was_about != about_person_id:
            _note(actor, "change_concerned", complaint_id, was=was_about or 0, now=about_person_id or 0)
        for person_id in sorted(let_in):
            _note(actor, "lift_concerned", complaint_id, person=person_id)


def _check_handler(actor: Actor, handler_id: int | None, concerned: set[int], *, is_new: bool) -> None:
    if handler_id is None:
        return
    if handler_id in concerned:
        raise InvalidInput("handler_id", N_("Penangan tidak boleh orang yang diadukan. Pilih orang lain."))
    roles = roles_of(actor.office_id)
    allowed = handlers_for(roles, concerned)
    if is_new and handler_id in allowed - nameable_by(actor.person_id, allowed):
        raise InvalidInput("handler_id", N_("Anda tidak menunjuk diri sendiri. Pilih rekan, atau minta admin lain."))
    if handler_id in roles and handler_id not in allowed:
        raise InvalidInput(
            "handler_id", N_("Pengaduan tentang admin atau kepala hanya ditangani admin lain atau kepala.")
        )


def _set_kind(actor: Actor, complaint: Complaint, kind: str | None) -> None:
    if kind is None or kind == complaint.kind:
        return
    if kind not in set(Kind):
        raise InvalidInput("kind", N_("Pilih jenis pengaduan."))
    office = configuration(actor.office_id)
    due_on = answer_due(complaint.received_on, kind, office.settings, office.calendar)
    if complaint.kind and complaint.handler_id == actor.person_id and due_on > complaint.due_on:
        raise InvalidInput("kind", N_("Anda menanganinya sendiri: minta admin lain atau kepala memberi waktu lebih."))
    was = complaint.kind or ""
    _write(complaint.id, kind=kind, due_on=due_on)
    _note(actor, "sort_complaint", complaint.id, was=was, now=kind)


def say_first_word(actor: Actor, complaint_id: UUID, words: str, *, no_names: Collection[str] = ()) -> None:
    """Kabar pertama: what the complainant reads until the answer; once, and without anybody's name.

    `no_names` are words that are part of a name and mean something else here. Raises NotAllowed for anybody but the handler, Conflict when it was said or the complaint is answered, InvalidInput.
    """
    text = _sentence("first_word", words)
    with atomic():
        complaint = _to_answer(actor, complaint_id)
        _need_no_names("first_word", text, complaint, no_names)
        still = Complaint.answered_at.is_(None) & Complaint.first_word_at.is_(None)
        if not _write(complaint_id, still, first_word=text, first_word_at=clock.now()):
            raise Conflict(N_("Kabar pertama sudah dikirim. Muat ulang halaman untuk membacanya."))
        _note(actor, "say_first_word", complaint_id)


def answer_complaint(
    actor: Actor, complaint_id: UUID, *, answer: str, finding: str, reason: str, no_names: Collection[str] = ()
) -> None:
    """Record the handler's answer and whether the complaint is upheld, with the reason; neither can be changed later.

    The answer names neither whoever complained nor anybody concerned: whoever holds the code reads it. `no_names` are
    words that are part of such a name and mean something else here. Raises NotAllowed for anybody but the handler, Conflict when it is answered, InvalidInput.
    """
    text, why = _sentence("answer", answer), _sentence("reason", reason)
    if finding not in FINDINGS:
        raise InvalidInput("finding", N_("Pilih terbukti atau tidak terbukti."))
    with atomic():
        complaint = _to_answer(actor, complaint_id)
        _need_no_names("answer", text, complaint, no_names)
        if not _write(complaint_id, Complaint.answered_at.is_(None), answer=text, finding_reason=why, finding=finding):
            raise Conflict(ANSWERED)
        # Whether an award's quarter was locked before is told by this moment: it may have been, while the row was waited for.
        _write(complaint_id, answered_at=clock.now())
        _note(actor, "answer_complaint", complaint_id)


def _sentence(field: str, words: str) -> str:
    text = fitting(field, words, LONGEST, words_text)
    if len(text) < SHORTEST:
        raise InvalidInput(field, N_("Tulis minimal satu kalimat."))
    return text


def _to_answer(actor: Actor, complaint_id: UUID) -> Complaint:
    complaint = _unanswered(actor, complaint_id)
    if complaint.handler_id != actor.person_id:
        raise NotAllowed(N_("Hanya penangan yang menjawab. Minta admin menunjuk Anda lebih dahulu."))
    return complaint


def _need_no_names(field: str, text: str, complaint: Complaint, no_names: Collection[str]) -> None:
    confirmed = {fold(word) for word in no_names}
    if found := [word for word in names_left(text, names_concerned(complaint)) if fold(word) not in confirmed]:
        message = N_("Siapa pun yang memegang kode membaca ini. Tulis tanpa nama: %(names)s.")
        raise InvalidInput(field, message, names=", ".join(found))


def _note(actor: Actor, action: str, complaint_id: UUID, **detail: int | str | None) -> None:
    record(actor.office_id, action, "complaint", complaint_id, actor_id=actor.person_id, **detail)  # type: ignore[arg-type]


def _unanswered(actor: Actor, complaint_id: UUID) -> Complaint:
    complaint = get_complaint(actor, complaint_id)
    session().refresh(complaint, with_for_update=True)
    if complaint.answered_at is not None:
        raise Conflict(ANSWERED)
    return get_complaint(actor, complaint_id)


def _write(complaint_id: UUID, *still: object, **values: object) -> bool:
    change = update(Complaint).where(Complaint.id == complaint_id, *still).values(values)  # type: ignore[arg-type]
    done: CursorResult[object] = session().execute(change)  # type: ignore[assignment]
    return done.rowcount == 1
