"""What the tablet shows: who serves today, what was improved, how many are ahead."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, func, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.contact import is_no_agency
from pstku.core.db import database_name, run, session
from pstku.core.statements import Prepared, rows_at_most
from pstku.guestbook.models import Agency, HelpCall, Visit
from pstku.guestbook.queries.visits import IS_WALK_IN
from pstku.guestbook.rules.states import DONE, WAITING
from pstku.officers.models import Desk, Duty
from pstku.offices.models import Improvement, Office
from pstku.offices.queries import Configuration

HELP_SHOWN_FOR = timedelta(minutes=10)
MOST_SUGGESTIONS = 60
FEWEST_GUESTS = 2


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An officer on today's roster, as guests see them."""

    id: int
    call_name: str
    salutation: str
    has_photo: bool
    desk_id: int | None
    desk_name: str
    desk_name_en: str

    @property
    def address(self) -> str:
        """Ibu Nurain"""
        return f"{self.salutation} {self.call_name}".strip()


@dataclass(frozen=True, slots=True)
class IdleFacts:
    """What an idle tablet shows besides the hours."""

    officers: tuple[OnDuty, ...]
    heard: tuple[str, str] | None  # "Kami dengar, kami perbaiki", in Indonesian and English


_HEARD, _HEARD_EN = (
    select(words)
    .where(Improvement.office_id == bindparam("of_office"), Improvement.published_at.is_not(None))
    .order_by(Improvement.published_at.desc())
    .limit(1)
    .scalar_subquery()
    for words in (Improvement.text, Improvement.text_en)
)
_TODAY = (Duty.office_id == Office.id) & (Duty.on == bindparam("today")) & Duty.is_backup.is_(False)
IDLE = (
    select(
        _HEARD.label("heard"),
        _HEARD_EN.label("heard_en"),
        Person.id,
        Person.call_name,
        Person.salutation,
        Person.has_photo,
        Duty.desk_id,
        func.coalesce(Desk.name, "").label("desk_name"),
        func.coalesce(Desk.name_en, "").label("desk_name_en"),
    )
    .select_from(Office)
    .outerjoin(Duty, _TODAY)
    .outerjoin(Person, (Person.id == Duty.person_id) & Person.is_active)
    .outerjoin(Desk, Desk.id == Duty.desk_id)
    .where(Office.id == bindparam("of_office"))
    .order_by(Desk.position, Person.call_name)
)


def idle_facts(office: Configuration) -> IdleFacts:
    """Officers on duty today (without backups) and the newest improvement; cached until an admin changes something."""
    return _idle_facts(database_name(), office.id, office.version, clock.local_day(clock.now(), office.tz))


@lru_cache(maxsize=8)
def _idle_facts(_database: str, office_id: int, _version: int, today: date) -> IdleFacts:
    rows = session().execute(IDLE, {"of_office": office_id, "today": today}).all()
    officers = (OnDuty(*tuple(row)[2:]) for row in rows if row.id is not None)
    heard = (rows[0].heard, rows[0].heard_en) if rows and rows[0].heard else None
    return IdleFacts(tuple(officers), heard)


AHEAD = select(func.count()).where(
    Visit.office_id == bindparam("of_office"),
    Visit.state == WAITING,
    Visit.day == bindparam("day"),
    IS_WALK_IN,
    Visit.created_at < bindparam("came_at"),
)


def people_ahead(office_id: int, day: date, came_at: datetime) -> int:
    """How many guests of the day are still waiting and came before this moment."""
    return int(run(AHEAD, {"of_office": office_id, "day": day, "came_at": came_at}).scalar_one())


@dataclass(frozen=True, slots=True)
class CallStanding:
    """What became of a tablet's call for help, and until when the tablet says so."""

    standing: str  # waiting, coming
    expires_at: datetime


NEWEST_CALL = Prepared(
    select(HelpCall.created_at, HelpCall.answered_at)
    .where(HelpCall.office_id == bindparam("of_office"), HelpCall.device_id == bindparam("of_device"))
    .where(HelpCall.created_at > bindparam("since"))
    .order_by(HelpCall.created_at.desc())
    .limit(rows_at_most(1))
)


def find_help_call(office_id: int, device_id: UUID) -> CallStanding | None:
    """How this tablet's newest call of the last minutes stands, or None."""
    since = clock.now() - HELP_SHOWN_FOR
    row = NEWEST_CALL.first({"of_office": office_id, "of_device": device_id, "since": since})
    if row is None:
        return None
    return CallStanding("coming" if row.answered_at else "waiting", row.created_at + HELP_SHOWN_FOR)


def agency_names(office_id: int) -> list[str]:
    """Names of agencies several guests gave, most used first; what one guest typed is never shown to another."""
    query = (
        select(Agency.name)
        .where(Agency.office_id == office_id, Agency.guest_count >= FEWEST_GUESTS, Agency.merged_into_id.is_(None))
        .order_by(Agency.guest_count.desc(), Agency.name)
        .limit(MOST_SUGGESTIONS)
    )
    return [name for name in session().scalars(query) if not is_no_agency(name)]


def rated_by_tablet(office_id: int, first: date) -> dict[UUID, tuple[int, int]]:
    """Of each tablet where guests signed the book on that day or later: how many were served, and how many of those rated."""
    query = (
        select(Visit.device_id, func.count(), func.count(Visit.rated_at))
        .where(Visit.office_id == office_id, Visit.state == DONE, Visit.day >= first)
        .where(Visit.device_id.is_not(None))
        .group_by(Visit.device_id)
    )
    return {device_id: (served, rated) for device_id, served, rated in session().execute(query) if device_id}
