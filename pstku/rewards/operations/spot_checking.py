"""Uji petik: the decider types a word, visits are drawn, the checker calls their guests and notes what they say."""

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.rewards.models import AwardPeriod, SpotCheck, SpotCheckVisit
from pstku.rewards.operations.periods import refuse_candidate
from pstku.rewards.queries import get_period
from pstku.rewards.rules import State
from pstku.rewards.rules.spot_check import OUTCOMES, drawn, seed_of
from pstku.rewards.spot_checks import Contact, Pool, contact_for, pools, spot_check_of

SHORTEST_NONCE, LONGEST_NONCE = 4, 60


def draw_spot_check(actor: Actor, period_id: int, nonce: str) -> SpotCheck:
    """Draw visits of everybody shortlisted, once, from the frozen evidence and a word nobody knew before the lock.

    Raises InvalidInput("nonce") for a word too short, NotAllowed for a candidate, Conflict when it was drawn before or
    the quarter is not locked or already decided.
    """
    actor.need(Role.DECIDER)
    word = fitting("nonce", nonce, LONGEST_NONCE)
    if len(word) < SHORTEST_NONCE:
        raise InvalidInput("nonce", N_("Ketik kata atau angka pilihan Anda, minimal empat huruf."))
    with atomic() as s:
        period = _checkable(actor, period_id)
        seed = seed_of(period.snapshot_hash or "", word)
        shortlisted = [c.officer_id for c in period.evidence.shortlisted] if period.evidence else []
        found = pools(period, shortlisted)
        check = SpotCheck(
            office_id=actor.office_id,
            period_id=period.id,
            nonce=word,
            seed=seed,
            pools={str(number): _counts(pool) for number, pool in found.items()},
            drawn_at=clock.now(),
            drawn_by_id=actor.person_id,
        )
        s.add(check)
        s.flush()
        for officer_id, pool in found.items():
            _keep(check, officer_id, pool)
        record(actor.office_id, "draw_spot_check", "award_period", period.id, actor_id=actor.person_id)
    return check


def see_contact(actor: Actor, period_id: int, row_id: int) -> Contact:
    """The contact the checker calls about one drawn visit; every look is audited."""
    actor.need(Role.ADMIN)
    with atomic():
        _checkable(actor, period_id)
        contact = contact_for(_row(actor, period_id, row_id))
        record(actor.office_id, "see_spot_check_contact", "spot_check_visit", row_id, actor_id=actor.person_id)
    return contact


def record_outcome(actor: Actor, period_id: int, row_id: int, outcome: str) -> None:
    """Record what a guest said of a drawn visit; it may be corrected until the decision, and the audit keeps both."""
    actor.need(Role.ADMIN)
    if outcome not in OUTCOMES:
        raise InvalidInput("outcome", N_("Pilih salah satu hasil."))
    with atomic() as s:
        _checkable(actor, period_id)
        row = _row(actor, period_id, row_id)
        values = {"outcome": outcome, "checked_at": clock.now(), "checked_by_id": actor.person_id}
        s.execute(update(SpotCheckVisit).where(SpotCheckVisit.id == row.id).values(values))
        act = "record_spot_check"
        record(actor.office_id, act, "spot_check_visit", row_id, actor_id=actor.person_id, outcome=outcome)


def draw_for_new_names(period: AwardPeriod) -> None:
    """Votes were set aside and others came onto the shortlist: they are checked by the same draw, in the same transaction."""
    check = spot_check_of(period.id)
    if check is None or period.evidence is None:
        return
    new = [c.officer_id for c in period.evidence.shortlisted if str(c.officer_id) not in check.pools]
    found = pools(period, new)
    check.pools = check.pools | {str(number): _counts(pool) for number, pool in found.items()}
    for officer_id, pool in found.items():
        _keep(check, officer_id, pool)


def _checkable(actor: Actor, period_id: int) -> AwardPeriod:
    period = get_period(actor.office_id, period_id, lock=True)
    if period.state not in (State.LOCKED, State.CHECKED):
        raise Conflict(N_("Uji petik dilakukan setelah triwulan ditutup dan sebelum diputuskan."))
    refuse_candidate(actor, period)
    return period


def _row(actor: Actor, period_id: int, row_id: int) -> SpotCheckVisit:
    row = session().get(SpotCheckVisit, row_id, populate_existing=True)
    check = session().get(SpotCheck, row.spot_check_id) if row else None
    if row is None or check is None or row.office_id != actor.office_id or check.period_id != period_id:
        raise NotFound(N_("Kunjungan ini tidak ada dalam undian."))
    return row


def _counts(pool: Pool) -> dict[str, int]:
    return {"rated": pool.rated, "contactable": len(pool.contactable)}


def _keep(check: SpotCheck, officer_id: int, pool: Pool) -> None:
    session().add_all(
        SpotCheckVisit(
            office_id=check.office_id, spot_check_id=check.id, officer_id=officer_id, place=place, visit_id=visit_id
        )
        for place, visit_id in enumerate(drawn(check.seed, pool.contactable), 1)
    )
