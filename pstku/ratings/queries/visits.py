"""Which visit may be rated, and what a guest is shown of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, exists, or_, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.models import Invitation, Visit
from pstku.guestbook.rules.codes import queue_label, read_visit_code
from pstku.guestbook.rules.states import VisitState
from pstku.offices.queries import Configuration
from pstku.ratings.models import PastCode, Vote
from pstku.ratings.rules.holding import OFFICER
from pstku.ratings.rules.waiting import CLOCKS_DIFFER, code_hash

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
    service_code: str
    service_label: str
    service_label_en: str
    language: str  # in which they read

    @property
    def is_ratable(self) -> bool:
        return self.standing == RATABLE


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What the desk's tablet asks now."""

    id: int
    expires_at: datetime
    visit: GuestVisit


# An employee's link was used although the guest holds a code of their own: they may still vote, and theirs counts.
_IS_BY_LINK = (
    exists()
    .where(Vote.visit_id == Visit.id, Vote.held_by == OFFICER, Visit.entered_by_id.is_(None))
    .label("is_by_link")
)
_COLUMNS = (
    Visit.id,
    Visit.code,
    Visit.letter,
    Visit.number,
    Visit.tablet_number,
    Visit.state,
    Visit.closed_at,
    Visit.rated_at,
    _IS_BY_LINK,
    Visit.officer_id,
    Visit.service_type_id,
    Visit.language,
    Person.call_name,
    Person.salutation,
    Person.has_photo,
)

_OF_DESK = or_(
    bindparam("of_desk", type_=Integer).is_(None),
    Invitation.desk_id == bindparam("of_desk"),
    Invitation.desk_id.is_(None),
)
OPEN_INVITATION = Prepared(
    select(Invitation.id.label("invitation_id"), Invitation.expires_at, *_COLUMNS)
    .join(Visit, Visit.id == Invitation.visit_id)
    .outerjoin(Person, Person.id == Visit.officer_id)
    .where(Invitation.office_id == bindparam("of_office"), Invitation.ended_at.is_(None), _OF_DESK)
    .where(Invitation.expires_at > bindparam("now"), Visit.state == VisitState.DONE, Visit.rated_at.is_(None))
    .order_by(Invitation.id.desc())
    .limit(rows_at_most(1))
)

OF_CODE = Prepared(
    select(Visit.id).where(
        Visit.office_id == bindparam("of_office"),
        Visit.code == bindparam("shown"),
        Visit.created_at <= bindparam("until"),
    )
)
OF_PAST_CODE = Prepared(
    select(PastCode.visit_id.label("id"))
    .join(Visit, Visit.id == PastCode.visit_id)
    .where(PastCode.office_id == bindparam("of_office"), PastCode.code_hash == bindparam("hashed"))
    .where(Visit.created_at <= bindparam("until"))
    .order_by(Visit.created_at.desc())
    .limit(rows_at_most(1))
)


def find_guest_visit(office: Configuration, visit_id: UUID) -> GuestVisit | None:
    """A visit of the office by its id."""
    return _first(office, Visit.id == visit_id)


def find_linked_visit(office: Configuration, visit_id: UUID) -> GuestVisit | None:
    """The visit seen through an employee's link, which works once and hides a code the guest already has."""
    query = _select(office, Visit.id == visit_id).add_columns(Visit.entered_by_id)
    row = session().execute(query).first()
    if row is None:
        return None
    standing = RATED if row.rated_at is not None else _standing(office, row)
    return replace(_view(office, row), standing=standing, code=row.code if row.entered_by_id else None)


def find_visit_by_code(office: Configuration, typed: str) -> GuestVisit | None:
    """A visit by the code its guest remembered, however it was typed."""
    code = read_visit_code(typed)
    return _first(office, Visit.code == code) if code else None


def visit_of_code(office_id: int, code: str, at: datetime) -> UUID | None:
    """The visit that had this code at this moment, also when it can be rated no longer and its code is only a hash."""
    asked = {"of_office": office_id, "until": at + CLOCKS_DIFFER}
    found = OF_CODE.first(asked | {"shown": code})
    found = found or OF_PAST_CODE.first(asked | {"hashed": code_hash(office_id, code)})
    return found.id if found else None


def find_open_invitation(office: Configuration, desk_id: int | None) -> OpenInvitation | None:
    """The newest invitation for the tablet of this desk that has not ended; a tablet without a desk takes any."""
    row = OPEN_INVITATION.first({"of_office": office.id, "of_desk": desk_id, "now": clock.now()})
    return OpenInvitation(row.invitation_id, row.expires_at, _view(office, row)) if row else None


def _first(office: Configuration, condition: Any) -> GuestVisit | None:
    row = session().execute(_select(office, condition)).first()
    return _view(office, row) if row else None


def _select(office: Configuration, condition: Any) -> Any:
    query = select(*_COLUMNS).outerjoin(Person, Person.id == Visit.officer_id)
    return query.where(Visit.office_id == office.id, condition)


def _view(office: Configuration, row: Any) -> GuestVisit:
    return GuestVisit(
        id=row.id,
        code=row.code,
        number=queue_label(row.letter, row.number, row.tablet_number),
        standing=_standing(office, row),
        officer_id=row.officer_id,
        officer_name=f"{row.salutation or ''} {row.call_name or ''}".strip(),
        officer_salutation=row.salutation or "",
        officer_has_photo=bool(row.has_photo),
        service_code=office.service(row.service_type_id).code,
        service_label=office.service(row.service_type_id).guest_label,
        service_label_en=office.service(row.service_type_id).guest_label_en,
        language=row.language,
    )


def _standing(office: Configuration, row: Any) -> str:
    if row.rated_at is not None and not row.is_by_link:
        return RATED
    if row.state in (VisitState.WAITING, VisitState.CALLED):
        return WAITING
    if row.state == VisitState.SERVING:
        return SERVING
    if row.state != VisitState.DONE or row.officer_id is None:
        return ENDED
    is_recent = clock.now() - row.closed_at <= timedelta(days=office.settings.voting_days)
    return RATABLE if is_recent else TOO_OLD
