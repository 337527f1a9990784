"""The right to vote: the visit that gives it, taken once, or why there is none. Guests wait for it: SQLAlchemy Core."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, bindparam, exists, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import session
from pstku.core.statements import Prepared
from pstku.guestbook.models import Invitation, Visit
from pstku.guestbook.rules.states import DONE, OPEN, Channel
from pstku.offices.queries import Configuration
from pstku.ratings.ballots import TABLET, Ballot
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.operations.circumstances import flags, surroundings
from pstku.ratings.rules.holding import GUEST, OFFICER, holder_of
from pstku.ratings.rules.lines import DESK, line_of
from pstku.ratings.rules.review import (
    LATE,
    NO_VISIT,
    NOT_SERVED,
    RATED,
    REPLACED,
    REPLACED_LINK,
    SECOND_CLAIM,
    TOO_OLD,
    WAITS,
)

VOTES: Table = Vote.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]
INVITATIONS: Table = Invitation.__table__  # type: ignore[assignment]
QUARTERS: Table = VoteQuarter.__table__  # type: ignore[assignment]
Row = Any  # a result row, read by its column names

_FACTS = (
    VISITS.c.id,
    VISITS.c.day,
    VISITS.c.officer_id,
    VISITS.c.channel,
    VISITS.c.follow_up,
    VISITS.c.started_at,
    VISITS.c.closed_at,
    VISITS.c.entered_by_id,
    VISITS.c.is_demo,
    VISITS.c.guest_id,
    VISITS.c.service_type_id,
    VISITS.c.agency_id,
)


def is_locked(table: Table) -> Any:
    """Is the quarter of a row of this table locked?"""
    return exists().where(
        QUARTERS.c.office_id == table.c.office_id,
        QUARTERS.c.starts_on <= table.c.day,
        QUARTERS.c.ends_on >= table.c.day,
        QUARTERS.c.locked_at.is_not(None),
    )


_MAY_BE_RATED = (
    VISITS.c.id == bindparam("claimed"),
    VISITS.c.office_id == bindparam("of_office"),
    VISITS.c.state == DONE,
    VISITS.c.officer_id.is_not(None),
    VISITS.c.closed_at >= bindparam("oldest"),
    VISITS.c.channel != Channel.PAPER,  # nobody but who typed the sheet could give that vote
    ~is_locked(VISITS),
)
CLAIM = Prepared(
    update(VISITS)
    .where(*_MAY_BE_RATED, VISITS.c.rated_at.is_(None))
    .values(rated_at=bindparam("now"))
    .returning(*_FACTS)
)
RATED_VISIT = Prepared(select(*_FACTS).where(*_MAY_BE_RATED, VISITS.c.rated_at.is_not(None)))
TAKE_FROM_OFFICER = Prepared(
    update(VOTES)
    .where(VOTES.c.visit_id == bindparam("claimed"), VOTES.c.held_by == OFFICER)
    .values(visit_id=None, officer_id=None, unattributed_reason=REPLACED)
    .returning(VOTES.c.id)
)

END_INVITATION = Prepared(
    update(INVITATIONS)
    .where(INVITATIONS.c.visit_id == bindparam("rated"), INVITATIONS.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)

STANDING = Prepared(
    select(VISITS.c.state, VISITS.c.rated_at, VISITS.c.channel, is_locked(VISITS).label("is_locked")).where(
        VISITS.c.id == bindparam("claimed"), VISITS.c.office_id == bindparam("of_office")
    )
)


@dataclass(frozen=True, slots=True)
class Right:
    """The visit a ballot counts for, or the reason why it counts for none."""

    visit: Row | None
    reason: str | None
    takes_from_officer: bool = False  # the guest votes after an employee's link was used


def claim_right(office: Configuration, ballot: Ballot) -> Right:
    """Mark the ballot's visit as rated if it still gives the right to vote: of two at once, one gets it.

    A guest's own ballot takes the place of one by a link that an employee held.
    """
    visit = CLAIM.first(_claim(office, ballot)) if ballot.visit_id else None
    if visit:
        return Right(visit, None)
    replaced = _take_from_officer(office, ballot)
    return Right(replaced, None, takes_from_officer=True) if replaced else Right(None, _why_no_right(office, ballot))


def columns_by(right: Right, office: Configuration, ballot: Ballot) -> dict[str, Any]:
    """What the vote's row says of its visit: the same columns when there is none."""
    visit = right.visit
    if visit is None:
        return {
            "visit_id": None,
            "officer_id": None,
            "day": clock.local_day(ballot.cast_at(), office.tz),
            "line": DESK,
            "held_by": GUEST,
            "contact_index": None,
            "flags": [],
            "unattributed_reason": right.reason,
            "is_demo": False,
        }
    around = surroundings(office.id, visit, ballot)
    found = flags(office, ballot, visit, around)
    return {
        "visit_id": visit.id,
        "officer_id": visit.officer_id,
        "day": visit.day,
        "line": line_of(visit.channel, visit.follow_up),
        "held_by": _holder(ballot, visit),
        "contact_index": around.contact_index,
        "flags": [*found, REPLACED_LINK] if right.takes_from_officer else found,
        "unattributed_reason": None,
        "is_demo": bool(visit.is_demo),
    }


