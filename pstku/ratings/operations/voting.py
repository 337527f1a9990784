"""One tap at the counter becomes one vote. Written in SQLAlchemy Core: this is what guests wait for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, exists, select, update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.statements import Prepared
from pstku.guestbook.models import Invitation, Visit
from pstku.guestbook.rules.states import DONE, Channel
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.ballots import TABLET, Ballot, Words, client_key
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
)

VOTES: Table = Vote.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]
INVITATIONS: Table = Invitation.__table__  # type: ignore[assignment]
QUARTERS: Table = VoteQuarter.__table__  # type: ignore[assignment]
Row = Any  # a result row, read by its column names
WORDS_UNTIL = timedelta(minutes=15)
ON_THE_WAY = timedelta(minutes=2)  # a change of mind may reach the server so much later than the tablet says

KNOWN = Prepared(
    select(
        VOTES.c.id,
        VOTES.c.revision,
        VOTES.c.words_revision,
        VOTES.c.first_client_at,
        VOTES.c.received_at,
        VOTES.c.unattributed_reason,
    ).where(VOTES.c.client_key == bindparam("key"), VOTES.c.office_id == bindparam("of_office"))
)
NEW_VOTE = Prepared(lambda insert: insert(VOTES).on_conflict_do_nothing(index_elements=["client_key"]))

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


def _is_locked(table: Table) -> Any:
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
    ~_is_locked(VISITS),
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


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a ballot; the guest reads the same thanks in every case."""

    counted: bool
    reason: str | None = None  # why it is kept without counting


def cast_vote(office_id: int, ballot: Ballot) -> Receipt:
    """Count a guest's ballot for the visit that gave the right to it, or apply a later revision of it.

    Repeating a ballot changes nothing. A visit that is unknown, unserved, rated or too old gives no right, nor does one
    of a locked quarter: the vote is kept unattributed, with the reason, and never counted. A guest's own vote
    replaces one by a link that an employee held. The vote belongs to whoever served, whatever QR was shown.
    """
    office, key = configuration(office_id), client_key(office_id, ballot.id)
    with atomic():
        vote = _find(office_id, key)
        if vote is not None:
            return _revise(vote, ballot, office)
        visit = _claim_visit(office, ballot)
        replaced = None if visit else _take_from_officer(office, ballot)
        visit = visit or replaced
        reason = None if visit else _why_no_right(office, ballot)
        row = _row(office, ballot, visit, reason) | {"client_key": key}
        if replaced:
            row["flags"] = [*row["flags"], REPLACED_LINK]
        if not _insert(row):
            vote = _find(office_id, key)
            assert vote is not None  # another request wrote the same ballot a moment ago
            return _revise(vote, ballot, office)
        if visit:
            _end_invitation(visit.id)
            record(office_id, "rate_visit", "visit", visit.id, actor_kind="guest")
        else:
            record(office_id, "keep_unattributed_vote", "office", office_id, actor_kind="guest", reason=reason)
        return Receipt(counted=visit is not None, reason=reason)


def _find(office_id: int, key: str) -> Row | None:
    return KNOWN.first({"key": key, "of_office": office_id})


def _claim(office: Configuration, ballot: Ballot) -> dict[str, Any]:
    now = ballot.cast_at()
    oldest = now - timedelta(days=office.settings.voting_days)
    return {"claimed": ballot.visit_id, "of_office": office.id, "oldest": oldest, "now": now}


def _claim_visit(office: Configuration, ballot: Ballot) -> Row | None:
    """Mark the visit as rated if it still gives the right to vote: of two at once, one gets the row."""
    return CLAIM.first(_claim(office, ballot)) if ballot.visit_id else None


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
    query = select(Visit.state, Visit.rated_at, Visit.channel, _is_locked(VISITS).label("is_locked"))
    query = query.where(Visit.id == ballot.visit_id, Visit.office_id == office.id)
    visit = session().execute(query).first() if ballot.visit_id else None
    if visit is None or visit.channel == Channel.PAPER:
        return NO_VISIT
    if visit.rated_at is not None:
        _note_second_claim(ballot)
        return RATED
    if visit.state != DONE:
        return NOT_SERVED
    return LATE if visit.is_locked else TOO_OLD


