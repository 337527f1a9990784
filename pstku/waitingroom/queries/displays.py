"""Reads of the screens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from pstku.core.db import session
from pstku.core.statements import Prepared
from pstku.core.tokens import hash_token
from pstku.offices.models import Office
from pstku.offices.queries import note_version
from pstku.waitingroom.models import Display

HOLDER = Prepared(
    select(Display.id, Display.office_id, Display.last_seen_at, Display.sound, Office.config_version)
    .join(Office, Office.id == Display.office_id)
    .where(Display.token_hash == bindparam("token"), Display.enrolled_at.is_not(None), Display.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class DisplayView:
    """A screen as a request sees it."""

    id: UUID
    office_id: int
    last_seen_at: datetime | None
    sound: str


def find_display(token: str) -> DisplayView | None:
    """The screen that holds this token, unless it was revoked; its office's configuration is looked at on the way."""
    row = HOLDER.first({"token": hash_token(token)})
    if row is None:
        return None
    note_version(row.office_id, row.config_version)
    return DisplayView(*row[:4])


def find_request(token: str) -> Display | None:
    """The screen of a browser that has asked, in any state; None for an unknown token."""
    return session().scalar(select(Display).where(Display.token_hash == hash_token(token)))


def displays(office_id: int) -> list[Display]:
    """The office's screens, those in use first, then by name; without those that only ask."""
    query = select(Display).where(Display.office_id == office_id, Display.enrolled_at.is_not(None))
    return list(session().scalars(query.order_by(Display.revoked_at.is_not(None), Display.name)))