def note_right(right: Right, office_id: int) -> None:
    """Write down that a guest rated, or that a vote is kept without counting; nobody is invited to rate again."""
    if right.visit is None:
        record(office_id, "keep_unattributed_vote", "office", office_id, actor_kind="guest", reason=right.reason)
        return
    END_INVITATION.run({"rated": right.visit.id, "now": clock.now()})
    record(office_id, "rate_visit", "visit", right.visit.id, actor_kind="guest")


def _claim(office: Configuration, ballot: Ballot) -> dict[str, Any]:
    now = ballot.cast_at()
    oldest = now - timedelta(days=office.settings.voting_days)
    return {"claimed": ballot.visit_id, "of_office": office.id, "oldest": oldest, "now": now}


def _holder(ballot: Ballot, visit: Row) -> str:
    return holder_of(
        by_link=ballot.by_link,
        on_tablet=ballot.given_on == TABLET,
        channel=visit.channel,
        follow_up=visit.follow_up,
        is_staff_entered=visit.entered_by_id is not None,
    )


def _take_from_officer(office: Configuration, ballot: Ballot) -> Row | None:
    """The visit, if it was rated through a link an employee held and its guest votes now; else None."""
    visit = RATED_VISIT.first(_claim(office, ballot)) if ballot.visit_id else None
    if visit is None or _holder(ballot, visit) != GUEST:
        return None
    taken = TAKE_FROM_OFFICER.first({"claimed": visit.id})
    return visit if taken else None


def _why_no_right(office: Configuration, ballot: Ballot) -> str:
    mine = {"claimed": ballot.visit_id, "of_office": office.id}
    visit = STANDING.first(mine) if ballot.visit_id else None
    if visit is None:
        return WAITS if ballot.may_wait else NO_VISIT
    if visit.channel == Channel.PAPER:
        return NO_VISIT
    if visit.rated_at is not None:
        _note_second_claim(ballot)
        return RATED
    if visit.state != DONE:
        return WAITS if ballot.may_wait and visit.state in OPEN else NOT_SERVED
    return LATE if visit.is_locked else TOO_OLD


def _note_second_claim(ballot: Ballot) -> None:
    """Flag the vote that counts: somebody else claims to be the guest of that visit."""
    standing = session().execute(select(Vote.id, Vote.flags).where(Vote.visit_id == ballot.visit_id)).first()
    if standing and SECOND_CLAIM not in standing.flags:
        flags = [*standing.flags, SECOND_CLAIM]
        session().execute(update(VOTES).where(VOTES.c.id == standing.id).values(flags=flags))
