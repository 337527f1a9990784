"""When a card of the drill was shown to a person, told by the form itself: signed, so that nobody is made faster."""

from pstku.core import clock
from pstku.core.actor import Actor
from pstku.core.tokens import sign, verify

PURPOSE = "drill-card"


def shown_now(actor: Actor, question_id: int) -> str:
    """The mark a card carries."""
    return sign(PURPOSE, f"{actor.person_id} {question_id} {int(clock.now().timestamp())}".encode())


def seconds_since(actor: Actor, question_id: int, mark: str) -> int | None:
    """Seconds since the card was shown; None when the mark is of another card or person, or none of ours."""
    words = (verify(PURPOSE, mark) or b"").decode().split()
    if words[:2] != [str(actor.person_id), str(question_id)]:
        return None
    return max(0, int(clock.now().timestamp()) - int(words[2]))
