"""Langkah tamu: at each tablet, how far guests come in the guest book, where they give up, how long it takes, coverage."""

from datetime import timedelta

from flask import Response

from pstku.admin import blueprint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.text import N_
from pstku.devices.journeys import STEPS, funnel
from pstku.devices.queries import devices, journeys
from pstku.devices.rules import health
from pstku.guestbook.queries.kiosk import rated_by_tablet
from pstku.http.access import ADMIN, current_office, requires
from pstku.http.pages import render_page
from pstku.http.text import gettext

DAYS = 30
FEWEST_SERVED = 5  # below, a share would tell of single guests
NAMES = {
    "service": N_("Layanan"),
    "name": N_("Nama"),
    "about": N_("Tentang Anda"),
    "contact": N_("Kontak"),
    "check": N_("Periksa"),
    "done": N_("Tersimpan"),
}


@blueprint.get("/tablet/langkah")
@requires(Role.ADMIN, area=ADMIN)
def tablet_journeys() -> Response:
    """The last 30 days, tablet by tablet; counts only."""
    office, now = current_office(), clock.now()
    since = clock.local_day(now, office.tz) - timedelta(days=DAYS - 1)
    counts, rated = journeys(office.id, since), rated_by_tablet(office.id, since)
    rows = [
        {
            "tablet": row,
            "health": health(row.last_seen_at, row.outbox_age_seconds, now),
            "funnel": funnel(counts.get(row.id, ())),
            "rated": rated.get(row.id),
        }
        for row in devices(office.id)
        if row.revoked_at is None or row.id in counts
    ]
    steps = [(step, gettext(NAMES[step])) for step in STEPS]
    return render_page("admin/tablet_journeys.html", rows=rows, steps=steps, days=DAYS, fewest=FEWEST_SERVED)
