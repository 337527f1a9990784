"""When a card comes back: FSRS with our settings. Source: fsrs 6.3, whose card is kept as the library writes it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

_scheduler = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=120, enable_fuzzing=False
)
SLOW_SECONDS = 60  # a guest at the counter does not wait longer


def next_state(
    state: dict[str, Any] | None, *, is_right: bool, is_unsure: bool, took_seconds: int | None = None, at: datetime
) -> tuple[dict[str, Any], datetime]:
    """(the card as kept, when it is due): wrong comes back soon, right but unsure or slow earlier than right.

    `took_seconds` from the card shown to the answer; None, when it is not known, is not slow.
    """
    card = Card.from_dict(state) if state else Card()  # type: ignore[arg-type]
    is_hard = is_unsure or (took_seconds or 0) > SLOW_SECONDS
    rating = (Rating.Hard if is_hard else Rating.Good) if is_right else Rating.Again
    card, _log = _scheduler.review_card(card, rating, review_datetime=at)
    return dict(card.to_dict()), card.due


def streak(days: set[date], today: date, works_on: Callable[[date], bool]) -> int:
    """Days in a row with practice up to today; today not yet practised breaks nothing, nor does a day off.

    `works_on`: is it a day on which the office serves?
    """
    count, day = 0, today
    while True:
        if day in days:
            count += 1
        elif day != today and works_on(day):
            return count
        day -= timedelta(days=1)
        if (today - day).days > 3660:
            return count
