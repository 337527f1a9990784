"""What needs an admin's attention today, across the domains."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pstku.accounts.queries import people
from pstku.breaches.queries import OpenBreaches, open_breaches
from pstku.complaints.queries import waiting_complaints
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.devices.queries import devices
from pstku.devices.rules import RED, health
from pstku.jobs.queries import doubt_about_clock, overdue_since
from pstku.jobs.rules import Doubt
from pstku.officers.queries.duties import plans
from pstku.officers.rules import days_without_duty
from pstku.offices.queries import Configuration
from pstku.offices.rules.calendar import year_without_holidays
from pstku.offices.rules.opening import opening
from pstku.remote.queries import secret_standings
from pstku.rewards.queries import Deadline, near_deadlines
from pstku.setaside.queries import aside_count

ROSTER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Attention:
    """Counts and names of what is not in order; everything empty or False is fine."""

    breaches: OpenBreaches
    unanswered: int
    overdue: int
    silent: int
    without_handler: int
    lost_tablets: list[str]
    copied_tablets: list[str]
    aside_items: int
    has_tablet: bool
    days_without_duty: list[date]
    year_without_holidays: int | None
    has_demo: bool
    too_few_admins: bool
    example_services: int
    deadlines: list[Deadline]
    clock_doubt: Doubt | None
    night_overdue: datetime | None

    @property
    def is_calm(self) -> bool:
        return not (
            self.breaches.count
            or self.unanswered
            or self.lost_tablets
            or self.copied_tablets
            or self.aside_items
            or not self.has_tablet
            or self.days_without_duty
            or self.year_without_holidays
            or self.has_demo
            or self.too_few_admins
            or self.example_services
            or self.deadlines
            or self.clock_doubt
            or self.night_overdue
        )


def attention(office: Configuration, actor: Actor) -> Attention:
    """What awaits the admin who looks: never a complaint about themselves."""
    now = clock.now()
    today = clock.local_day(now, office.tz)
    complaints = waiting_complaints(actor, today)
    tablets = [tablet for tablet in devices(office.id) if tablet.revoked_at is None]
    secrets = secret_standings(office.id)
    is_open = opening(now.astimezone(office.tz), office.calendar).is_open
    staff = people(office.id)
    return Attention(
        breaches=open_breaches(office.id),
        unanswered=complaints.unanswered,
        overdue=complaints.overdue,
        silent=complaints.silent,
        without_handler=complaints.without_handler,
        lost_tablets=[t.name for t in tablets if is_open and health(t.last_seen_at, t.outbox_age_seconds, now) == RED],
        copied_tablets=[t.name for t in tablets if secrets[t.id].misused_at],
        aside_items=aside_count(office.id),
        has_tablet=bool(tablets),
        days_without_duty=days_to_fill(office, today, ROSTER_DAYS),
        year_without_holidays=year_without_holidays(today, office.holidays),
        has_demo=any(person.is_demo for person in staff),
        too_few_admins=sum(Role.ADMIN in person.role_codes for person in staff) < 2,
        example_services=sum(service.is_example for service in office.active_services()),
        deadlines=near_deadlines(office.id, today),
        clock_doubt=doubt_about_clock(office.id),
        night_overdue=overdue_since(office.id),
    )


def days_to_fill(office: Configuration, first: date, count: int) -> list[date]:
    """Working days among the next `count` on which nobody is on duty."""
    days = [first + timedelta(days=n) for n in range(count)]
    working = [day for day in days if office.works_on(day)]
    return days_without_duty(working, plans(office.id, first, first + timedelta(days=count)))
