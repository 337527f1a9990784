"""Answering practice questions as somebody who sees them on the screen."""

from sqlalchemy import select

from pstku.core.db import session
from pstku.practice.models import BankQuestion
from pstku.practice.operations import answering
from pstku.practice.operations.answering import finish_quiz
from pstku.practice.queries import bank
from pstku.practice.rules.marking import Option


def code(text: str) -> str:
    return Option(0, text, False, "").code


def question(key: str) -> BankQuestion:
    return session().scalars(select(BankQuestion).where(BankQuestion.key == key)).one()


def places(row: BankQuestion, *, right: bool) -> list[str]:
    return [code(str(option["text"])) for option in row.content["options"] if bool(option.get("right")) is right]


def answer_drill(office, actor, question_id, values, *, is_unsure=False, after_id=None, stamp=None, shown=""):
    """Answer the card as it stands now."""
    after = bank.last_answer_id(actor, question_id) if after_id is None else after_id
    return answering.answer_drill(
        office,
        actor,
        question_id,
        values,
        is_unsure=is_unsure,
        after_id=after,
        stamp=stamp_of(office, question_id) if stamp is None else stamp,
        shown=shown,
    )


def stamp_of(office, question_id: int) -> str:
    """What a card carries when it is shown now; empty when it cannot be asked."""
    row = session().get(BankQuestion, question_id)
    mine = [row] if row.office_id == office.id else []
    return "".join(ready.stamp for ready in bank.ready_questions(office, mine, seed="x"))


def hand_in(office, actor, attempt_id, values):
    """Hand in a quiz as it was shown just now."""
    asked = bank.attempt_questions(office, bank.get_attempt(actor, attempt_id))
    return finish_quiz(office, actor, attempt_id, values, {ready.question.id: ready.stamp for ready in asked})
