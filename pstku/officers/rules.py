"""The duty roster as values: weeks, and what a day's plan may be."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pstku.core.actor import Role
from pstku.core.clock import WEEKDAYS
from pstku.core.errors import InvalidInput
from pstku.core.text import N_

SERVERS = (Role.OFFICER, Role.ADMIN)  # who may serve guests


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Who is on duty at which desk on one day, and who is rung when nobody takes a guest."""

    at_desks: dict[int, int] = field(default_factory=dict)  # desk id -> person id
    backup_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.at_desks and self.backup_id is None

    @property
    def people(self) -> list[int]:
        """Everybody in the plan, the backup last."""
        return [*self.at_desks.values(), *([self.backup_id] if self.backup_id else [])]


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def week_days(monday: date) -> list[date]:
    """The seven days of a week."""
    return [monday + timedelta(days=n) for n in range(7)]


def check_plan(day: date, plan: DayPlan) -> None:
    """Nobody stands twice in one day; raises InvalidInput("day_2026-11-23")."""
    people = plan.people
    if len(people) != len(set(people)):
        raise InvalidInput(
            f"day_{day.isoformat()}",
            N_("%(day)s: satu orang hanya satu tempat. Pilih cadangan yang lain."),
            day=WEEKDAYS[day.weekday()],
        )


def days_without_duty(open_days: Iterable[date], plans: dict[date, DayPlan]) -> list[date]:
    """Open days on which nobody is on duty; a backup alone is not duty."""
    return [day for day in open_days if not plans.get(day, DayPlan()).at_desks]
