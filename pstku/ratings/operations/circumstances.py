"""What stood around a vote when it came, and what of it somebody should look at. Read while a guest waits: SQLAlchemy Core."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Table, and_, bindparam, exists, func, not_, or_, select

from pstku.accounts.models import Person
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.rules.states import is_walk_in
from pstku.offices.queries import Configuration
from pstku.offices.rules.services import is_self_service
from pstku.ratings.ballots import OWN_PHONE, TABLET, Ballot
from pstku.ratings.models import Vote
from pstku.ratings.rules.review import BURST_VOTES, Evidence, flags_of

VOTES: Table = Vote.__table__  # type: ignore[assignment]
VISITS: Table = Visit.__table__  # type: ignore[assignment]
Row = Any  # a result row, read by its column names
BURST_WINDOW = timedelta(minutes=2)

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
# Of a vote that comes late: what others gave after it is no part of its moment.
SURROUNDINGS_THEN = _surroundings_with(_ON_THIS_TABLET.where(VOTES.c.received_at <= bindparam("cast_at")))


def surroundings(office_id: int, visit: Row, ballot: Ballot) -> Row:
    """The guest's contact as a blind index, whether it is a colleague's number, and who else voted a moment ago.

    On a tablet: earlier votes there; on own phones: earlier votes for the same officer. Guests of one party do not count.
    """
    facts = {"of_office": office_id, "guest": visit.guest_id, "of_visit": visit.id, "day": visit.day}
    facts |= {"agency": visit.agency_id or 0, "since": ballot.cast_at() - BURST_WINDOW}
    if ballot.kept_for is not None:
        return SURROUNDINGS_THEN.one(facts | {"device": ballot.device_id, "cast_at": ballot.cast_at()})
    facts |= {"device": ballot.device_id} if ballot.given_on == TABLET else {"of_officer": visit.officer_id}
    return SURROUNDINGS[ballot.given_on].one(facts)


def flags(office: Configuration, ballot: Ballot, visit: Row, around: Row) -> list[str]:
    """The codes of what was remarkable when this vote came; none of them drops it."""
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
