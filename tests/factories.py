"""Rows for tests, written straight into the tables; each returns what it made."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.devices.operations import next_series
from pstku.devices.queries import hash_token
from pstku.guestbook.models import Guest, Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.waitingroom.models import Display

_numbers = iter(range(1, 10**6))


def new_guest(office_id: int, **fields: Any) -> Guest:
    """A guest that is in no table yet."""
    values: dict[str, Any] = {"name": "Rahmawati", "created_at": clock.now()}
    return Guest(id=uuid7(), office_id=office_id, **(values | fields))


def make_guest(office_id: int, **fields: Any) -> Guest:
    guest = new_guest(office_id, **fields)
    with atomic() as s:
        s.add(guest)
    return guest


def new_visit(
    office_id: int, guest: Guest, *, state: str = "waiting", at: datetime | None = None, **fields: Any
) -> Visit:
    """A visit in any state that is in no table yet, with the moments that belong to it; pass columns to override."""
    office = configuration(office_id)
    at = at or clock.now()
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": uuid7(),
        "day": clock.local_day(at, office.tz),
        "letter": "A",
        "number": number,
        "code": None,
        "service_type_id": next(s.id for s in office.services if s.code == "konsultasi"),
        "channel": "tablet",
        "created_at": at,
        "started_at": at + timedelta(minutes=2) if state in ("serving", "done") else None,
        "called_at": at + timedelta(minutes=2) if state in ("called", "serving", "done") else None,
        "closed_at": at + timedelta(minutes=12) if state in ("done", "cancelled", "no_show") else None,
    }
    return Visit(office_id=office_id, guest_id=guest.id, state=state, **(values | fields))


def make_visit(office_id: int, *, at: datetime | None = None, **fields: Any) -> Visit:
    """A visit of a guest of its own, unless `guest` is given."""
    at = at or clock.now()
    guest = fields.pop("guest", None) or make_guest(office_id, name=fields.pop("name", "Rahmawati"), created_at=at)
    visit = new_visit(office_id, guest, at=at, **fields)
    with atomic() as s:
        s.add(visit)
    return visit


def new_vote(visit: Visit, score: int = 4, **fields: Any) -> Vote:
    """A counted vote for a served visit, given when the visit closed; it is in no table yet."""
    at = visit.closed_at or clock.now()
    values: dict[str, Any] = {
        "visit_id": visit.id,
        "officer_id": visit.officer_id,
        "revision": 1,
        "first_client_at": at,
        "client_at": at,
        "received_at": at,
        "day": visit.day,
        "line": "desk",
        "given_on": "tablet",
        "held_by": "guest",
        "reasons": [],
        "flags": [],
    }
    return Vote(id=uuid4(), office_id=visit.office_id, score=score, **(values | fields))


def make_vote(visit: Visit, score: int = 4, **fields: Any) -> Vote:
    """The vote as it is after the guest gave it: the visit knows of it."""
    vote = new_vote(visit, score, **fields)
    with atomic() as s:
        s.add(vote)
        s.get_one(Visit, visit.id).rated_at = vote.received_at
    return vote


def make_device(office_id: int, *, token: str = "device-token", desk_id: int | None = None) -> UUID:
    """An enrolled tablet whose browser would hold `token`."""
    with atomic() as s:
        device = Device(
            id=uuid7(),
            office_id=office_id,
            desk_id=desk_id,
            series=next_series(office_id),
            name="Tablet",
            token_hash=hash_token(token),
            enrolled_at=clock.now(),
        )
        s.add(device)
    return device.id


def make_display(office_id: int, *, token: str = "display-token", **fields: Any) -> UUID:
    """A screen of the waiting room whose browser would hold `token`."""
    now = clock.now()
    values: dict[str, Any] = {"name": "Ruang tunggu", "asked_at": now, "enrolled_at": now}
    with atomic() as s:
        display = Display(id=uuid7(), office_id=office_id, token_hash=hash_token(token), **(values | fields))
        s.add(display)
    return display.id
