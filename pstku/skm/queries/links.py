"""The link a visit has to the form, and whether it was used."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Visit
from pstku.guestbook.rules.states import DONE
from pstku.offices.queries import Configuration
from pstku.skm.links import Link, link_token, read_link
from pstku.skm.models import SkmRound, SkmUsedLink
from pstku.skm.queries.rounds import round_that_asks
from pstku.skm.rules.rounds import Way


def link_for(office: Configuration, visit_id: UUID, way: Way) -> str | None:
    """The token of the form for a visit that was served; None while no round asks its guest.

    It is the same before and after the guest answered: staff who pass it on must not learn which. A round asks the guests
    of its own days, but not those whom another one asked that is closed since: a visit is asked once.
    """
    row = round_that_asks(office)
    if row is None:
        return None
    mine = (Visit.id == visit_id, Visit.office_id == office.id, Visit.state == DONE)
    its_days = Visit.day.between(row.starts_on, row.ends_on)
    found = session().execute(select(Visit.service_type_id, Visit.day).where(*mine, its_days)).first()
    if found is None or _was_asked(office, found.day):
        return None
    _, ends_at = clock.day_range(row.ends_on, office.tz)
    return link_token(row.id, visit_id, found.service_type_id, way, ends_at)


def offer_for(office: Configuration, visit_id: UUID, way: Way) -> str | None:
    """The same for the guests themselves: None, too, once it was used."""
    token = link_for(office, visit_id, way)
    link = read_link(token) if token else None
    return None if link is None or was_used(link) else token


def _was_asked(office: Configuration, day: date) -> bool:
    """Did a round that is closed ask the guests of this day?"""
    closed = (SkmRound.office_id == office.id, SkmRound.starts_on <= day, SkmRound.ends_on >= day)
    ends = session().scalars(select(SkmRound.closed_at).where(*closed, SkmRound.closed_at.is_not(None)))
    return any(end and clock.local_day(end, office.tz) >= day for end in ends)


def round_of_link(office: Configuration, link: Link) -> SkmRound | None:
    """The round the link belongs to, while it asks guests."""
    row = round_that_asks(office)
    return row if row and row.id == link.round_id else None


def was_used(link: Link) -> bool:
    """Has somebody answered through this link?"""
    return session().scalar(select(SkmUsedLink.mark).where(SkmUsedLink.mark == link.mark)) is not None
