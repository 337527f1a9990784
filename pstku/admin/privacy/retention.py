"""Masa simpan: how long each kind of data is kept, and that what is over it goes."""

from flask import Response, current_app

from pstku.admin import blueprint
from pstku.backups.place import place_of
from pstku.backups.rules.retention import DAYS, MONTHS, WEEKS
from pstku.complaints.queries import complaints_about
from pstku.core.actor import Role
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.pages import render_page
from pstku.ratings.queries.retention import DAYS_FOR_REPEATS
from pstku.ratings.rules.waiting import KEPT_FOR
from pstku.reports.retention import retention


@blueprint.get("/masa-simpan")
@requires(Role.ADMIN, Role.HEAD, area=ADMIN)
def retention_periods() -> Response:
    """Every kind of data that goes by itself, with what is over its time now."""
    hidden = complaints_about(current_actor())
    return render_page(
        "admin/retention.html",
        retention=retention(current_office(), place_of(current_app.config).backups, without=hidden),
        copies={"days": DAYS, "weeks": WEEKS, "months": MONTHS},
        sender_days=DAYS_FOR_REPEATS,
        hash_days=KEPT_FOR.days,
    )
