"""Setting aside: all votes under one strong signal or none, with a reason, as a second frozen evidence beside the first."""

from dataclasses import replace

from sqlalchemy import update

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.core.errors import Conflict, InvalidInput, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.rewards.candidates import FIGURES, figures_of
from pstku.rewards.evidence import Replaced, Snapshot
from pstku.rewards.models import AwardPeriod, EarlierEvidence
from pstku.rewards.operations.apart import compute_apart
from pstku.rewards.operations.periods import LONGEST_TEXT, refuse_candidate
from pstku.rewards.operations.spot_checking import draw_for_new_names
from pstku.rewards.rules import State, snapshot_hash
from pstku.rewards.rules.signals import DENIED
from pstku.rewards.signals import denied_signal, evidence_without
from pstku.rewards.spot_checks import officer_checks
from pstku.rewards.weighing import WeighedSignal, earlier_evidence, set_aside_keys, strong_signals

SHORTEST_REASON = 10


def set_aside(actor: Actor, period_id: int, officer_id: int, code: str, reason: str) -> AwardPeriod:
    """Take every vote under one strong signal out of the evidence; the earlier evidence stays beside the new one.

    Raises NotFound for a signal that is not strong, InvalidInput("reason"), NotAllowed for a candidate, and Conflict when
    it was done before, the quarter is not being checked, or what lies under the evidence changed since the lock.
    """
    actor.need(Role.ADMIN)
    words = fitting("reason", reason, LONGEST_TEXT, words_text)
    if len(words) < SHORTEST_REASON:
        raise InvalidInput("reason", N_("Tulis alasannya, minimal sepuluh huruf. Alasan ini tercatat di berita acara."))

    def compute(period: AwardPeriod) -> Snapshot:
        refuse_candidate(actor, period)
        signal = _standing(period, officer_id, code)
        before = Snapshot.from_json(period.snapshot or {})
        _need_same_votes(period, before)
        return _without(period, before, signal, words, period.snapshot_hash or "")

    def write(period: AwardPeriod, fresh: Snapshot) -> None:
        earlier_hash = period.snapshot_hash or ""
        session().add(
            EarlierEvidence(
                office_id=actor.office_id,
                period_id=period.id,
                snapshot=period.snapshot or {},
                snapshot_hash=earlier_hash,
                reason=words,
                replaced_at=clock.now(),
                replaced_by_id=actor.person_id,
            )
        )
        _keep(period, fresh, earlier_hash)
        draw_for_new_names(period)
        act = "set_aside_votes"
        record(
            actor.office_id, act, "award_period", period.id, actor_id=actor.person_id, officer=officer_id, signal=code
        )

    return compute_apart(actor.office_id, period_id, compute, write)


def _standing(period: AwardPeriod, officer_id: int, code: str) -> WeighedSignal:
    if period.state != State.LOCKED:
        raise Conflict(N_("Penilaian disisihkan selama data diperiksa. Minta penetap mengembalikannya lebih dulu."))
    found = next((item for item in strong_signals(period) if item.key == (officer_id, code)), None)
    if found is None:
        raise NotFound(N_("Tanda kuat ini tidak ada pada masa ini."))
    if found.is_set_aside:
        raise Conflict(N_("Penilaian di bawah tanda ini sudah disisihkan."))
    return found


def _need_same_votes(period: AwardPeriod, current: Snapshot) -> None:
    """Raise Conflict when the votes are no longer those of the lock: a second evidence would rest on something else."""
    earlier = earlier_evidence(period.id)
    first = Snapshot.from_json(earlier[0].snapshot) if earlier else current
    now = figures_of(period)
    frozen = {candidate.officer_id: candidate for candidate in first.candidates}
    is_same = all(
        number in now and getattr(now[number], name) == getattr(candidate, name)
        for number, candidate in frozen.items()
        for name in FIGURES
    )
    if not is_same:
        raise Conflict(
            N_("Kunjungan atau penilaian berubah sejak triwulan ditutup, jadi tidak ada yang dapat disisihkan.")
        )


def _without(period: AwardPeriod, before: Snapshot, signal: WeighedSignal, reason: str, earlier_hash: str) -> Snapshot:
    officer_id, code = signal.key
    fresh = evidence_without(period, {*set_aside_keys(before), signal.key})
    change = Replaced(
        snapshot_hash=earlier_hash,
        officer_id=officer_id,
        code=code,
        reason=reason,
        votes_before=_votes(before, officer_id),
        votes_after=_votes(fresh, officer_id),
        order_before=tuple(candidate.officer_id for candidate in before.shortlisted),
        order_after=tuple(candidate.officer_id for candidate in fresh.shortlisted),
    )
    signals = before.signals or ()
    if code == DENIED:
        check = next(check for check in officer_checks(period) if check.officer_id == officer_id)
        signals = (*signals, denied_signal(period, officer_id, check.count("denied"), check.answered))
    return replace(fresh, signals=signals, replaced=(*(before.replaced or ()), change))


def _votes(evidence: Snapshot, officer_id: int) -> int:
    candidate = evidence.find(officer_id)
    return candidate.votes if candidate else 0


def _keep(period: AwardPeriod, fresh: Snapshot, earlier_hash: str) -> None:
    stored = fresh.to_json()
    change = (
        update(AwardPeriod)
        .where(AwardPeriod.id == period.id, AwardPeriod.snapshot_hash == earlier_hash)
        .values(snapshot=stored, snapshot_hash=snapshot_hash(stored))
        .returning(AwardPeriod.id)
        .execution_options(synchronize_session=False)
    )
    if not session().execute(change).all():
        raise Conflict(N_("Rekan lain baru saja mengubah masa ini. Muat ulang halaman."))
    session().refresh(period)
