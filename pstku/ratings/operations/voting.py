"""One tap at the counter becomes one vote. Written in SQLAlchemy Core: this is what guests wait for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Integer, Table, and_, bindparam, exists, func, not_, or_, select, update

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.models import Guest, Invitation, Visit
from pstku.guestbook.rules.states import DONE, Channel, is_walk_in
from pstku.offices.queries import Configuration, configuration
from pstku.offices.rules.services import is_self_service
from pstku.ratings.ballots import OWN_PHONE, TABLET, Ballot, Words, client_key
from pstku.ratings.models import Vote, VoteQuarter
from pstku.ratings.rules.holding import GUEST, OFFICER, holder_of
from pstku.ratings.rules.lines import DESK, line_of
from pstku.ratings.rules.review import (
    BURST_VOTES,
    LATE,
    NO_VISIT,
    NOT_SERVED,
    RATED,
    REPLACED,
    REPLACED_LINK,
    SECOND_CLAIM,
    TOO_OLD,
    Evidence,
    flags_of,
)

VOTES: Table = Vote.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]
INVITATIONS: Table = Invitation.__table__  # type: ignore[assignment]
QUARTERS: Table = VoteQuarter.__table__  # type: ignore[assignment]
Row = Any  # a result row, read by its column names
WORDS_UNTIL = timedelta(minutes=15)
ON_THE_WAY = timedelta(minutes=2)  # a change of mind may reach the server so much later than the tablet says
BURST_WINDOW = timedelta(minutes=2)

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

_STAFF_PHONE = exists().where(Person.office_id == bindparam("of_office"), Person.phone_index == Guest.phone_index)
_TOGETHER = (VISITS.c.day == bindparam("day"), VISITS.c.agency_id == bindparam("agency"))  # who came as a party
_HAS_AGENCY = bindparam("agency", type_=Integer) != 0  # decided once: without one no visit of the day is looked at
_IS_PARTY = exists().where(
    _HAS_AGENCY, VISITS.c.office_id == bindparam("of_office"), VISITS.c.id != bindparam("of_visit"), *_TOGETHER
)
_RECENT = (
    select(VOTES.c.id)
    .select_from(VOTES.join(VISITS, VISITS.c.id == VOTES.c.visit_id))
    .where(VOTES.c.office_id == bindparam("of_office"), VOTES.c.received_at > bindparam("since"))
    .where(or_(VISITS.c.agency_id.is_(None), not_(and_(*_TOGETHER))))
    .limit(rows_at_most(BURST_VOTES - 1))  # more of them say no more
)
_ON_THIS_TABLET = _RECENT.where(VOTES.c.device_id == bindparam("device"))
_ON_PHONES_FOR_THEM = _RECENT.where(
    VOTES.c.officer_id == bindparam("of_officer"), VOTES.c.given_on == OWN_PHONE, VOTES.c.device_id.is_(None)
)  # the last is said for its index, which holds no vote of a tablet


def _surroundings_with(recent: Any) -> Prepared:
    return Prepared(
        select(
            func.coalesce(Guest.phone_index, Guest.email_index).label("contact_index"),
            _STAFF_PHONE.label("is_staff_phone"),
            _IS_PARTY.label("is_party"),
            select(func.count()).select_from(recent.subquery()).scalar_subquery().label("recent_of_others"),
        ).where(Guest.id == bindparam("guest"))
    )


SURROUNDINGS = {TABLET: _surroundings_with(_ON_THIS_TABLET), OWN_PHONE: _surroundings_with(_ON_PHONES_FOR_THEM)}

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


def _surroundings(office_id: int, visit: Row, ballot: Ballot) -> Row:
    """The guest's contact as a blind index, whether it is a colleague's number, and who else voted a moment ago.

    On a tablet: earlier votes there; on own phones: earlier votes for the same officer. Guests of one party do not count.
    """
    facts = {"of_office": office_id, "guest": visit.guest_id, "of_visit": visit.id, "day": visit.day}
    facts |= {"agency": visit.agency_id or 0, "since": ballot.cast_at() - BURST_WINDOW}
    facts |= {"device": ballot.device_id} if ballot.given_on == TABLET else {"of_officer": visit.officer_id}
    return SURROUNDINGS[ballot.given_on].one(facts)


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
    around = _surroundings(office.id, visit, ballot) if visit else None
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
        "flags": _flags(office, ballot, visit, around) if visit else [],
        "unattributed_reason": reason,
        "is_demo": bool(visit and visit.is_demo),
    }


def _flags(office: Configuration, ballot: Ballot, visit: Row, around: Row) -> list[str]:
    settings = office.settings
    evidence = Evidence(
        reaction_ms=ballot.reaction_ms,
        dwell=_dwell(office, visit, around),
        recent_of_others=around.recent_of_others,
        is_staff_phone=around.is_staff_phone,
        is_staff_browser=ballot.is_staff_browser,
        is_entered_at_desk=visit.entered_by_id is not None and is_walk_in(visit.channel, visit.follow_up),
        is_other_officer=ballot.shown_officer_id not in (None, visit.officer_id),
        clock_skew=abs(ballot.cast_at() - ballot.at) if ballot.given_on == TABLET else timedelta(),
        is_makers_device=ballot.is_makers_device,
    )
    return flags_of(evidence, min_reaction_ms=settings.min_reaction_ms, no_dwell_seconds=settings.no_dwell_seconds)


def _dwell(office: Configuration, visit: Row, around: Row) -> timedelta | None:
    """How long a guest was served at the desk.

    None where a short time is normal: messages and calls are recorded afterwards, readers serve themselves, and of a
    party only one guest is really served.
    """
    is_at_desk = is_walk_in(visit.channel, visit.follow_up) and visit.started_at is not None
    if not is_at_desk or around.is_party or is_self_service(office.service(visit.service_type_id).standard_minutes):
        return None
    served: timedelta = visit.closed_at - visit.started_at
    return served


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
