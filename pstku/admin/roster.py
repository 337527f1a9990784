"""Jadwal piket: a week at a time, and the month ahead."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.accounts.queries import people
from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import day_of
from pstku.http.context import today
from pstku.http.domain_refusals import Refusals, refusals
from pstku.http.pages import redirect_to, render_page
from pstku.officers.operations import roster as operations
from pstku.officers.queries.desks import desks
from pstku.officers.queries.duties import plans
from pstku.officers.rules import DayPlan, days_without_duty, monday_of, week_days

WEEKS_AHEAD = 5


@dataclass(frozen=True, slots=True)
class Week:
    """One week in the tabs: its Monday and how many working days still lack an officer."""

    monday: date
    empty_days: int


@blueprint.get("/piket")
@requires(Role.ADMIN, area=ADMIN)
def roster() -> Response:
    """The week of ?minggu=, this one at first."""
    monday = _monday(request.args.get("minggu"))
    return _page(monday, plans(current_office().id, monday, monday + timedelta(days=6)))


@blueprint.post("/piket")
@requires(Role.ADMIN, area=ADMIN)
def save_roster() -> Response:
    """Keep the week as the grid says."""
    monday = _monday(request.form.get("minggu"))
    typed = posted_plans([day for day in week_days(monday) if _is_shown(day)])
    with refusals() as no:
        operations.set_roster(current_actor(), typed)
    if no:
        return _page(monday, typed, no)
    if typed:
        flash(_("Jadwal minggu ini tersimpan."), "success")
    else:
        flash(_("Minggu ini libur semua, jadi tidak ada yang disimpan."), "info")
    return redirect_to("admin.roster", minggu=monday.isoformat())


@blueprint.post("/piket/salin")
@requires(Role.ADMIN, area=ADMIN)
def repeat_roster() -> Response:
    """Fill this week from the one before, or the four to come from this one; planned days stay."""
    monday = _monday(request.form.get("minggu"))
    if request.form.get("arah") == "depan":
        filled = operations.repeat_week(current_actor(), monday, [monday + timedelta(weeks=n) for n in range(1, 5)])
    else:
        filled = operations.repeat_week(current_actor(), monday - timedelta(weeks=1), [monday])
    words = _("%(n)s hari terisi. Hari yang sudah ada jadwalnya tidak diubah.", n=filled)
    flash(words, "success" if filled else "info")
    return redirect_to("admin.roster", minggu=monday.isoformat())


def _monday(text: str | None) -> date:
    try:
        return monday_of(day_of(text or ""))
    except ValueError:
        return monday_of(today())


def _is_shown(day: date) -> bool:
    return current_office().works_on(day)


def posted_plans(days: list[date]) -> dict[date, DayPlan]:
    """The plans as chosen in the grid: `desk_<day>_<desk>` and `backup_<day>`, an empty choice for nobody."""
    places = desks(current_office().id, active_only=True)
    return {
        day: DayPlan(
            {desk.id: who for desk in places if (who := _chosen(f"desk_{day.isoformat()}_{desk.id}"))},
            _chosen(f"backup_{day.isoformat()}"),
        )
        for day in days
    }


def _chosen(name: str) -> int | None:
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() else None


def _page(monday: date, by_day: dict[date, DayPlan], refused: Refusals | None = None) -> Response:
    office = current_office()
    staff = people(office.id)
    planned = {person_id for plan in by_day.values() for person_id in plan.people}
    return render_page(
        "admin/roster.html",
        monday=monday,
        days=week_days(monday),
        plans=by_day,
        nobody=DayPlan(),
        desks=desks(office.id, active_only=True),
        people=[p for p in staff if Role.OFFICER in p.role_codes or p.id in planned],
        gone=planned - {person.id for person in staff},
        weeks=_weeks(),
        weekdays=clock.WEEKDAYS,
        is_working={day: _is_shown(day) for day in week_days(monday)},
        refused=refused,
        status=refused.status if refused else 200,
    )


def _weeks() -> list[Week]:
    """This week and the month ahead."""
    first = monday_of(today())
    mondays = [first + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
    planned = plans(current_office().id, first, mondays[-1] + timedelta(days=6))
    return [
        Week(monday, len(days_without_duty([d for d in week_days(monday) if _is_shown(d) and d >= today()], planned)))
        for monday in mondays
    ]
