"""For the machine that watches: is it alive, can it work."""

import shutil

from flask import Flask, Response, current_app, jsonify
from sqlalchemy import text

from pstku.core.db import atomic
from pstku.http.access import public

LEAST_FREE_BYTES = 200 * 1024 * 1024


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
    """A write lock can be taken and there is room on the disk; 503 with the reason otherwise."""
    faults = []
    if shutil.disk_usage(current_app.config["DATA"]).free < LEAST_FREE_BYTES:
        faults.append("disk")
    try:
        with atomic() as session:
            session.execute(text("SELECT 1"))
    except Exception:  # whatever the driver raises, the answer is "not ready"
        current_app.logger.exception("readyz")
        faults.append("database")
    response = jsonify(ok=not faults, faults=faults)
    response.status_code = 503 if faults else 200
    return response
