"""When a card comes back: FSRS with our settings. Source: fsrs 6.3, whose card is kept as the library writes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from fsrs import Card, Rating, Scheduler

from pstku.core import clock

_scheduler = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=120, enable_fuzzing=False
)
NOON = time(12)
SLOW_SECONDS = 60  # a guest at the counter does not wait longer


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to a card, as its log keeps it; another stamp than the one before began the card anew."""

    is_right: bool
    is_unsure: bool
    took_seconds: int | None
    at: datetime
    stamp: str | None


def next_state(
    state: dict[str, Any] | None,
    *,
    is_right: bool,
    is_unsure: bool,
    took_seconds: int | None = None,
    at: datetime,
    tz: tzinfo,
) -> tuple[dict[str, Any], datetime]:
    """(the card as kept, when it is due): wrong comes back soon, right but unsure or slow earlier than right.

    `took_seconds` from the card shown to the answer; None, when it is not known, is not slow. FSRS counts whole 24
    hours, the drill the office's days: every review counts at noon of its day, or who comes a little earlier than
    yesterday would be held back.
    """
    card = Card.from_dict(state) if state else Card()  # type: ignore[arg-type]
    if card.last_review is not None:
        card.last_review = _noon(card.last_review, tz)
    is_hard = is_unsure or (took_seconds or 0) > SLOW_SECONDS
    rating = (Rating.Hard if is_hard else Rating.Good) if is_right else Rating.Again
    card, _log = _scheduler.review_card(card, rating, review_datetime=_noon(at, tz))
    return dict(card.to_dict()), card.due


def replayed(reviews: Iterable[Review], tz: tzinfo) -> tuple[dict[str, Any], datetime] | None:
    """The card as its reviews make it, given in the order in which they were; None without any."""
    state, due, stamp = None, None, None
    for review in reviews:
        state, due = next_state(
            state if review.stamp == stamp else None,
            is_right=review.is_right,
            is_unsure=review.is_unsure,
            took_seconds=review.took_seconds,
            at=review.at,
            tz=tz,
        )
        stamp = review.stamp
    return (state, due) if state is not None and due is not None else None


def _noon(moment: datetime, tz: tzinfo) -> datetime:
    return datetime.combine(clock.local_day(moment, tz), NOON, tz).astimezone(UTC)


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
