"""Masa jam lain: weeks with hours of their own, such as Ramadan."""

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms import StringField

from pstku.admin import blueprint
from pstku.admin.hours import Typed, read_week, shown_week, typed_week
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.forms import DayField, Form, at_most, required
from pstku.http.pages import redirect_to, render_page
from pstku.offices.operations import special_hours as operations
from pstku.offices.operations.hours import day_from
from pstku.offices.rules.calendar import HoursPeriod


class StretchForm(Form):
    """When the other hours begin and end, and what the time is called."""

    name = StringField(N_("Nama masa"), [required(N_("Ketik namanya, misalnya Ramadan.")), at_most(80)])
    first = DayField(N_("Dari"), [required(N_("Pilih hari pertamanya."))])
    last = DayField(N_("Sampai"), [required(N_("Pilih hari terakhirnya."))])


@blueprint.route("/jam/masa", methods=["GET", "POST"])
@requires(Role.ADMIN, area=ADMIN)
def special_hours() -> Response:
    """A new stretch, or the one of ?mulai=."""
    period = _stretch(request.args.get("mulai"))
    form = StretchForm(obj=period)
    if not form.validate_on_submit():
        week = typed_week() if form.is_submitted() else shown_week(period.week if period else current_office().hours)
        return _page(form, week, period)
    times = (form.first.data, form.last.data)
    with form.refusals():
        operations.set_special_hours(
            current_actor(),
            *times,
            form.name.data,
            read_week(typed_week()),
            instead_of=period.first if period else None,
        )
        flash(_("Jam layanan untuk masa ini tersimpan."), "success")
        return redirect_to("admin.hours")
    return _page(form, typed_week(), period)


@blueprint.post("/jam/masa/<first>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def remove_special_hours(first: str) -> Response:
    """The usual week counts again."""
    operations.remove_special_hours(current_actor(), day_from(first))
    flash(_("Dihapus. Jam layanan biasa berlaku lagi."), "success")
    return redirect_to("admin.hours")


def _stretch(first: str | None) -> HoursPeriod | None:
    if not first:
        return None
    stretch = next((period for period in current_office().hours_periods if period.first.isoformat() == first), None)
    if stretch is None:
        raise NotFound(N_("Masa ini tidak ada di daftar. Buka lagi dari Jam layanan."))
    return stretch


def _page(form: StretchForm, week: Typed, period: HoursPeriod | None) -> Response:
    return render_page(
        "admin/special_hours.html",
        form=form,
        week=week,
        weekdays=clock.WEEKDAYS,
        known=period,
        refused=form.refused,
        status=form.http_status,
    )
