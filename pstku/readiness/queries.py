"""Reads of the register of the service standard and of the duties of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.offices.queries import Configuration
from pstku.readiness.models import DutyDeed, StandardVersion, YearlyDuty
from pstku.readiness.rules import LATE_ON, DutyState, due_on, state_of

READERS = (Role.ADMIN, Role.HEAD)
URGENT = (DutyState.LATE, DutyState.SOON)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one year."""

    duty: YearlyDuty
    due_on: date | None
    state: DutyState
    deed: DutyDeed | None


def standard_versions(office_id: int) -> Sequence[StandardVersion]:
    """All versions, the latest in effect first."""
    query = select(StandardVersion).where(StandardVersion.office_id == office_id)
    return session().scalars(query.order_by(StandardVersion.effective_on.desc(), StandardVersion.id.desc())).all()


def version_in_effect(office_id: int, day: date) -> StandardVersion | None:
    """The version that holds on this day, or None."""
    return next((one for one in standard_versions(office_id) if one.effective_on <= day), None)


def get_version(office_id: int, version_id: int) -> StandardVersion:
    """A version of the office; raises NotFound."""
    row = session().get(StandardVersion, version_id, populate_existing=True)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Versi standar ini tidak ada."))
    return row


def told_standards(office: Configuration) -> list[list[Any]]:
    """What guests are told now: name, standard, minutes and fee of each service on offer."""
    return [[one.name, one.standard_text, one.standard_minutes, one.fee] for one in office.active_services()]


def duties_of(office_id: int, year: int, today: date) -> list[Duty]:
    """The duties of a year by their day, those without one last."""
    deeds = select(DutyDeed).where(DutyDeed.office_id == office_id, DutyDeed.year == year)
    done = {deed.duty_id: deed for deed in session().scalars(deeds)}
    rows = session().scalars(select(YearlyDuty).where(YearlyDuty.office_id == office_id))
    found = [_duty(row, due_on(row.month, row.day, year), done.get(row.id), today) for row in rows]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or today, one.duty.title))


def _duty(row: YearlyDuty, due: date | None, deed: DutyDeed | None, today: date) -> Duty:
    return Duty(row, due, state_of(due, deed is not None, today), deed)


def urgent_duties(office_id: int, today: date) -> list[Duty]:
    """Duties of this year that are late or due within thirty days, and those of January from December on.

    One of the year before stays for sixty days after its day: else nobody would hear of what was due on 31 December.
    """
    years = (today.year - 1, today.year, today.year + 1)
    urgent = [one for year in years for one in duties_of(office_id, year, today) if one.state in URGENT]
    return [one for one in urgent if one.due_on and (one.due_on.year >= today.year or today - one.due_on <= LATE_ON)]


def get_duty(office_id: int, duty_id: int) -> YearlyDuty:
    """A duty of the office; raises NotFound."""
    row = session().get(YearlyDuty, duty_id, populate_existing=True)
    if row is None or row.office_id != office_id:
        raise NotFound(N_("Kewajiban ini tidak ada."))
    return row


def may_read(actor: Actor) -> None:
    """Raise NotAllowed for whoever is neither admin nor head."""
    actor.need(*READERS)
