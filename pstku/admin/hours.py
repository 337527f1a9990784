"""Jam layanan: the week's hours, the Friday break, days without service."""

from datetime import time

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import DateField, StringField

from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import InvalidInput
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.offices.operations import hours as operations
from pstku.offices.queries import Hours

PARTS = ("opens", "closes", "break_from", "break_to")
Typed = dict[int, dict[str, str]]


class HolidayForm(Form):
    """A day without service."""

    on = DateField(N_("Tanggal"), [required(N_("Pilih tanggalnya."))])
    name = StringField(N_("Nama hari libur"), [required(N_("Ketik nama hari libur.")), at_most(80)])


@blueprint.route("/jam", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def hours() -> Response:
    """The week as it stands, or as it is to be."""
    if request.method == "GET":
        return _page(_stored())
    typed = {day: {part: request.form.get(f"{part}_{day}", "").strip() for part in PARTS} for day in range(7)}
    try:
        operations.set_opening_hours(current_actor(), read_week(typed))
    except InvalidInput as error:
        return _page(typed, error=error)
    flash(_("Jam layanan tersimpan."), "success")
    return redirect_to("admin.hours")


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


def _stored() -> Typed:
    known = {item.weekday: item for item in current_office().hours}
    return {day: {part: _text(known.get(day), part) for part in PARTS} for day in range(7)}


def _text(item: Hours | None, part: str) -> str:
    value = getattr(item, part) if item else None
    return f"{value:%H.%M}" if value else ""


def _page(typed: Typed, *, form: HolidayForm | None = None, error: InvalidInput | None = None) -> Response:
    return render_page(
        "admin/hours.html",
        week=typed,
        weekdays=clock.WEEKDAYS,
        form=form or HolidayForm(formdata=None),
        error=(error.field, sentence(error)) if error else None,
        holidays=sorted(current_office().holidays.items()),
        status=422 if error or form else 200,
    )


@blueprint.post("/jam/libur")
@requires(Role.ADMIN, area=ADMIN)
def add_holiday() -> Response:
    """A day without service."""
    form = HolidayForm()
    if not form.validate_on_submit():
        return _page(_stored(), form=form)
    operations.add_holiday(current_actor(), form.on.data, form.name.data)
    flash(_("Hari libur tersimpan."), "success")
    return redirect_to("admin.hours")


@blueprint.post("/jam/libur/<on>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def remove_holiday(on: str) -> Response:
    """Open that day after all."""
    operations.remove_holiday(current_actor(), operations.day_from(on))
    flash(_("Hari libur dihapus."), "success")
    return redirect_to("admin.hours")
