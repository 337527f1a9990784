"""Ballots from forms, whose pages have no clock of their own."""

from uuid import UUID

from flask import request

from kiosk.phone.tokens import GivenBallot
from pstku.core import clock
from pstku.guestbook.visit_tokens import VoteLink, is_makers
from pstku.http.access import current_device, current_office
from pstku.http.browsers import browser_key, is_staff_browser
from pstku.ratings.ballots import OWN_PHONE, TABLET, Ballot, Words, words_from


def first_ballot(
    vote_id: UUID, visit_id: UUID, score: int, *, shown_officer_id: int | None = None, link: VoteLink | None = None
) -> Ballot:
    """The ballot of the first tap, given through an employee's link or through the guest's own code."""
    now, device = clock.now(), current_device()
    key = None if device else browser_key()
    return Ballot(
        id=vote_id,
        visit_id=visit_id,
        score=score,
        revision=1,
        first_at=now,
        at=now,
        given_on=TABLET if device else OWN_PHONE,
        device_id=device.id if device else None,
        shown_officer_id=shown_officer_id,
        is_staff_browser=is_staff_browser(),
        by_link=link is not None,
        is_makers_device=link is not None and is_makers(link, key),
        browser_key=key,
    )


def later_ballot(given: GivenBallot, score: int, words: Words | None = None) -> Ballot:
    """A later ballot: another score or added words. Its revision is the milliseconds since the first tap."""
    now = clock.now()
    return Ballot(
        id=given.vote_id,
        visit_id=given.visit_id,
        score=score,
        revision=2 + int((now - given.first_at).total_seconds() * 1000),
        first_at=given.first_at,
        at=now,
        given_on=TABLET if current_device() else OWN_PHONE,
        words=words,
    )


def is_changeable(given: GivenBallot) -> bool:
    """May the score still be changed?"""
    return (clock.now() - given.first_at).total_seconds() <= current_office().settings.change_seconds


def ballot_words() -> Words:
    """Reasons, comment and SKM answer of the posted form."""
    form = request.form
    return words_from(
        form.getlist("reasons"), form.get("comment", ""), form.get("unsur"), form.get("unsur_value", type=int)
    )
