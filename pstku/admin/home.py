"""Pengaturan: the admin's rooms, and first what needs attention."""

from flask import Response, current_app

from pstku.admin import blueprint
from pstku.backups.place import place_of
from pstku.backups.queries import backup_state
from pstku.core import probe
from pstku.core.actor import Role
from pstku.demo.removal import has_demo
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.context import today
from pstku.http.health import current_faults, current_warnings
from pstku.http.pages import render_page
from pstku.readiness.queries import urgent_duties
from pstku.reports.attention import attention


@blueprint.get("/")
@requires(Role.ADMIN, area=ADMIN)
def home() -> Response:
    """What is not in order today, then a door to everything an admin changes."""
    return render_page(
        "admin/home.html",
        attention=attention(current_office(), current_actor()),
        urgent=urgent_duties(current_office().id, today()),
        backup=backup_state(current_office().id, place_of(current_app.config).backups),
        faults=[probe.WHAT_TO_DO[code] for code in current_faults()],
        warnings=current_warnings(),
        has_demo=has_demo(current_office().id),
        is_https=current_app.config["IS_HTTPS"],
    )
