"""Reads of the duty roster."""

from datetime import date

from sqlalchemy import select

from pstku.core.db import session
from pstku.officers.models import Duty
from pstku.officers.queries.desks import desks
from pstku.officers.rules import DayPlan


def plans(office_id: int, first: date, last: date) -> dict[date, DayPlan]:
    """The roster of days `first` to `last`; duty without a desk is shown at the first desk that is free."""
    order = [desk.id for desk in desks(office_id)]
    query = select(Duty).where(Duty.office_id == office_id, Duty.on.between(first, last)).order_by(Duty.id)
    found: dict[date, DayPlan] = {}
    for duty in session().scalars(query):
        plan = found.get(duty.on, DayPlan())
        if duty.is_backup:
            found[duty.on] = DayPlan(plan.at_desks, duty.person_id)
        else:
            desk_id = duty.desk_id or next((d for d in order if d not in plan.at_desks), 0)
            found[duty.on] = DayPlan({**plan.at_desks, desk_id: duty.person_id}, plan.backup_id)
    return found
