"""A guest with a phone at the counter, for the tests of what waits from phones."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from pstku.arrivals.models import Arrival
from pstku.arrivals.operations.book_qr import issue_book_qr
from pstku.arrivals.operations.sending import send_arrival
from pstku.arrivals.queries import current_qr
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.core.vault import unseal
from pstku.guestbook.entry import Entry
from pstku.offices.queries import configuration

OPEN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # a Monday, 09.30 WITA
CLOSED = datetime(2026, 11, 23, 9, tzinfo=UTC)


def qr_token(cast) -> str:
    """The token of a new QR."""
    issue_book_qr(cast.admin)
    return unseal(current_qr(cast.office_id).token)


def entry(cast, **fields) -> Entry:
    values = {"service_id": configuration(cast.office_id).services[1].id, "name": "Budi Santoso"}
    return Entry(**(values | fields))


def send(cast, token: str, arrival_id=None, **fields):
    """The id of an entry sent from a phone."""
    arrival_id = arrival_id or uuid7()
    send_arrival(cast.office_id, arrival_id, entry(cast, **fields), qr_token=token)
    return arrival_id


def kept() -> list[Arrival]:
    session().expire_all()
    rows = list(session().query(Arrival).order_by(Arrival.sent_at))
    for row in rows:
        session().expunge(row)
    return rows


def count(model: type[Any], *conditions: Any) -> int:
    return session().scalar(select(func.count()).select_from(model).where(*conditions)) or 0
