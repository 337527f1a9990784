"""Who may see a score, from how many votes, and when figures move."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """From `own` votes to oneself, from `everyone` to the admin; figures move by at least `step` votes."""

    own: int = 5
    everyone: int = 10
    step: int = 5


def is_shown_to_self(n: int, limits: PublicationSettings) -> bool:
    """May the officer see the own score?"""
    return n >= limits.own


def is_provisional(n: int, limits: PublicationSettings) -> bool:
    """Sementara: the officer sees it, nobody else."""
    return limits.own <= n < limits.everyone


def is_shown_to_admin(n: int, limits: PublicationSettings) -> bool:
    """May admin and head see the score? Below that they see n only."""
    return n >= limits.everyone


def may_move(published_n: int, n: int, limits: PublicationSettings) -> bool:
    """Enough new votes that no single one can be read from the change; the first time from `own` votes."""
    return n >= limits.own if published_n == 0 else n - published_n >= limits.step


def releasable(comments: Sequence[str], already_released: int, limits: PublicationSettings) -> int:
    """How many further comments may be shown now: none until a batch of `step` has come together."""
    waiting = len(comments) - already_released
    return waiting if waiting >= limits.step else 0
