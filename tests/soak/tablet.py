"""A tablet that speaks to a served PSTku, each request on a connection of its own, as through a proxy."""

import http.client
import json
import time
from typing import Any

from pstku.core.tokens import uuid7
from tests.served.server import HEADERS

GONE = (OSError, http.client.HTTPException)
GUESTS, VOTES = "/kiosk/api/kunjungan", "/kiosk/suara"
TIMEOUT = 120  # far beyond any wait of ours, so that a busy machine is no fault


def post(port: int, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and answer; raises one of GONE when the server is gone."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("POST", path, json.dumps(body), HEADERS)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status == 200 or told.startswith(b"{"):
            return answer.status, json.loads(told)
        return answer.status, {}
    finally:
        connection.close()


def guest(service_id: int, name: str = "Rahmawati") -> dict[str, Any]:
    """An entry of the guest book under a new id."""
    return {"id": str(uuid7()), "service": service_id, "name": name, "more": [], "consent": []}


def ballot(visit_id: str, score: int) -> dict[str, Any]:
    """One tap for a visit."""
    now = int(time.time() * 1000)
    told = {"score": score, "revision": 1, "first_at": now, "at": now, "reaction_ms": 1500}
    return {"id": str(uuid7()), "visit": visit_id} | told
