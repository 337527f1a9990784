"""Jam layanan: the week's hours and the Friday break, on one page with holidays and stretches of other hours."""

from collections.abc import Iterable
from datetime import time

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.domain_refusals import Refusals, refusals
from pstku.http.forms import DayField, Form, at_most, offer, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import hours as operations
from pstku.offices.queries import Hours, days_off
from pstku.offices.rules.calendar import DayHours, stretches, year_without_holidays
from pstku.offices.rules.week import week_in_words

PARTS = ("opens", "closes", "break_from", "break_to")
Typed = dict[int, dict[str, str]]


class HolidayForm(Form):
    """Days without service, or national days on which the office serves all the same."""

    first = DayField(N_("Tanggal"), [required(N_("Pilih tanggalnya."))])
    last = DayField(N_("Sampai"), [Optional()])
    name = StringField(N_("Nama"), [required(N_("Ketik nama hari libur.")), at_most(80)])
    service = RadioField(
        N_("Layanan"), choices=offer([("closed", N_("Tutup")), ("open", N_("Tetap buka"))]), default="closed"
    )


@blueprint.route("/jam", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def hours() -> Response:
    """The week's hours; a POST changes them."""
    if request.method == "GET":
        return hours_page()
    typed = typed_week()
    with refusals() as no:
        operations.set_opening_hours(current_actor(), read_week(typed))
        flash(_("Jam layanan tersimpan."), "success")
        return redirect_to("admin.hours")
    return hours_page(typed, refused=no)


def typed_week() -> Typed:
    """The week's times as they stand in the form that was sent."""
    return {day: {part: request.form.get(f"{part}_{day}", "").strip() for part in PARTS} for day in range(7)}


def read_week(typed: Typed) -> list[Hours]:
    """Hours of the days that have any; raises InvalidInput("day_4") for what is not a time."""
    return [_read_day(day, parts) for day, parts in typed.items() if any(parts.values())]


def _read_day(day: int, parts: dict[str, str]) -> Hours:
    try:
        times = {part: _time(text) for part, text in parts.items()}
    except ValueError:
        times = {}
    opens, closes = times.get("opens"), times.get("closes")
    if opens is None or closes is None:
        raise InvalidInput(
            f"day_{day}", N_("%(day)s: isi jam buka dan jam tutup seperti 08.00."), day=clock.WEEKDAYS[day]
        )
    return Hours(day, opens, closes, times["break_from"], times["break_to"])


def _time(text: str) -> time | None:
    """08.00, 8.00 or 08:00; None for nothing, ValueError for anything else."""
    return time.fromisoformat(text.replace(".", ":").zfill(5)) if text else None


def shown_week(week: Iterable[DayHours]) -> Typed:
    """The week's times as they are typed."""
    by_weekday = {item.weekday: item for item in week}
    return {day: {part: _text(by_weekday.get(day), part) for part in PARTS} for day in range(7)}


def _text(item: DayHours | None, part: str) -> str:
    value = getattr(item, part) if item else None
    return f"{value:%H.%M}" if value else ""


def hours_page(
    typed: Typed | None = None, *, form: HolidayForm | None = None, refused: Refusals | None = None
) -> Response:
    """The page with what was typed; `form` is the form for days without service, if that one was sent."""
    office = current_office()
    stretches_off = stretches(days_off(office.id))
    return render_page(
        "admin/hours.html",
        week=typed or shown_week(office.hours),
        weekdays=clock.WEEKDAYS,
        form=form or HolidayForm(formdata=None),
        refused=refused,
        coming=[(day, last) for day, last in stretches_off if last >= today()],
        past=[(day, last) for day, last in stretches_off if last < today() and last.year == today().year],
        missing_year=year_without_holidays(today(), office.holidays),
        served={item.weekday for item in office.hours},
        week_words={period.first: week_in_words(period.week) for period in office.hours_periods},
        status=refused.status if refused else form.http_status if form else 200,
    )
