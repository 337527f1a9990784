"""The decision: one of the shortlist, nobody, or back to the checkers; by somebody who is no candidate."""

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.rewards.models import AwardPeriod, Decision
from pstku.rewards.operations.periods import LONGEST_TEXT, refuse_candidate, step
from pstku.rewards.queries import get_period, inactive_candidates
from pstku.rewards.rules import State, need_step
from pstku.rewards.rules.states import Verdict
from pstku.rewards.weighing import weaknesses

SHORTEST_REASON = 10
LATE = N_("Rekan lain baru saja memutuskan masa ini. Muat ulang halaman.")


def award_to(actor: Actor, period_id: int, winner_id: int, reason: str) -> Decision:
    """Approve one of the shortlist. Weak evidence asks for a longer reason, which says why all the same.

    Raises InvalidInput("winner"/"reason"), NotAllowed for a candidate, Conflict when somebody decided first.
    """
    with atomic():
        period = _decidable(actor, period_id)
        chosen = period.evidence.find(winner_id) if period.evidence else None
        if chosen is None or chosen.place is None:
            raise InvalidInput("winner", N_("Pilih salah satu calon unggulan, atau “Tidak ditetapkan”."))
        if winner_id in inactive_candidates(period):
            raise InvalidInput("winner", N_("%(name)s tidak aktif lagi. Pilih calon lain."), name=chosen.name)
        shortest = 3 * SHORTEST_REASON if weaknesses(period)[winner_id] else SHORTEST_REASON
        words = _reason(reason, shortest)
        return _decide(actor, period, Decision(verdict=Verdict.AWARDED, winner_id=winner_id, reason=words))


def award_to_nobody(actor: Actor, period_id: int, reason: str) -> Decision:
    """Tidak ditetapkan: decide that nobody wins this quarter, with the reason."""
    with atomic():
        period = _decidable(actor, period_id)
        words = _reason(reason, SHORTEST_REASON)
        return _decide(actor, period, Decision(verdict=Verdict.NONE, winner_id=None, reason=words))


def send_back(actor: Actor, period_id: int, reason: str) -> AwardPeriod:
    """Tolak: send the proposal back to be checked again, with the reason; the frozen evidence stays."""
    with atomic():
        period = _decidable(actor, period_id)
        words = _reason(reason, SHORTEST_REASON)
        note = f"Dikembalikan penetap: {words}"
        step(actor, period, State.LOCKED, {"checked_at": None, "checked_by_id": None, "check_note": note})
    return period


def _decidable(actor: Actor, period_id: int) -> AwardPeriod:
    actor.need(Role.DECIDER)
    period = get_period(actor.office_id, period_id, lock=True)
    need_step(period.state, State.DECIDED)
    refuse_candidate(actor, period)
    return period


def _reason(text: str, shortest: int) -> str:
    words = fitting("reason", text, LONGEST_TEXT, words_text)
    if len(words) < shortest:
        raise InvalidInput(
            "reason", N_("Tulis alasannya, minimal %(shortest)s huruf. Alasan ini tercatat."), shortest=shortest
        )
    return words


def _decide(actor: Actor, period: AwardPeriod, decision: Decision) -> Decision:
    """Move the period on and keep the decision; the UNIQUE row and the conditional update let one decider through."""
    decision.office_id, decision.period_id = actor.office_id, period.id
    decision.decided_at, decision.decided_by_id = clock.now(), actor.person_id
    with atomic() as s:
        step(actor, period, State.DECIDED, {})
        s.add(decision)
        s.flush()
        record(actor.office_id, "decide_award", "award_decision", decision.id, actor_id=actor.person_id)
    return decision
