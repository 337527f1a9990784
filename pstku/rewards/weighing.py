"""What speaks against the evidence of a period: strong signals with what was said of them, and why a choice is weak."""

from dataclasses import dataclass

from sqlalchemy import select

from pstku.core.db import session
from pstku.rewards.evidence import Signal, Snapshot
from pstku.rewards.models import AwardPeriod, EarlierEvidence, SignalNote
from pstku.rewards.rules.finding import Finding
from pstku.rewards.rules.signal_words import words_of
from pstku.rewards.rules.signals import DENIED
from pstku.rewards.rules.spot_check import DENIED as SAID_NO
from pstku.rewards.spot_checks import OfficerCheck, officer_checks


@dataclass(frozen=True, slots=True)
class WeighedSignal:
    """A signal with the officer's name, the checker's sentence, and whether the votes under it were set aside."""

    signal: Signal
    name: str
    note: str
    is_set_aside: bool

    @property
    def key(self) -> tuple[int, str]:
        """Officer and code: a signal is named by both."""
        return self.signal.officer_id, self.signal.code

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"tanda-{self.signal.officer_id}-{self.signal.code}"


def weighed_signals(period: AwardPeriod) -> list[WeighedSignal]:
    """Every signal worth a look, the strong ones first; denials of the spot check are among them."""
    evidence = period.evidence
    if evidence is None:
        return []
    notes = {(note.officer_id, note.code): note.words for note in _notes(period.id)}
    aside = set_aside_keys(evidence)
    frozen = [signal for signal in evidence.signals or () if signal.is_strong or signal.is_notable]
    frozen_keys = {(signal.officer_id, signal.code) for signal in frozen}
    denials = [_denial(check, evidence.line) for check in officer_checks(period) if check.is_denied]
    signals = [*frozen, *(signal for signal in denials if (signal.officer_id, signal.code) not in frozen_keys)]
    weighed = []
    for signal in sorted(signals, key=lambda s: (not s.is_strong, s.officer_id, s.code)):
        key, who = (signal.officer_id, signal.code), evidence.find(signal.officer_id)
        if who is not None:
            weighed.append(WeighedSignal(signal, who.name, notes.get(key, ""), key in aside))
    return weighed


def strong_signals(period: AwardPeriod) -> list[WeighedSignal]:
    """The signals on which the checker must write a sentence."""
    return [item for item in weighed_signals(period) if item.signal.is_strong]


def set_aside_keys(evidence: Snapshot) -> set[tuple[int, str]]:
    """(officer, code) of every signal whose votes were set aside."""
    return {(item.officer_id, item.code) for item in evidence.replaced or ()}


def weaknesses(period: AwardPeriod) -> dict[int, list[str]]:
    """By officer of the shortlist: why evidence for them is weak, in words; an empty list for strong evidence."""
    evidence = period.evidence
    if evidence is None:
        return {}
    checks = {check.officer_id: check for check in officer_checks(period)}
    standing = {item.signal.officer_id for item in strong_signals(period) if not item.is_set_aside}
    found = {}
    for candidate in evidence.shortlisted:
        words = [gate.words for gate in candidate.failed]
        if evidence.orders is not None and not evidence.orders.leads_all(candidate.officer_id):
            words.append("Tidak memimpin di ketiga urutan")
        if candidate.officer_id in standing:
            words.append("Ada tanda kuat")
        found[candidate.officer_id] = words + _unchecked(checks.get(candidate.officer_id))
    return found


def earlier_evidence(period_id: int) -> list[EarlierEvidence]:
    """What was frozen before votes were set aside, the first first."""
    query = select(EarlierEvidence).where(EarlierEvidence.period_id == period_id).order_by(EarlierEvidence.id)
    return list(session().scalars(query))


def _unchecked(check: OfficerCheck | None) -> list[str]:
    if check is None:
        return ["Uji petik belum dilakukan"]
    if not check.visits:
        return ["Tidak ada kunjungan yang dapat diuji petik"]
    if check.count(None):
        return ["Uji petik belum selesai"]
    return [] if check.answered else ["Tidak seorang pun menjawab uji petik"]


def _denial(check: OfficerCheck, line: str) -> Signal:
    finding = Finding(DENIED, check.count(SAID_NO), check.answered, is_deterministic=True)
    return Signal(
        code=DENIED,
        officer_id=check.officer_id,
        line=line,
        is_deterministic=True,
        is_strong=True,
        is_notable=True,
        p=None,
        p_adjusted=None,
        expected=None,
        observed=None,
        visits=finding.visits,
        words=words_of(finding),
        vote_count=check.rated,
    )


def _notes(period_id: int) -> list[SignalNote]:
    return list(session().scalars(select(SignalNote).where(SignalNote.period_id == period_id)))
