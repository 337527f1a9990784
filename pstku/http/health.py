"""For the machine that watches: is it alive, can it work."""

import logging

from flask import Flask, Response, current_app, jsonify

from pstku.core import readiness
from pstku.http.access import public

log = logging.getLogger("pstku")


def init_app(app: Flask) -> None:
    """Two addresses without a face."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@public
def healthz() -> Response:
    """The process answers; asks nothing of the database."""
    return jsonify(ok=True)


@public
def readyz() -> Response:
    """503 with codes for what keeps guests from being served; what an admin should mend is a warning in a 200."""
    faults = current_faults()
    if faults:
        log.warning("not ready", extra={"facts": {"faults": faults}})
    response = jsonify(ok=not faults, faults=faults)
    response.status_code = 503 if faults else 200
    return response


def current_faults() -> list[str]:
    """Codes of `core.probe.WHAT_TO_DO`; asks once in two seconds for all workers."""
    return readiness.faults(current_app.config["SQLALCHEMY_DATABASE_URI"], current_app.config["DATA"])
