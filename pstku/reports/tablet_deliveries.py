"""Daftar kirim: what the tablets delivered, what still lies on them, what was refused and what became of it. No names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, or_, select

from pstku.core import clock
from pstku.core.db import session
from pstku.devices.models import Device
from pstku.guestbook.models import Visit, VisitEvent
from pstku.guestbook.rules.codes import queue_label
from pstku.guestbook.rules.states import KEPT_ON_TABLET
from pstku.offices.queries import Configuration
from pstku.ratings.models import Vote
from pstku.ratings.rules.review import WAITS
from pstku.setaside.models import AsideItem
from pstku.setaside.rules import Decision

AT_ONCE = 500
VISIT, VOTE = "visit", "vote"  # as a tablet names them


class Standing(StrEnum):
    """What became of an item."""

    UNSENT = "unsent"  # on the tablet, as it last said
    ASIDE = "aside"  # refused: waits for an admin
    TAKEN = Decision.TAKEN
    ACCEPTED = Decision.ACCEPTED
    DISCARDED = Decision.DISCARDED
    ARRIVED = "arrived"
    WAITS = "waits"  # a vote whose visit has not come or is not closed


@dataclass(frozen=True, slots=True)
class Delivery:
    """One item of a tablet, or (`count`) some of which no more is known or told; of a vote neither id nor hour.

    `came_at`: when the guest was there; `arrived_at`: the server's receipt. `refusal`: the server's sentence.
    """

    device_id: UUID
    standing: Standing
    kind: str = ""
    day: date | None = None
    came_at: datetime | None = None
    arrived_at: datetime | None = None
    number: str = ""
    was_kept: bool = False
    refusal: str = ""
    item_id: str = ""
    count: int = 1


def deliveries(office: Configuration, first: date, last: date) -> Iterator[Delivery]:
    """What the tablets of the office hold now, and what came of these days, `AT_ONCE` rows in memory at a time.

    Visits by the day the guest came, the newest first; refused ones by the day they were shown to the server, undecided
    ones whatever their day; votes of quarters that are not settled as two counts for each tablet.
    """
    yield from _on_tablets(office.id)
    yield from _set_aside(office, first, last)
    yield from _visits(office.id, first, last)
    yield from _votes(office, first, last)


def _on_tablets(office_id: int) -> Iterator[Delivery]:
    query = select(Device.id, Device.outbox_count, Device.last_seen_at).where(
        Device.office_id == office_id, Device.outbox_count > 0, Device.written_off_at.is_(None)
    )
    for device_id, count, seen_at in session().execute(query.order_by(Device.series)):
        yield Delivery(device_id, Standing.UNSENT, arrived_at=seen_at, was_kept=True, count=count)


def _set_aside(office: Configuration, first: date, last: date) -> Iterator[Delivery]:
    begins, ends = clock.days_range(first, last, office.tz)
    lately = (AsideItem.arrived_at >= begins) & (AsideItem.arrived_at < ends)
    query = select(AsideItem).where(AsideItem.office_id == office.id, or_(AsideItem.decision.is_(None), lately))
    rows = session().scalars(query.order_by(AsideItem.arrived_at.desc()).execution_options(yield_per=AT_ONCE))
    for row in rows:
        is_vote = row.kind == VOTE
        yield Delivery(
            row.device_id,
            Standing(row.decision) if row.decision else Standing.ASIDE,
            kind=row.kind,
            day=clock.local_day(row.arrived_at, office.tz),
            arrived_at=None if is_vote else row.arrived_at,
            number=row.number,
            was_kept=True,
            refusal=row.reason,
            item_id="" if is_vote else row.item_id,
        )


def _visits(office_id: int, first: date, last: date) -> Iterator[Delivery]:
    arrived = func.min(VisitEvent.at).filter(VisitEvent.kind == "registered")
    kept = func.count().filter(VisitEvent.note == KEPT_ON_TABLET)
    columns = (
        Visit.id, Visit.device_id, Visit.day, Visit.created_at, arrived, Visit.letter, Visit.number,
        Visit.tablet_number, kept,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(VisitEvent, VisitEvent.visit_id == Visit.id)
        .where(Visit.office_id == office_id, Visit.device_id.is_not(None), Visit.day.between(first, last))
        .group_by(Visit.id)
        .order_by(Visit.created_at.desc())
        .execution_options(yield_per=AT_ONCE)
    )
    for visit_id, device_id, day, came_at, arrived_at, letter, number, own, kept_count in session().execute(query):
        if device_id:  # as the query asks, for the types
            shown = queue_label(letter, number, own)
            yield Delivery(
                device_id, Standing.ARRIVED, VISIT, day, came_at, arrived_at, shown, kept_count > 0, "", str(visit_id)
            )


def _votes(office: Configuration, first: date, last: date) -> Iterator[Delivery]:
    begins, ends = clock.days_range(first, last, office.tz)
    waits = func.count().filter(Vote.unattributed_reason == WAITS)
    query = (
        select(Device.id, func.count() - waits, waits)
        .join(
            Vote, Vote.device_id == Device.id
        )  # by the index of tablet and moment, not through all votes of the office
        .where(Device.office_id == office.id, Vote.received_at >= begins, Vote.received_at < ends)
        .group_by(Device.id)
    )
    for device_id, joined, waiting in session().execute(query):
        for standing, count in ((Standing.ARRIVED, joined), (Standing.WAITS, waiting)):
            if count:
                yield Delivery(device_id, standing, VOTE, count=count)
