"""For the machine that watches: is it alive, can it work."""

import logging

from flask import Flask, Response, current_app, jsonify
from sqlalchemy.exc import DBAPIError

from pstku.backups.place import place_of
from pstku.backups.queries import last_backup_age
from pstku.backups.rules.retention import is_old
from pstku.core import clock, probe, readiness
from pstku.http.access import current_office, public
from pstku.http.proxies import is_everybody_the_proxy
from pstku.jobs.queries import doubt_about_clock, overdue_since
from pstku.offices.rules.calendar import year_without_holidays

AMPLE_BYTES = 1024 * 1024 * 1024

log = logging.getLogger("pstku")


def init_app(app: Flask) -> None:
    """Two addresses without a face."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@public
def healthz() -> Response:
    """200 while the process answers; does not use the database."""
    return jsonify(ok=True)


@public
def readyz() -> Response:
    """503 with codes for what keeps guests from being served; what an admin should mend is a warning in a 200."""
    faults, warnings = current_faults(), []
    try:
        warnings = [] if faults else current_warnings()
    except DBAPIError as error:  # it went since the last probe
        faults = [probe.code_of(error)]
    if faults:
        log.warning("not ready", extra={"facts": {"faults": faults}})
    response = jsonify(ok=not faults, faults=faults, warnings=warnings)
    response.status_code = 503 if faults else 200
    return response


def current_faults() -> list[str]:
    """Codes of `core.probe.WHAT_TO_DO`; asks once in two seconds for all workers."""
    return readiness.faults(current_app.config["SQLALCHEMY_DATABASE_URI"], current_app.config["DATA"])


def current_warnings() -> list[str]:
    """Codes of what keeps no guest away: old backup, empty calendar, proxy not set up, little room, wrong date, no nights."""
    office = current_office()
    today = clock.local_day(clock.now(), office.tz)
    place = place_of(current_app.config)
    free = min(probe.free_bytes(folder) for folder in probe.places(place.database_url, place.data))
    found = {
        "backup": is_old(last_backup_age(place.backups)),
        "calendar": year_without_holidays(today, office.holidays) is not None,
        "proxy": is_everybody_the_proxy(),
        "disk_low": free < AMPLE_BYTES,
        "clock": doubt_about_clock(office.id) is not None,
        "nightly": overdue_since(office.id) is not None,
    }
    return [code for code, holds in found.items() if holds]
