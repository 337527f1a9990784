"""Jadwal piket: who is on duty, at which desk, and who backs them up."""

from datetime import date, timedelta

from sqlalchemy import delete

from pstku.accounts.queries import people
from pstku.audit.operations import record
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.officers.models import Duty
from pstku.officers.queries.desks import desks
from pstku.officers.queries.duties import plans
from pstku.officers.rules import DayPlan, check_plan, week_days
from pstku.offices.operations.changing import changed
from pstku.offices.queries import configuration


def set_roster(actor: Actor, plans: dict[date, DayPlan]) -> None:
    """Replace the roster of the days in `plans`; all other days stay as they are.

    Raises InvalidInput("day_…") when somebody stands twice in a day, and InvalidInput for a person who no longer
    works here or a desk of another office.
    """
    actor.need(Role.ADMIN)
    if not plans:  # a week that is all holidays
        return
    _check_people(actor, plans)
    for day, plan in plans.items():
        check_plan(day, plan)
    with atomic() as s:
        mine = (Duty.office_id == actor.office_id, Duty.on.in_(plans))
        s.execute(delete(Duty).where(*mine))
        s.add_all(duty for day, plan in plans.items() for duty in _duties(actor.office_id, day, plan))
        changed(actor.office_id)
        days = [day.isoformat() for day in sorted(plans)]
        record(actor.office_id, "set_roster", "roster", days[0], actor_id=actor.person_id, days=days)


def _check_people(actor: Actor, plans: dict[date, DayPlan]) -> None:
    here = {person.id for person in people(actor.office_id)}
    places = {desk.id for desk in desks(actor.office_id)}
    for day, plan in plans.items():
        if not here.issuperset(plan.people) or not places.issuperset(plan.at_desks):
            raise InvalidInput(f"day_{day.isoformat()}", N_("Orang atau loket ini tidak ada lagi. Pilih yang lain."))


def _duties(office_id: int, day: date, plan: DayPlan) -> list[Duty]:
    at_desks = [Duty(office_id=office_id, on=day, person_id=p, desk_id=d) for d, p in plan.at_desks.items()]
    if plan.backup_id:
        at_desks.append(Duty(office_id=office_id, on=day, person_id=plan.backup_id, is_backup=True))
    return at_desks


def repeat_week(actor: Actor, source: date, weeks: list[date]) -> int:
    """Fill empty working days of `weeks` (Mondays) as the week of Monday `source` was; returns the days filled.

    What is planned already stays, holidays stay empty, and people who left are passed over.
    """
    actor.need(Role.ADMIN)
    office = configuration(actor.office_id)
    pattern = plans(actor.office_id, source, source + timedelta(days=6))
    here = {person.id for person in people(actor.office_id)}
    copied: dict[date, DayPlan] = {}
    for monday in weeks:
        taken = plans(actor.office_id, monday, monday + timedelta(days=6))
        for before, day in zip(week_days(source), week_days(monday), strict=True):
            plan = _still_here(pattern.get(before, DayPlan()), here)
            if day not in taken and not plan.is_empty and office.works_on(day):
                copied[day] = plan
    set_roster(actor, copied)
    return len(copied)


def _still_here(plan: DayPlan, here: set[int]) -> DayPlan:
    at_desks = {desk: person for desk, person in plan.at_desks.items() if person in here and desk}
    return DayPlan(at_desks, plan.backup_id if plan.backup_id in here else None)
