"""Who may see a score, from how many votes, and when figures move: every page, file and job asks here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pstku.offices.settings import Settings


@dataclass(frozen=True, slots=True)
class PublicationSettings:
    """From `own` votes to oneself, from `everyone` to the admin; figures move by at least `step` votes."""

    own: int = 5
    everyone: int = 10
    step: int = 5


def limits_of(settings: Settings) -> PublicationSettings:
    """The office's limits of today, for quarters no award has opened."""
    return PublicationSettings(settings.publish_self_votes, settings.publish_votes, settings.publish_step)


def frozen_limits(parameters: Mapping[str, Any]) -> PublicationSettings:
    """The limits a quarter of the award was opened with; a quarter opened by an earlier version kept one of the three."""
    standard = PublicationSettings()
    return PublicationSettings(
        own=parameters.get("publish_self_votes", standard.own),
        everyone=parameters["publish_votes"],
        step=parameters.get("publish_step", standard.step),
    )


def is_shown_to_self(n: int, limits: PublicationSettings) -> bool:
    """May the officer see their own score?"""
    return n >= limits.own


def is_provisional(n: int, limits: PublicationSettings) -> bool:
    """Sementara: the officer sees it, nobody else."""
    return is_shown_to_self(n, limits) and n < limits.everyone


def is_shown_to_managers(n: int, limits: PublicationSettings, *, is_own: bool = False) -> bool:
    """May an admin, the head or the decider see the score? Below the limit they see n only, and never their own."""
    return n >= limits.everyone and not is_own


def may_move(published_n: int, n: int, limits: PublicationSettings) -> bool:
    """Enough new votes that no single one can be read from the change; the first time from `own` votes."""
    return is_shown_to_self(n, limits) if published_n == 0 else n - published_n >= limits.step


def releasable(comments: Sequence[str], already_released: int, limits: PublicationSettings) -> int:
    """How many further comments may be shown now: none until a batch of `step` has come together."""
    waiting = len(comments) - already_released
    return waiting if waiting >= limits.step else 0
