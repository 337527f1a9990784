"""What a tablet sends: a guest, a guest who fills in everything, a vote."""

import time
from itertools import count
from typing import Any

from pstku.core.tokens import uuid7

GUESTS, VOTES = "/kiosk/api/kunjungan", "/kiosk/suara"
_phones = count()


def guest(service_id: int) -> dict[str, Any]:
    """Name and errand."""
    return {"id": str(uuid7()), "service": service_id, "name": "Rahmawati", "more": [], "consent": []}


def full_guest(service_id: int) -> dict[str, Any]:
    """With a phone number, an agency and the consent to be asked."""
    now = int(time.time() * 1000)
    return guest(service_id) | {
        "salutation": "Ibu",
        "agency": "Universitas Negeri Gorontalo",
        "phone": f"0812{next(_phones):08d}",
        "consent": ["rating_invitation"],
        "written_at": now,
        "sent_at": now,
    }


def vote(visit_id: str) -> dict[str, Any]:
    """One tap."""
    now = int(time.time() * 1000)
    told = {"score": 4, "revision": 1, "first_at": now, "at": now, "reaction_ms": 1500}
    return {"id": str(uuid7()), "visit": visit_id} | told
