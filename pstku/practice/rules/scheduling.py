"""When a card comes back: FSRS with our settings. Source: fsrs 6.3, whose card is kept as the library writes it."""

from datetime import date, datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

_scheduler = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=120, enable_fuzzing=False
)


def next_state(
    state: dict[str, Any] | None, *, is_right: bool, is_unsure: bool, at: datetime
) -> tuple[dict[str, Any], datetime]:
    """(the card as kept, when it is due): wrong comes back soon, right but unsure earlier than right."""
    card = Card.from_dict(state) if state else Card()  # type: ignore[arg-type]
    rating = (Rating.Hard if is_unsure else Rating.Good) if is_right else Rating.Again
    card, _log = _scheduler.review_card(card, rating, review_datetime=at)
    return dict(card.to_dict()), card.due


def streak(days: set[date], today: date) -> int:
    """Working days in a row with practice up to today; today not yet practised breaks nothing, nor does a weekend."""
    count, day = 0, today
    while True:
        if day in days:
            count += 1
        elif day != today and day.weekday() < 5:
            return count
        day -= timedelta(days=1)
        if (today - day).days > 3660:
            return count
