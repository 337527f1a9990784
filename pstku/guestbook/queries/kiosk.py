"""What the tablet shows: who serves today, what was improved, how many are ahead."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import session
from pstku.guestbook.models import Agency, HelpCall, Visit
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

    @property
    def address(self) -> str:
        """Ibu Nurain"""
        return f"{self.salutation} {self.call_name}".strip()


@dataclass(frozen=True, slots=True)
class IdleFacts:
    """What an idle tablet tells besides the hours."""

    officers: tuple[OnDuty, ...]
    heard: str | None  # "Kami dengar, kami perbaiki"


def idle_facts(office: Configuration) -> IdleFacts:
    """Officers on duty today (backups are not shown) and the newest improvement, in one statement."""
    today = clock.local_day(clock.now(), office.tz)
    heard = (
        select(Improvement.text)
        .where(Improvement.office_id == office.id, Improvement.published_at.is_not(None))
        .order_by(Improvement.published_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_today = (Duty.office_id == Office.id) & (Duty.on == today) & Duty.is_backup.is_(False)
    person = (Person.id, Person.call_name, Person.salutation, Person.has_photo)
    wanted = (
        select(heard.label("heard"), *person, Duty.desk_id, func.coalesce(Desk.name, "").label("desk_name"))
        .select_from(Office)
        .outerjoin(Duty, is_today)
        .outerjoin(Person, (Person.id == Duty.person_id) & Person.is_active)
        .outerjoin(Desk, Desk.id == Duty.desk_id)
        .where(Office.id == office.id)
        .order_by(Desk.position, Person.call_name)
    )
    rows = session().execute(wanted).all()
    officers = (OnDuty(*row[1:]) for row in rows if row.id is not None)
    return IdleFacts(tuple(officers), rows[0].heard if rows else None)


def people_ahead(office_id: int, visit_id: UUID) -> int:
    """How many of the same day still wait and came before this visit."""
    mine = select(Visit.day, Visit.created_at).where(Visit.id == visit_id).subquery()
    waiting = select(func.count()).select_from(Visit).join(mine, Visit.day == mine.c.day)
    return session().scalar(
        waiting.where(
            Visit.office_id == office_id,
            Visit.state == "waiting",
            Visit.follow_up.is_(False),
            Visit.created_at < mine.c.created_at,
        )
    )  # type: ignore[return-value]


def help_standing(office_id: int, device_id: UUID) -> str | None:
    """ "waiting" or "coming" for this tablet's newest call of the last minutes, else None."""
    wanted = (
        select(HelpCall.answered_at)
        .where(HelpCall.office_id == office_id, HelpCall.device_id == device_id)
        .where(HelpCall.created_at > clock.now() - HELP_SHOWN_FOR)
        .order_by(HelpCall.created_at.desc())
        .limit(1)
    )
    row = session().execute(wanted).first()
    if row is None:
        return None
    return "coming" if row.answered_at else "waiting"


def agency_names(office_id: int) -> list[str]:
    """Names of agencies several guests gave, most used first; what one guest typed is never shown to another."""
    guests = func.count(func.distinct(Visit.guest_id))
    wanted = (
        select(Agency.name)
        .join(Visit, Visit.agency_id == Agency.id)
        .where(Agency.office_id == office_id, Agency.merged_into_id.is_(None))
        .group_by(Agency.id, Agency.name)
        .having(guests >= FEWEST_GUESTS)
        .order_by(guests.desc(), Agency.name)
        .limit(MOST_SUGGESTIONS)
    )
    return list(session().scalars(wanted))
