"""Questions nobody could answer become the editors' list, without a person."""

from sqlalchemy import select

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.attempts import count_attempt
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.text import N_, clean_line, fold
from pstku.learning.models import OpenQuestion

LONGEST = 200
DAY = 24 * 60 * 60


def is_first_time(actor: Actor, text: str) -> bool:
    """Does this person ask this for the first time today? Only a hash of person and words is kept, for the day."""
    return count_attempt("asked", f"{actor.person_id} {fold(text)}", seconds=DAY) == 1


def keep_question(office_id: int, text: str) -> OpenQuestion:
    """Remember an unanswered question; the same words again only count up."""
    words = clean_line(text, LONGEST)
    if len(fold(words)) < 3:
        raise InvalidInput("q", N_("Pertanyaannya belum terisi. Ketik dulu yang ditanyakan."))
    now = clock.now()
    with atomic() as s:
        mine = (OpenQuestion.office_id == office_id) & (OpenQuestion.text_key == fold(words))
        question = s.scalar(select(OpenQuestion).where(mine).with_for_update())
        if question is None:
            question = OpenQuestion(
                office_id=office_id, text=words, text_key=fold(words), asked_count=0, first_asked_at=now
            )
            s.add(question)
        question.asked_count = question.asked_count + 1
        question.last_asked_at, question.closed_at = now, None
    return question
