"""One tap at the counter becomes one vote. Written in SQLAlchemy Core: this is what guests wait for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, exists, func, select, update

from pstku.accounts.models import Person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, insert_into, run, session
from pstku.core.errors import Conflict
from pstku.core.text import N_
from pstku.guestbook.models import Guest, Invitation, Visit
from pstku.offices.queries import Configuration, configuration
from pstku.ratings.ballots import Ballot, Words
from pstku.ratings.models import Vote
from pstku.ratings.rules.lines import line_of
from pstku.ratings.rules.review import NO_VISIT, NOT_SERVED, RATED, TOO_OLD, Evidence, flags_of

VOTES: Table = Vote.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]
INVITATIONS: Table = Invitation.__table__  # type: ignore[assignment]
Row = Any  # a result row, read by its column names
WORDS_UNTIL = timedelta(minutes=15)
BURST_WINDOW = timedelta(minutes=2)


KNOWN = select(
    VOTES.c.id,
    VOTES.c.revision,
    VOTES.c.words_revision,
    VOTES.c.first_client_at,
    VOTES.c.unattributed_reason,
).where(VOTES.c.id == bindparam("vote_id"), VOTES.c.office_id == bindparam("of_office"))

CLAIM = (
    update(VISITS)
    .where(
        VISITS.c.id == bindparam("claimed"), VISITS.c.office_id == bindparam("of_office"), VISITS.c.rated_at.is_(None)
    )
    .where(VISITS.c.state == "done", VISITS.c.officer_id.is_not(None), VISITS.c.closed_at >= bindparam("oldest"))
    .values(rated_at=bindparam("now"))
    .returning(
        VISITS.c.id,
        VISITS.c.officer_id,
        VISITS.c.channel,
        VISITS.c.follow_up,
        VISITS.c.started_at,
        VISITS.c.closed_at,
        VISITS.c.entered_by_id,
        VISITS.c.is_demo,
        VISITS.c.guest_id,
    )
)

_STAFF_PHONE = exists().where(Person.office_id == bindparam("of_office"), Person.phone_index == Guest.phone_index)
_RECENT = select(func.count()).where(VOTES.c.device_id == bindparam("device"), VOTES.c.received_at > bindparam("since"))
SURROUNDINGS = select(
    func.coalesce(Guest.phone_index, Guest.email_index).label("contact_index"),
    _STAFF_PHONE.label("is_staff_phone"),
    _RECENT.scalar_subquery().label("recent_on_device"),
).where(Guest.id == bindparam("guest"))

END_INVITATION = (
    update(INVITATIONS)
    .where(INVITATIONS.c.visit_id == bindparam("rated"), INVITATIONS.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a ballot; the guest is thanked in the same words whatever it says."""

    counted: bool
    reason: str | None = None  # why it is kept without counting


def cast_vote(office_id: int, ballot: Ballot) -> Receipt:
    """Count a guest's ballot for the visit that gave the right to it, or apply a later revision of it.

    Repeating a ballot changes nothing. A visit that is unknown, unserved, rated or too old gives no right: the vote
    is kept unattributed, with the reason, and never counted. The vote belongs to whoever served, whatever QR was shown.
    """
    office = configuration(office_id)
    with atomic():
        known = _find(office_id, ballot.id)
        if known is not None:
            return _revise(known, ballot, office)
        visit = _claim_visit(office, ballot.visit_id)
        reason = None if visit else _why_no_right(office, ballot.visit_id)
        if not _insert(_row(office, ballot, visit, reason)):
            return _revise(_get(office_id, ballot.id), ballot, office)
        if visit:
            _end_invitation(visit.id)
            record(office_id, "rate_visit", "visit", visit.id, actor_kind="guest")
        else:
            record(office_id, "keep_unattributed_vote", "vote", ballot.id, actor_kind="guest", reason=reason)
        return Receipt(counted=visit is not None, reason=reason)


def _find(office_id: int, vote_id: UUID) -> Row | None:
    return run(KNOWN, {"vote_id": vote_id, "of_office": office_id}).first()


def _get(office_id: int, vote_id: UUID) -> Row:
    """The vote another request wrote a moment ago under the same id."""
    found = _find(office_id, vote_id)
    if found is None:  # the same key in another office: not a repetition, and nothing of ours
        raise Conflict(N_("Nomor kiriman ini sudah terpakai. Muat ulang halaman, lalu coba lagi."))
    return found


