"""Loading the demo into an office."""

from datetime import date, timedelta

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.quarters import quarter_before
from pstku.demo.award import prepare_award
from pstku.demo.people import invite_cast
from pstku.demo.survey import prepare_survey
from pstku.demo.visits import fill_guest_book
from pstku.officers.models import Desk, Duty
from pstku.offices.models import Improvement
from pstku.offices.operations.changing import changed
from pstku.offices.queries import Configuration, configuration

LEAST_DAYS = 90
ROSTER_DAYS_AHEAD = 14


def load_demo(office_id: int) -> int:
    """Demo people, their duty roster, at least 90 days of visits and an improvement; returns the visits made."""
    office = configuration(office_id)
    today = clock.local_day(clock.now(), office.tz)
    first = first_demo_day(today)
    people = invite_cast(office_id)
    with atomic() as s:
        s.add_all(_roster(office, people, first, today + timedelta(days=ROSTER_DAYS_AHEAD)))
        s.add(
            Improvement(
                office_id=office_id,
                text="Tamu meminta colokan listrik di ruang baca. Kini tersedia di setiap meja.",
                published_at=clock.now(),
                is_demo=True,
            )
        )
        count = fill_guest_book(office, people, first)
        prepare_award(office, people)
        prepare_survey(office, people)
        changed(office_id)
        record(office_id, "load_demo", "office", office_id, visits=count)
    return count


def first_demo_day(today: date) -> date:
    """At least 90 days back, and never less than the whole quarter before this one."""
    year, quarter = clock.quarter_of(today)
    previous = quarter_before(year, quarter)
    return min(today - timedelta(days=LEAST_DAYS), clock.quarter_days(*previous)[0])


def _roster(office: Configuration, people: dict[str, int], first: date, last: date) -> list[Duty]:
    desks = list(session().scalars(select(Desk.id).where(Desk.office_id == office.id).order_by(Desk.position)))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    duties = []
    for day in days:
        if not office.works_on(day):
            continue
        main, other = ("petugas1", "petugas2") if day.weekday() % 2 == 0 else ("petugas2", "petugas1")
        for username, is_backup in ((main, False), (other, True)):
            duties.append(
                Duty(
                    office_id=office.id,
                    on=day,
                    person_id=people[username],
                    desk_id=desks[0] if desks and not is_backup else None,
                    is_backup=is_backup,
                    is_demo=True,
                )
            )
    return duties
