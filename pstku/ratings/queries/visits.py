"""Which visit may be rated, and what a guest is shown of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Invitation, Visit
from pstku.guestbook.rules.codes import queue_label, read_visit_code
from pstku.offices.queries import Configuration

WAITING, SERVING, RATABLE, RATED, TOO_OLD, ENDED = "waiting", "serving", "ratable", "rated", "too_old", "ended"


@dataclass(frozen=True, slots=True)
class GuestVisit:
    """A visit as its guest sees it: no name, no contact."""

    id: UUID
    code: str | None
    number: str
    standing: str  # waiting, serving, ratable, rated, too_old, ended
    officer_id: int | None
    officer_name: str  # Ibu Nurain
    officer_salutation: str
    officer_has_photo: bool
    service_label: str

    @property
    def is_ratable(self) -> bool:
        return self.standing == RATABLE


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the desk's tablet asks now."""

    id: int
    expires_at: datetime
    visit: GuestVisit


_COLUMNS = (
    Visit.id,
    Visit.code,
    Visit.letter,
    Visit.number,
    Visit.state,
    Visit.closed_at,
    Visit.rated_at,
    Visit.officer_id,
    Visit.service_type_id,
    Person.call_name,
    Person.salutation,
    Person.has_photo,
)


def find_guest_visit(office: Configuration, visit_id: UUID) -> GuestVisit | None:
    """A visit of the office by its id."""
    return _first(office, Visit.id == visit_id)


def find_visit_by_code(office: Configuration, typed: str) -> GuestVisit | None:
    """A visit by the code its guest remembered, however it was typed."""
    code = read_visit_code(typed)
    return _first(office, Visit.code == code) if code else None


def find_open_invitation(office: Configuration, desk_id: int | None) -> OpenInvitation | None:
    """The newest invitation for the tablet of this desk that has not ended; a tablet without a desk takes any."""
    wanted = (
        select(Invitation.id.label("invitation_id"), Invitation.expires_at, *_COLUMNS)
        .join(Visit, Visit.id == Invitation.visit_id)
        .outerjoin(Person, Person.id == Visit.officer_id)
        .where(Invitation.office_id == office.id, Invitation.ended_at.is_(None), Invitation.expires_at > clock.now())
        .where(Visit.state == "done", Visit.rated_at.is_(None))
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    if desk_id is not None:
        wanted = wanted.where(or_(Invitation.desk_id == desk_id, Invitation.desk_id.is_(None)))
    row = session().execute(wanted).first()
    return OpenInvitation(row.invitation_id, row.expires_at, _view(office, row)) if row else None


def _first(office: Configuration, condition: Any) -> GuestVisit | None:
    wanted = select(*_COLUMNS).outerjoin(Person, Person.id == Visit.officer_id).where(Visit.office_id == office.id)
    row = session().execute(wanted.where(condition)).first()
    return _view(office, row) if row else None


def _view(office: Configuration, row: Any) -> GuestVisit:
    return GuestVisit(
        id=row.id,
        code=row.code,
        number=queue_label(row.letter, row.number),
        standing=_standing(office, row),
        officer_id=row.officer_id,
        officer_name=f"{row.salutation or ''} {row.call_name or ''}".strip(),
        officer_salutation=row.salutation or "",
        officer_has_photo=bool(row.has_photo),
        service_label=office.service(row.service_type_id).guest_label,
    )


def _standing(office: Configuration, row: Any) -> str:
    if row.rated_at is not None:
        return RATED
    if row.state in ("waiting", "called"):
        return WAITING
    if row.state == "serving":
        return SERVING
    if row.state != "done" or row.officer_id is None:
        return ENDED
    is_recent = clock.now() - row.closed_at <= timedelta(days=office.settings.voting_days)
    return RATABLE if is_recent else TOO_OLD
