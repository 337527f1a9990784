"""Reads of the spot check: what may be drawn, what was drawn, and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import exists, or_, select

from pstku.core.db import session
from pstku.core.vault import unseal
from pstku.guestbook.models import Consent, Guest, Visit
from pstku.ratings.models import Vote
from pstku.ratings.rules.lines import LINES
from pstku.rewards.models import AwardPeriod, SpotCheck, SpotCheckVisit
from pstku.rewards.rules.spot_check import CONFIRMED, DENIED, DOSES, chance_found


@dataclass(frozen=True, slots=True)
class Pool:
    """An officer's rated visits of the quarter, and those of them whose guest can be called."""

    rated: int
    contactable: tuple[UUID, ...]


def pools(period: AwardPeriod, officer_ids: Iterable[int]) -> dict[int, Pool]:
    """The rated visits each of these officers may be asked about; a guest who took a consent back is not called."""
    has_contact = or_(Guest.phone_sealed.is_not(None), Guest.email_sealed.is_not(None))
    took_back = exists().where(Consent.guest_id == Guest.id, Consent.withdrawn_at.is_not(None))
    query = (
        select(Vote.officer_id, Visit.id, (has_contact & ~took_back).label("may_call"))
        .join(Visit, Visit.id == Vote.visit_id)
        .join(Guest, Guest.id == Visit.guest_id)
        .where(Vote.office_id == period.office_id, Vote.line.in_(LINES[period.line]), Vote.excluded_at.is_(None))
        .where(Vote.day.between(period.starts_on, period.ends_on))
        .order_by(Visit.day, Visit.letter, Visit.number)
    )
    rated: Counter[int] = Counter()
    found: dict[int, list[UUID]] = {officer_id: [] for officer_id in officer_ids}
    for officer_id, visit_id, may_call in session().execute(query):
        if officer_id in found:
            rated[officer_id] += 1
            found[officer_id] += [visit_id] if may_call else []
    return {officer_id: Pool(rated[officer_id], tuple(visits)) for officer_id, visits in found.items()}


def spot_check_of(period_id: int) -> SpotCheck | None:
    """The draw of a period, or None."""
    return session().scalar(select(SpotCheck).where(SpotCheck.period_id == period_id))


@dataclass(frozen=True, slots=True)
class DrawnVisit:
    """One visit to ask about: its day and what came of it; who the guest is stands elsewhere."""

    id: int
    officer_id: int
    place: int
    day: date | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class OfficerCheck:
    """What the spot check says of one officer so far."""

    officer_id: int
    name: str
    rated: int
    contactable: int
    visits: tuple[DrawnVisit, ...]

    def count(self, outcome: str | None) -> int:
        """How many drawn visits had this outcome; None: not asked yet."""
        return sum(visit.outcome == outcome for visit in self.visits)

    @property
    def answered(self) -> int:
        return self.count(CONFIRMED) + self.count(DENIED)

    @property
    def without_contact(self) -> int:
        """Rated visits that no call can reach."""
        return self.rated - self.contactable

    @property
    def is_denied(self) -> bool:
        return self.count(DENIED) > 0

    @property
    def chances(self) -> list[tuple[int, Fraction]]:
        """(invented visits, chance that the answers would have shown one): for numbers that the pool can hold."""
        return [(f, chance_found(self.contactable, f, self.answered)) for f in DOSES if f <= self.contactable]

    @property
    def planned_chances(self) -> list[tuple[int, Fraction]]:
        """The same if everybody drawn answers."""
        return [(f, chance_found(self.contactable, f, len(self.visits))) for f in DOSES if f <= self.contactable]


def officer_checks(period: AwardPeriod) -> list[OfficerCheck]:
    """Every officer of the draw in the order of the shortlist; nothing before the draw."""
    check, evidence = spot_check_of(period.id), period.evidence
    if check is None or evidence is None:
        return []
    query = (
        select(SpotCheckVisit, Visit.day)
        .outerjoin(Visit, Visit.id == SpotCheckVisit.visit_id)
        .where(SpotCheckVisit.spot_check_id == check.id)
        .order_by(SpotCheckVisit.officer_id, SpotCheckVisit.place)
    )
    visits: dict[int, list[DrawnVisit]] = {}
    for row, day in session().execute(query):
        visits.setdefault(row.officer_id, []).append(DrawnVisit(row.id, row.officer_id, row.place, day, row.outcome))
    found = []
    for candidate in sorted(evidence.candidates, key=lambda c: (c.place or 99, c.officer_id)):
        counts = check.pools.get(str(candidate.officer_id))
        if counts is not None:
            mine = tuple(visits.get(candidate.officer_id, ()))
            found.append(
                OfficerCheck(candidate.officer_id, candidate.name, counts["rated"], counts["contactable"], mine)
            )
    return found


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to call about one drawn visit; all empty once the guest was forgotten."""

    visit: DrawnVisit
    name: str
    phone: str
    email: str


def contact_for(row: SpotCheckVisit) -> Contact:
    """The guest of a drawn visit of a running award."""
    query = select(Visit.day, Guest).join(Guest, Guest.id == Visit.guest_id).where(Visit.id == row.visit_id)
    day, guest = session().execute(query).one()
    visit = DrawnVisit(row.id, row.officer_id, row.place, day, row.outcome)
    name = f"{guest.salutation} {guest.name or ''}".strip()
    phone, email = (unseal(sealed) if sealed else "" for sealed in (guest.phone_sealed, guest.email_sealed))
    return Contact(visit, name, phone, email)