def _note_second_claim(ballot: Ballot) -> None:
    """Flag the vote that counts: somebody else claims to be the guest of that visit."""
    standing = session().execute(select(Vote.id, Vote.flags).where(Vote.visit_id == ballot.visit_id)).first()
    if standing and SECOND_CLAIM not in standing.flags:
        flags = [*standing.flags, SECOND_CLAIM]
        session().execute(update(VOTES).where(VOTES.c.id == standing.id).values(flags=flags))


def _row(office: Configuration, ballot: Ballot, visit: Row | None, reason: str | None) -> dict[str, Any]:
    now = ballot.cast_at()
    words = ballot.words or Words()
    around = surroundings(office.id, visit, ballot) if visit else None
    return {
        "id": uuid4(),
        "office_id": office.id,
        "visit_id": visit.id if visit else None,
        "officer_id": visit.officer_id if visit else None,
        "score": ballot.score,
        "revision": ballot.revision if _is_timely(ballot, ballot.first_at, office) else 0,
        "words_revision": ballot.revision if ballot.words else 0,
        "first_client_at": ballot.first_at,
        "client_at": ballot.at,
        "received_at": now,
        "day": visit.day if visit else clock.local_day(now, office.tz),
        "line": line_of(visit.channel, visit.follow_up) if visit else DESK,
        "given_on": ballot.given_on,
        "held_by": _holder(ballot, visit) if visit else GUEST,
        "device_id": ballot.device_id,
        "browser_key": ballot.browser_key,
        "reaction_ms": ballot.reaction_ms,
        **words.columns(),
        "contact_index": around.contact_index if around else None,
        "flags": flags(office, ballot, visit, around) if visit else [],
        "unattributed_reason": reason,
        "is_demo": bool(visit and visit.is_demo),
    }


def _insert(row: dict[str, Any]) -> bool:
    """False when the same ballot was written by another request in the meantime."""
    return NEW_VOTE.run(row) == 1


def _revise(vote: Row, ballot: Ballot, office: Configuration) -> Receipt:
    """Change the score within the change window, and words a little later; an older or equal revision changes nothing.

    The sender's clock may be wrong, so the server's time limits the window too, and words must come on the same day.
    In a locked quarter a score stays as the evidence has it.
    """
    if (
        ballot.revision > vote.revision
        and _is_timely(ballot, vote.first_client_at, office)
        and ballot.cast_at() - vote.received_at <= timedelta(seconds=office.settings.change_seconds) + ON_THE_WAY
    ):
        score = {"score": ballot.score, "revision": ballot.revision, "client_at": ballot.at}
        session().execute(update(VOTES).where(VOTES.c.id == vote.id, ~_is_locked(VOTES)).values(score))
    if (
        ballot.words
        and ballot.revision > vote.words_revision
        and ballot.at - vote.first_client_at <= WORDS_UNTIL
        and clock.local_day(ballot.cast_at(), office.tz) == clock.local_day(vote.received_at, office.tz)
    ):
        words = {"words_revision": ballot.revision, **ballot.words.columns()}
        session().execute(update(VOTES).where(VOTES.c.id == vote.id).values(words))
    return Receipt(counted=vote.unattributed_reason is None, reason=vote.unattributed_reason)


def _is_timely(ballot: Ballot, first_at: datetime, office: Configuration) -> bool:
    return ballot.at - first_at <= timedelta(seconds=office.settings.change_seconds)


def _end_invitation(visit_id: UUID) -> None:
    END_INVITATION.run({"rated": visit_id, "now": clock.now()})
