"""Hari libur: days that an admin closes, or keeps open although they are national ones."""

from flask import Response, flash, request
from flask_babel import gettext as _

from pstku.admin import blueprint
from pstku.admin.hours import HolidayForm, hours_page
from pstku.core.actor import Role
from pstku.http.access import ADMIN, current_actor, requires
from pstku.http.pages import redirect_to
from pstku.offices.operations import hours as operations


@blueprint.post("/jam/libur")
@requires(Role.ADMIN, area=ADMIN)
def add_holiday() -> Response:
    """A day or a range of days, closed or kept open."""
    form = HolidayForm()
    if not form.validate_on_submit():
        return hours_page(form=form)
    is_open = form.service.data == "open"
    with form.refusals():
        operations.add_holiday(current_actor(), form.first.data, form.name.data, form.last.data, is_open=is_open)
        flash(_("Tersimpan: kantor tetap buka.") if is_open else _("Hari libur tersimpan."), "success")
        return redirect_to("admin.hours")
    return hours_page(form=form)


@blueprint.post("/jam/libur/<first>/hapus")
@requires(Role.ADMIN, area=ADMIN)
def remove_holiday(first: str) -> Response:
    """Remove an admin's entry for these days; the national calendar applies again."""
    until = request.form.get("last", first)
    operations.remove_holiday(current_actor(), operations.day_from(first), operations.day_from(until))
    flash(_("Dihapus. Kalender nasional berlaku lagi untuk hari itu."), "success")
    return redirect_to("admin.hours")