def _claim_visit(office: Configuration, visit_id: UUID | None) -> Row | None:
    """Mark the visit as rated if it still gives the right to vote: of two at once, one gets the row."""
    if visit_id is None:
        return None
    oldest = clock.now() - timedelta(days=office.settings.voting_days)
    facts = {"claimed": visit_id, "of_office": office.id, "oldest": oldest, "now": clock.now()}
    return run(CLAIM, facts).first()


def _surroundings(office_id: int, visit: Row, ballot: Ballot) -> Row:
    """The guest's contact as a blind index, whether it is a colleague's number, and how busy this tablet just was."""
    facts = {"of_office": office_id, "guest": visit.guest_id, "device": ballot.device_id}
    return run(SURROUNDINGS, facts | {"since": clock.now() - BURST_WINDOW}).one()


def _why_no_right(office: Configuration, visit_id: UUID | None) -> str:
    wanted = select(Visit.state, Visit.rated_at).where(Visit.id == visit_id, Visit.office_id == office.id)
    visit = session().execute(wanted).first() if visit_id else None
    if visit is None:
        return NO_VISIT
    if visit.rated_at is not None:
        return RATED
    return TOO_OLD if visit.state == "done" else NOT_SERVED


def _row(office: Configuration, ballot: Ballot, visit: Row | None, reason: str | None) -> dict[str, Any]:
    now = clock.now()
    words = ballot.words or Words()
    around = _surroundings(office.id, visit, ballot) if visit else None
    return {
        "id": ballot.id,
        "office_id": office.id,
        "visit_id": visit.id if visit else None,
        "officer_id": visit.officer_id if visit else None,
        "score": ballot.score,
        "revision": ballot.revision if _is_timely(ballot, ballot.first_at, office) else 0,
        "words_revision": ballot.revision if ballot.words else 0,
        "first_client_at": ballot.first_at,
        "client_at": ballot.at,
        "received_at": now,
        "day": clock.local_day(now, office.tz),
        "line": line_of(visit.channel, visit.follow_up) if visit else "desk",
        "given_on": ballot.given_on,
        "device_id": ballot.device_id,
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
        dwell=visit.closed_at - visit.started_at if visit.started_at else None,
        recent_on_device=around.recent_on_device,
        is_staff_phone=around.is_staff_phone,
        is_staff_browser=ballot.is_staff_browser,
        is_staff_entered=visit.entered_by_id is not None,
        is_other_officer=ballot.shown_officer_id not in (None, visit.officer_id),
        clock_skew=abs(clock.now() - ballot.at) if ballot.given_on == "tablet" else timedelta(),
    )
    return flags_of(evidence, min_reaction_ms=settings.min_reaction_ms, no_dwell_seconds=settings.no_dwell_seconds)


def _insert(row: dict[str, Any]) -> bool:
    """False when the same vote id was written by another request in the meantime."""
    written = run(_new_vote(session().get_bind().dialect.name), row)
    return written.first() is not None


@cache
def _new_vote(_dialect: str) -> Any:
    return insert_into(VOTES).on_conflict_do_nothing(index_elements=["id"]).returning(VOTES.c.id)


def _revise(known: Row, ballot: Ballot, office: Configuration) -> Receipt:
    """The score moves within the change window, words may follow a little later; older or equal changes nothing."""
    changes: dict[str, Any] = {}
    if ballot.revision > known.revision and _is_timely(ballot, known.first_client_at, office):
        changes |= {"score": ballot.score, "revision": ballot.revision, "client_at": ballot.at}
    if ballot.words and ballot.revision > known.words_revision and ballot.at - known.first_client_at <= WORDS_UNTIL:
        changes |= {"words_revision": ballot.revision, **ballot.words.columns()}
    if changes:
        session().execute(update(VOTES).where(VOTES.c.id == known.id).values(changes))
    return Receipt(counted=known.unattributed_reason is None, reason=known.unattributed_reason)


def _is_timely(ballot: Ballot, first_at: datetime, office: Configuration) -> bool:
    return ballot.at - first_at <= timedelta(seconds=office.settings.change_seconds)


def _end_invitation(visit_id: UUID) -> None:
    run(END_INVITATION, {"rated": visit_id, "now": clock.now()})
