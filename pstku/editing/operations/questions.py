"""Questions nobody could answer become the editors' list, without a person."""

from collections.abc import Callable

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.attempts import Limit, count
from pstku.core.db import atomic, insert_into, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.text import N_, clean_line, fold, without_contacts
from pstku.editing.models import OpenQuestion

LONGEST = 200
ASKED = Limit("asked", 1, 24 * 60 * 60)


def is_first_time(actor: Actor, text: str) -> bool:
    """Does this person ask this for the first time today? Only a hash of person and words is kept, for the day."""
    return count(ASKED, f"{actor.person_id} {fold(text)}") == 1


def keep_question(office_id: int, text: str, page_key: str | None = None) -> OpenQuestion:
    """Record an unanswered question, or count it again when its words are known. Raises InvalidInput without words.

    `page_key` is the page that would answer it, when the search knows one. Telephone numbers, NIK and e-mail
    addresses are not kept.
    """
    with atomic():
        question = _find_or_add(office_id, text)
        question.asked_count = question.asked_count + 1
        question.page_key = question.page_key or page_key
        question.last_asked_at, question.closed_at = clock.now(), None
    return question


def take_question(actor: Actor, text: str, page_key: str | None = None) -> int:
    """Put an unanswered question on the editor's task list; returns its id. Raises InvalidInput without words."""
    actor.need(Role.EDITOR)
    with atomic():
        question = _find_or_add(actor.office_id, text)
        question.assigned_to_id, question.closed_at = actor.person_id, None
        question.page_key = page_key or question.page_key
        record(actor.office_id, "take_question", "open_question", question.id, actor_id=actor.person_id)
        return question.id


def answer_by_page(actor: Actor, question_id: int, page_key: str) -> None:
    """Note the page that is to answer the question; raises NotFound."""
    with atomic():
        _get(actor, question_id).page_key = page_key


def close_question(actor: Actor, question_id: int, page_key: str | None = None) -> None:
    """Close a question: a page or figure answers it now, or it is not for this office. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic():
        question = _get(actor, question_id)
        question.page_key = page_key or question.page_key
        _close(question, actor)


def close_answered(actor: Actor, page_key: str, is_answered: Callable[[str], bool]) -> None:
    """The library says more about a page since a moment: its open questions that are answered now are closed."""
    with atomic() as s:
        mine = (OpenQuestion.office_id == actor.office_id) & (OpenQuestion.page_key == page_key)
        for question in s.scalars(select(OpenQuestion).where(mine, OpenQuestion.closed_at.is_(None))).all():
            if is_answered(question.text):
                _close(question, actor)


def _close(question: OpenQuestion, actor: Actor) -> None:
    question.closed_at = clock.now()
    record(actor.office_id, "close_question", "open_question", question.id, actor_id=actor.person_id)


def _get(actor: Actor, question_id: int) -> OpenQuestion:
    question = session().get(OpenQuestion, question_id, populate_existing=True)
    if question is None or question.office_id != actor.office_id:
        raise NotFound(N_("Pertanyaan ini tidak ada lagi. Muat ulang daftarnya."))
    return question


def _find_or_add(office_id: int, text: str) -> OpenQuestion:
    """The question with these words, new ones with a count of nothing; inside atomic()."""
    words, now = clean_line(without_contacts(text), LONGEST), clock.now()
    if len(fold(words)) < 3:
        raise InvalidInput("q", N_("Pertanyaannya belum terisi. Ketik dulu yang ditanyakan."))
    mine = (OpenQuestion.office_id == office_id) & (OpenQuestion.text_key == fold(words))
    row = {"office_id": office_id, "text": words, "text_key": fold(words), "asked_count": 0}
    fresh = insert_into(OpenQuestion).values(row | {"first_asked_at": now, "last_asked_at": now})
    session().execute(fresh.on_conflict_do_nothing(index_elements=["office_id", "text_key"]))
    query = select(OpenQuestion).where(mine).with_for_update()
    return session().scalars(query.execution_options(populate_existing=True)).one()
