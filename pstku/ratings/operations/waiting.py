"""Votes out of an outbox whose visit has not arrived or is not closed: they wait, and join it then."""

from dataclasses import replace
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, select, update

from pstku.core import clock
from pstku.core.batches import After, nobody_waits
from pstku.core.db import atomic, session
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.ending import when_a_visit_ends
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.ballots import Ballot
from pstku.ratings.models import Vote, VoteClaim
from pstku.ratings.operations.rights import Right, claim_right, columns_by, note_right
from pstku.ratings.queries.visits import visit_of_code
from pstku.ratings.rules.review import NO_VISIT, NOT_SERVED, WAITS
from pstku.ratings.rules.waiting import WAITS_FOR, code_hash

CLAIMS = cast(Table, VoteClaim.__table__)
NEW_CLAIM = Prepared(insert(CLAIMS))
NAME_VISIT = Prepared(
    update(CLAIMS)
    .where(CLAIMS.c.office_id == bindparam("of_office"), CLAIMS.c.code_hash == bindparam("claimed_by"))
    .values(visit_id=bindparam("named"), code_hash=None)
)
IS_CLAIMED = Prepared(
    select(CLAIMS.c.vote_id)
    .where(CLAIMS.c.office_id == bindparam("of_office"), CLAIMS.c.visit_id == bindparam("claimed"))
    .limit(rows_at_most(1))
)


def with_visit_of_code(office_id: int, ballot: Ballot) -> Ballot:
    """The ballot with the visit that had its code when it was cast, if that visit is known by now."""
    return replace(ballot, visit_id=visit_of_code(office_id, ballot.code or "", ballot.cast_at()))


def wait_for_visit(office_id: int, vote_id: UUID, ballot: Ballot) -> None:
    """Note what this vote waits for, in the caller's act."""
    claim = {
        "vote_id": vote_id,
        "office_id": office_id,
        "visit_id": ballot.visit_id,
        "code_hash": code_hash(office_id, ballot.code) if ballot.code and not ballot.visit_id else None,
        "until": clock.now() + WAITS_FOR,
        "shown_officer_id": ballot.shown_officer_id,
        "is_staff_browser": ballot.is_staff_browser,
    }
    NEW_CLAIM.run(claim)


def name_visit(office_id: int, visit_id: UUID, code: str) -> None:
    """A visit has arrived with the code its guest was shown: votes that name this code wait for it from now on."""
    NAME_VISIT.run({"of_office": office_id, "claimed_by": code_hash(office_id, code), "named": visit_id})


@when_a_visit_ends
def join_votes(office_id: int, visit_id: UUID) -> None:
    """A visit may have ended: give it the vote that waits for it, if there is one. Harmless to repeat."""
    if IS_CLAIMED.first({"of_office": office_id, "claimed": visit_id}) is None:
        return
    mine = select(VoteClaim).where(VoteClaim.office_id == office_id, VoteClaim.visit_id == visit_id)
    with atomic() as s:
        s.flush()  # the caller may have closed the visit in this same act
        for claim in s.scalars(mine).all():
            _join(configuration(office_id), claim)


def join_waiting_votes(office_id: int, after: After = nobody_waits) -> int:
    """Join every vote whose visit has ended, and let go of those that have waited long enough; returns how many left.

    For the night, and before a quarter is locked: what can count then is counted.
    """
    keys = session().scalars(select(VoteClaim.vote_id).where(VoteClaim.office_id == office_id)).all()
    count = 0
    for vote_id in keys:
        with atomic() as s:
            claim = s.get(VoteClaim, vote_id)
            count += bool(claim and _join(configuration(office_id), claim))
        after(1)
    return count


def _join(office: Configuration, claim: VoteClaim) -> bool:
    """Give the vote to its visit, or the reason why not; False while it goes on waiting."""
    s = session()
    vote = s.scalar(select(Vote).where(Vote.id == claim.vote_id))
    if vote is None or vote.unattributed_reason != WAITS:  # its quarter was cut, or its guest erased
        _end(claim)
        return True
    ballot = _ballot_of(claim, vote)
    right = claim_right(office, ballot)
    if right.reason == WAITS and clock.now() < claim.until:
        return False
    if right.reason == WAITS:
        came = select(Visit.id).where(Visit.id == claim.visit_id, Visit.office_id == office.id)
        right = Right(None, NOT_SERVED if s.scalar(came) else NO_VISIT)
    values = columns_by(right, office, ballot)
    s.execute(update(Vote).where(Vote.id == vote.id).values(values).execution_options(synchronize_session=False))
    note_right(right, office.id)
    _end(claim)
    s.expire_all()
    return True


def _ballot_of(claim: VoteClaim, vote: Vote) -> Ballot:
    """The ballot as it was cast; the sender's id is a keyed hash by now, and not asked for again."""
    return Ballot(
        id=vote.id,
        visit_id=claim.visit_id,
        score=vote.score,
        revision=max(1, vote.revision),
        first_at=vote.first_client_at,
        at=vote.client_at,
        given_on=vote.given_on,
        device_id=vote.device_id,
        reaction_ms=vote.reaction_ms,
        shown_officer_id=claim.shown_officer_id,
        is_staff_browser=claim.is_staff_browser,
        kept_for=clock.now() - vote.received_at,
    )


def _end(claim: VoteClaim) -> None:
    session().execute(delete(VoteClaim).where(VoteClaim.vote_id == claim.vote_id))
