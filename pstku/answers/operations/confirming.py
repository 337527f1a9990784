"""A checked figure answers the open questions that asked for it."""

from datetime import date

from pstku.answers.queries.answers import answer
from pstku.core.actor import Actor
from pstku.core.db import atomic
from pstku.editing.operations.questions import close_answered
from pstku.library.operations import checking
from pstku.offices.queries import Configuration, configuration


def confirm_value(actor: Actor, value_id: int, *, released_on: date | None = None) -> None:
    """Confirm a figure, which the person who entered it may not do, and close the open questions it answers.

    Raises what the check itself raises: NotFound, NotAllowed, InvalidInput, Conflict.
    """
    with atomic():
        key = checking.check_value(actor, value_id, released_on=released_on)
        office = configuration(actor.office_id)
        close_answered(actor, key, lambda asked: _may_be_quoted(office, key, asked))


def _may_be_quoted(office: Configuration, key: str, asked: str) -> bool:
    """Does the question bring a checked figure of this indicator?"""
    return any(card.figure and card.page.key == key for card in answer(office, asked).cards)
