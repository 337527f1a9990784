"""Cards of the drill made anew from what was answered."""

from itertools import groupby

from sqlalchemy import select

from pstku.core.db import atomic
from pstku.offices.queries import configuration
from pstku.practice.models import DrillCard, PracticeAnswer
from pstku.practice.rules.scheduling import Review, replayed


def rebuild_cards(office_id: int) -> int:
    """Recompute every card from its answers by today's rules; returns how many changed."""
    office, changed = configuration(office_id), 0
    mine = (PracticeAnswer.office_id == office_id) & PracticeAnswer.attempt_id.is_(None)
    by_card = (PracticeAnswer.person_id, PracticeAnswer.question_id)
    in_time = (PracticeAnswer.answered_at, PracticeAnswer.id)  # two answers of one moment keep their order
    with atomic() as s:
        cards = {
            (card.person_id, card.question_id): card
            for card in s.scalars(select(DrillCard).where(DrillCard.office_id == office_id))
        }
        answers = s.scalars(select(PracticeAnswer).where(mine).order_by(*by_card, *in_time))
        for key, given in groupby(answers, key=lambda answer: (answer.person_id, answer.question_id)):
            card, made = cards.get(key), replayed(map(_review, given), office.tz)
            if card is None or made is None:
                continue
            state = made[0] | {"card_id": card.state.get("card_id")}  # the library draws it anew
            if (card.state, card.due_at) != (state, made[1]):
                card.state, card.due_at = state, made[1]
                changed += 1
    return changed


def _review(answer: PracticeAnswer) -> Review:
    return Review(answer.is_right, answer.is_unsure, answer.took_seconds, answer.answered_at, answer.stamp)
