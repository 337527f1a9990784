"""The link a visit has to the form, and whether it was used."""

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
    """The token of the form for a visit that was served; None while no round asks guests, and once it was used."""
    row = round_that_asks(office)
    if row is None:
        return None
    mine = (Visit.id == visit_id, Visit.office_id == office.id, Visit.state == DONE)
    service_id = session().scalar(select(Visit.service_type_id).where(*mine))
    if service_id is None:
        return None
    _, ends_at = clock.day_range(row.ends_on, office.tz)
    token = link_token(row.id, visit_id, service_id, way, ends_at)
    link = read_link(token)
    return None if link is None or was_used(link) else token


def round_of_link(office: Configuration, link: Link) -> SkmRound | None:
    """The round the link belongs to, while it asks guests."""
    row = round_that_asks(office)
    return row if row and row.id == link.round_id else None


def was_used(link: Link) -> bool:
    """Has somebody answered through this link?"""
    return session().scalar(select(SkmUsedLink.mark).where(SkmUsedLink.mark == link.mark)) is not None
