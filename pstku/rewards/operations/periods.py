"""Opening a quarter freezes the settings, closing it freezes the evidence, checking says it is sound."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from pstku.audit.operations import record
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.core.fitting import fitting
from pstku.core.text import N_, words_text
from pstku.guestbook.models import Visit
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.ratings.operations.cutting import lock_quarter
from pstku.ratings.operations.waiting import join_waiting_votes
from pstku.ratings.queries.review import count_open_appeals
from pstku.ratings.queries.tallies import is_cut
from pstku.rewards.candidates import frozen_parameters
from pstku.rewards.models import AwardPeriod, Certificate, SignalNote, SpotCheck, SpotCheckVisit
from pstku.rewards.operations.apart import compute_apart
from pstku.rewards.queries import find_period, get_period
from pstku.rewards.rules import State, need_step, snapshot_hash
from pstku.rewards.signals import frozen_evidence
from pstku.rewards.weighing import strong_signals

LINES = ("desk", "field")
LONGEST_TEXT = 1000
SHORTEST_SENTENCE = 10
OVER = (State.ESTABLISHED, State.CANCELLED)
STEP_ACTS = {
    State.LOCKED: "award_locked",
    State.CHECKED: "award_checked",
    State.DECIDED: "award_decided",
    State.ANNOUNCED: "award_announced",
    State.ESTABLISHED: "award_established",
    State.CANCELLED: "award_cancelled",
}


def open_period(actor: Actor, year: int, quarter: int, line: str) -> AwardPeriod:
    """Open a quarter of an award line and freeze its settings; later changes do not affect it."""
    actor.need(Role.ADMIN)
    if line not in LINES or quarter not in (1, 2, 3, 4) or not 2020 <= year <= 2100:
        raise InvalidInput("quarter", N_("Pilih triwulan dan jenis penghargaan dari daftar."))
    if find_period(actor.office_id, year, quarter, line):
        raise Conflict(N_("Triwulan ini sudah dibuka."))
    if is_cut(actor.office_id, year, quarter):
        raise Conflict(N_("Penilaian triwulan ini sudah menjadi hitungan, jadi tidak dapat dibuka lagi."))
    first, last = clock.quarter_days(year, quarter)
    with atomic() as s:
        period = AwardPeriod(
            office_id=actor.office_id,
            year=year,
            quarter=quarter,
            line=line,
            starts_on=first,
            ends_on=last,
            state=State.OPEN,
            parameters=frozen_parameters(configuration(actor.office_id)),
            opened_at=clock.now(),
            opened_by_id=actor.person_id,
        )
        s.add(period)
        s.flush()
        record(actor.office_id, "open_award_period", "award_period", period.id, actor_id=actor.person_id)
    return period


def lock_period(actor: Actor, period_id: int) -> AwardPeriod:
    """Lock a quarter that is over: freeze and hash inputs, parameters and results; later votes never count.

    Votes that wait for a visit which has ended by now are joined first. Raises Conflict while guests may still vote or an
    appeal waits for a decision.
    """
    actor.need(Role.ADMIN)
    join_waiting_votes(actor.office_id)

    def compute(period: AwardPeriod) -> dict[str, Any]:
        _need_lockable(period)
        return frozen_evidence(period).to_json()

    def write(period: AwardPeriod, snapshot: dict[str, Any]) -> None:
        _need_lockable(period)
        lock_quarter(actor.office_id, period.year, period.quarter)
        values: dict[str, Any] = {"snapshot": snapshot, "snapshot_hash": snapshot_hash(snapshot)}
        values |= {"locked_at": clock.now(), "locked_by_id": actor.person_id}
        step(actor, period, State.LOCKED, values)

    return compute_apart(
        actor.office_id, period_id, compute, write, still=(Visit, Vote, Complaint)
    )  # a vote claims its visit first


def _need_lockable(period: AwardPeriod) -> None:
    """Raise Conflict unless this is the next step and nothing may still change what counts in this quarter."""
    need_step(period.state, State.LOCKED)
    office = configuration(period.office_id)
    today = clock.local_day(clock.now(), office.tz)
    if today <= period.ends_on:
        raise Conflict(N_("Triwulan ini belum berakhir. Tutup setelah hari terakhirnya lewat."))
    until = period.ends_on + timedelta(days=office.settings.voting_days)
    if today <= until:
        raise Conflict(
            N_("Tamu masih dapat menilai sampai %(until)s. Tutup triwulan ini sesudahnya."),
            until=clock.long_date(until),
        )
    if count_open_appeals(period.office_id, period.year, period.quarter):
        raise Conflict(N_("Masih ada sanggahan komentar yang belum diputuskan. Putuskan di Tinjauan, lalu tutup."))


def check_period(
    actor: Actor, period_id: int, note: str, sentences: Mapping[tuple[int, str], str] | None = None
) -> AwardPeriod:
    """Record that the PST coordinator found data and complaints in order; a candidate may not do this.

    `sentences` says something of every strong signal, by officer and code. Raises InvalidInput("note") or with the field of
    a signal that nothing was said of.
    """
    actor.need(Role.ADMIN)
    words = fitting("note", note, LONGEST_TEXT, words_text)
    if len(words) < 5:
        raise InvalidInput("note", N_("Tulis apa yang diperiksa dan hasilnya."))
    with atomic():
        period = get_period(actor.office_id, period_id, lock=True)
        if period.state != State.LOCKED:
            need_step(period.state, State.CHECKED)
        refuse_candidate(actor, period)
        _keep_sentences(actor, period, sentences or {})
        values = {"checked_at": clock.now(), "checked_by_id": actor.person_id, "check_note": words}
        step(actor, period, State.CHECKED, values)
    return period


def _keep_sentences(actor: Actor, period: AwardPeriod, sentences: Mapping[tuple[int, str], str]) -> None:
    for item in strong_signals(period):
        words = fitting(item.field, sentences.get(item.key, ""), LONGEST_TEXT, words_text)
        if len(words) < SHORTEST_SENTENCE:
            raise InvalidInput(item.field, N_("Tulis apa yang Anda temukan tentang tanda ini, minimal sepuluh huruf."))
        officer_id, code = item.key
        mine = (SignalNote.period_id == period.id, SignalNote.officer_id == officer_id, SignalNote.code == code)
        note = session().scalar(select(SignalNote).where(*mine).execution_options(populate_existing=True))
        note = note or SignalNote(office_id=period.office_id, period_id=period.id, officer_id=officer_id, code=code)
        note.words, note.written_at, note.written_by_id = words, clock.now(), actor.person_id
        session().add(note)


def cancel_period(actor: Actor, period_id: int, reason: str) -> AwardPeriod:
    """End a period for good, with a reason; a certificate that was issued is revoked."""
    actor.need(Role.ADMIN)
    words = fitting("reason", reason, LONGEST_TEXT, words_text)
    if len(words) < 5:
        raise InvalidInput("reason", N_("Tulis alasan pembatalannya."))
    with atomic() as s:
        period = get_period(actor.office_id, period_id, lock=True)
        refuse_candidate(actor, period)
        step(actor, period, State.CANCELLED, {"cancelled_at": clock.now(), "cancel_reason": words})
        mine = Certificate.period_id == period.id
        s.execute(update(Certificate).where(mine, Certificate.revoked_at.is_(None)).values(revoked_at=clock.now()))
    return period


def refuse_candidate(actor: Actor, period: AwardPeriod) -> None:
    """Raise NotAllowed for somebody who has votes in this period: nobody handles what is about themselves."""
    if actor.person_id in candidate_ids(period):
        raise NotAllowed(N_("Anda termasuk yang dinilai pada masa ini. Minta rekan lain melakukannya."))


def candidate_ids(period: AwardPeriod) -> set[int]:
    """Everybody who appears in the frozen evidence."""
    return period.evidence.officer_ids if period.evidence else set()


def step(actor: Actor, period: AwardPeriod, target: State, values: dict[str, Any]) -> None:
    """Move a period to its next state; when two people try at once, the second gets Conflict."""
    need_step(period.state, target)
    was = period.state
    with atomic() as s:
        moved = s.execute(
            update(AwardPeriod)
            .where(AwardPeriod.id == period.id, AwardPeriod.state == was)
            .values(state=target, **values)
            .returning(AwardPeriod.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not moved:
            raise Conflict(N_("Rekan lain baru saja mengubah masa ini. Muat ulang halaman."))
        s.refresh(period)
        if target in OVER:
            forget_drawn_visits(period.id)
        act = STEP_ACTS[target]
        record(actor.office_id, act, "award_period", period.id, actor_id=actor.person_id, previous_state=was)


def forget_drawn_visits(period_id: int) -> None:
    """Remove the link from each spot-check draw to its visit, once the award is over."""
    mine = SpotCheckVisit.spot_check_id.in_(select(SpotCheck.id).where(SpotCheck.period_id == period_id))
    forget = update(SpotCheckVisit).where(mine).values(visit_id=None)
    session().execute(forget.execution_options(synchronize_session=False))
