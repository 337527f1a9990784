"""Answers go one by one when their time is over; the figures of their round stay as they were published."""

from uuid import UUID

from sqlalchemy import delete

from pstku.core import clock
from pstku.core.batches import After, in_batches, nobody_waits
from pstku.core.db import session
from pstku.skm.models import SkmAnswer
from pstku.skm.operations.rounds import end_round
from pstku.skm.queries.retention import answers_due, left_open


def drop_old_answers(office_id: int, after: After = nobody_waits) -> int:
    """Close a round that was left open that long, so that its figures are kept; then drop its answers.

    Returns how many answers went.
    """
    now = clock.now()
    for round_id in session().scalars(left_open(office_id, now)).all():
        end_round(office_id, round_id, None)
    return in_batches(answers_due(office_id, now), _drop, after)


def _drop(keys: list[UUID]) -> None:
    gone = delete(SkmAnswer).where(SkmAnswer.id.in_(keys))
    session().execute(gone.execution_options(synchronize_session=False))
