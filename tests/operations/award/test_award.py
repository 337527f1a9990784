"""The award: frozen evidence, gates, conflicts of interest, one decision, a certificate that never changes."""

import re
from datetime import UTC, date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from pstku.accounts.models import Person
from pstku.accounts.operations import add_person
from pstku.complaints.models import Complaint
from pstku.core import clock
from pstku.core.actor import Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.offices.models import Setting
from pstku.offices.operations import changed
from pstku.ratings.models import Vote
from pstku.rewards.candidates import counts_in
from pstku.rewards.evidence import Candidate
from pstku.rewards.models import AwardPeriod, Decision
from pstku.rewards.operations.deciding import award_to, award_to_nobody, send_back
from pstku.rewards.operations.periods import cancel_period, check_period, lock_period, open_period
from pstku.rewards.operations.publishing import announce, answer_objection, establish, object_to
from pstku.rewards.queries import (
    certificate_of,
    decision_of,
    find_certificate,
    get_period,
    near_deadlines,
    periods_of_years,
    proposals,
)
from pstku.rewards.rules import snapshot_hash
from pstku.rewards.standing import standing
from tests.awards import AFTER, QUARTER, VECTORS, serve_and_rate
from tests.listening import statements
from tests.operations.award.conftest import NOTE
from tests.operations.test_atomic import in_threads

REASON = "Skor tertinggi dan unggul pada penentu pertama, tanpa keluhan."


def candidate(period: AwardPeriod, officer_id: int) -> Candidate:
    return period.evidence.find(officer_id)


def shortlisted(period: AwardPeriod) -> list[int]:
    return [item.officer_id for item in period.evidence.shortlisted]


def test_real_votes_give_the_agreed_scores_and_shortlist(period, officers):
    assert period.evidence.mean_shown == "90.00"
    assert [candidate(period, officers[letter]).score_shown for letter in "BCD"] == [95.0, 90.0, 94.32]
    assert shortlisted(period) == [officers[letter] for letter in VECTORS["shortlist"]]
    few = candidate(period, officers["A"])
    assert not few.is_eligible and [gate.code for gate in few.failed] == ["votes"]


def test_a_snapshot_keeps_no_score_of_fewer_than_five_votes(cast, officers):
    shy = add_person(
        cast.office_id, username="sedikit", name="Sedikit", call_name="Sedikit", password="tidak-dipakai",
        roles={Role.OFFICER},
    )  # fmt: skip
    serve_and_rate(cast.office_id, shy.id, [1, 1, 2, 4])
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    kept = candidate(locked, shy.id)
    assert (kept.votes, kept.score_sum, kept.square_sum, kept.fours) == (4, 0, 0, 0)
    assert kept.score == locked.evidence.mean


def test_what_comes_after_closing_changes_nothing(cast, period, officers):
    before = (period.snapshot, period.snapshot_hash)
    serve_and_rate(cast.office_id, officers["C"], [4] * 30)
    with atomic() as s:
        s.add(Setting(office_id=cast.office_id, key="gate_votes", value=100))
        changed(cast.office_id)
    again = get_period(cast.office_id, period.id)
    assert (again.snapshot, again.snapshot_hash) == before
    assert snapshot_hash(again.snapshot) == again.snapshot_hash
    assert again.parameters["gate_votes"] == 10


def test_settings_freeze_when_the_quarter_opens(cast, officers):
    opened = open_period(cast.admin, *QUARTER, "desk")
    with atomic() as s:
        s.add(Setting(office_id=cast.office_id, key="gate_votes", value=30))
        changed(cast.office_id)
    locked = lock_period(cast.admin, opened.id)
    assert candidate(locked, officers["D"]).is_eligible


def test_a_running_quarter_cannot_be_closed(cast, now):
    opened = open_period(cast.admin, 2026, 4, "desk")
    with pytest.raises(Conflict, match="belum berakhir"):
        lock_period(cast.admin, opened.id)


def test_the_same_quarter_opens_once(cast, now):
    open_period(cast.admin, *QUARTER, "desk")
    with pytest.raises(Conflict):
        open_period(cast.admin, *QUARTER, "desk")
    open_period(cast.admin, *QUARTER, "field")


def test_an_upheld_complaint_and_a_sanction_exclude(cast, officers):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == officers["D"]).values(under_sanction=True))
        s.add(_upheld(cast, officers["B"]))
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    failed = {letter: [gate.code for gate in candidate(locked, officers[letter]).failed] for letter in "BD"}
    assert failed == {"B": ["complaint"], "D": ["sanction"]}
    assert shortlisted(locked) == [officers["C"]]


def test_a_complaint_of_the_next_quarter_does_not_reach_back(cast, officers):
    with atomic() as s:
        s.add(_upheld(cast, officers["B"], at=AFTER - timedelta(days=2)))
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    assert candidate(locked, officers["B"]).is_eligible


@pytest.mark.both_engines
def test_a_paper_counts_in_the_quarter_in_which_it_came(cast, officers):
    complaint = _upheld(cast, officers["B"], at=AFTER - timedelta(days=2))
    complaint.received_on = date(2026, 9, 30)
    with atomic() as s:
        s.add(complaint)
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    assert not candidate(locked, officers["B"]).is_eligible
    stood = standing(locked)
    with atomic():
        complaint.received_on = date(2026, 9, 29)
    assert standing(locked) != stood


def test_what_is_upheld_after_the_lock_counts_in_the_quarter_of_the_finding_and_changes_nothing_frozen(cast, officers):
    complaint = _upheld(cast, officers["B"])
    complaint.finding = None
    with atomic() as s:
        s.add(complaint)
    before = open_period(cast.admin, *QUARTER, "desk")
    locked = lock_period(cast.admin, before.id)
    frozen = locked.snapshot_hash
    stood = standing(locked)
    with atomic():
        complaint.finding, complaint.answered_at = "upheld", AFTER + timedelta(days=20)
    assert candidate(locked, officers["B"]).is_eligible and locked.snapshot_hash == frozen
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    following = AwardPeriod(office_id=cast.office_id, year=2026, quarter=4, line="desk", **days)
    after_that = AwardPeriod(
        office_id=cast.office_id,
        year=2027,
        quarter=1,
        line="desk",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )

    def counted(period):
        return session().scalars(select(Complaint.id).where(counts_in(period))).all()

    assert (counted(following), counted(after_that)) == ([complaint.id], [])
    assert standing(locked) != stood  # a quarter that is still drawn from its rows is drawn again
    with atomic():
        complaint.answered_at = locked.locked_at - timedelta(hours=1)
    assert counted(following) == []  # its own quarter had it


def _upheld(cast, officer_id: int, at=AFTER - timedelta(days=30)) -> Complaint:
    return Complaint(
        id=uuid7(),
        office_id=cast.office_id,
        code="P-1",
        text="x",
        about_person_id=officer_id,
        channel="tablet",
        created_at=at,
        received_on=clock.local_day(at, UTC),
        due_on=date(2026, 11, 1),
        finding="upheld",
    )


def test_low_coverage_is_weak_evidence_and_asks_for_a_longer_reason(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12, unrated=60)
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    assert candidate(locked, cast.officer.person_id).is_weak
    check_period(cast.admin2, locked.id, NOTE)
    with pytest.raises(InvalidInput, match="30"):
        award_to(cast.head, locked.id, cast.officer.person_id, "Bagus sekali.")
    award_to(cast.head, locked.id, cast.officer.person_id, "Cakupan rendah karena tablet rusak tiga minggu.")


def test_service_outside_has_a_line_of_its_own(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    serve_and_rate(cast.office_id, cast.employee.person_id, [4] * 11, channel="field")
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "field").id)
    assert shortlisted(locked) == [cast.employee.person_id]


def test_nobody_eligible_leaves_only_nobody(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 9)
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    check_period(cast.admin2, locked.id, NOTE)
    with pytest.raises(InvalidInput) as caught:
        award_to(cast.head, locked.id, cast.officer.person_id, REASON)
    assert caught.value.field == "winner"
    award_to_nobody(cast.head, locked.id, "Penilaian belum cukup pada triwulan ini.")
    assert decision_of(locked.id).verdict == "none"


def test_a_candidate_neither_checks_nor_decides(cast, now):
    serve_and_rate(cast.office_id, cast.admin2.person_id, [4] * 12)  # admin2 is admin and decider
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    with pytest.raises(NotAllowed):
        check_period(cast.admin2, locked.id, NOTE)
    check_period(cast.admin, locked.id, NOTE)
    with pytest.raises(NotAllowed):
        award_to(cast.admin2, locked.id, cast.officer.person_id, REASON)


def test_roles_and_other_offices(cast, checked, officers):
    with pytest.raises(NotAllowed):
        award_to(cast.admin, checked.id, officers["B"], REASON)
    with pytest.raises(NotFound):
        award_to(cast.stranger, checked.id, officers["B"], REASON)
    with pytest.raises(NotAllowed):
        open_period(cast.officer, 2026, 2, "desk")


def test_a_decision_needs_a_reason_and_a_shortlisted_winner(cast, checked, officers):
    with pytest.raises(InvalidInput) as caught:
        award_to(cast.head, checked.id, officers["B"], "ok")
    assert caught.value.field == "reason"
    with pytest.raises(InvalidInput):
        award_to(cast.head, checked.id, officers["C"], REASON)


def test_a_rejected_proposal_is_checked_again(cast, checked, officers):
    send_back(cast.head, checked.id, "Periksa lagi kunjungan bulan Agustus.")
    again = get_period(cast.office_id, checked.id)
    assert again.state == "locked" and "Agustus" in again.check_note
    check_period(cast.admin2, checked.id, NOTE)
    award_to(cast.head, checked.id, officers["B"], REASON)


def test_the_whole_way_to_a_certificate(cast, checked, officers):
    award_to(cast.head, checked.id, officers["B"], REASON)
    announced = announce(cast.admin, checked.id)
    assert announced.objections_until == date(2026, 10, 20)
    with pytest.raises(Conflict, match="Masa keberatan"):
        establish(cast.admin, checked.id, "123/SK/2026", date(2026, 10, 5))
    objection = object_to(cast.employee, checked.id, "Mohon cek lagi data bulan Juli.")
    with clock.at(AFTER + timedelta(days=20)):
        with pytest.raises(Conflict, match="belum dijawab"):
            establish(cast.admin, checked.id, "123/SK/2026", date(2026, 10, 20))
        answer_objection(cast.admin2, objection.id, "Sudah dicek, datanya benar.")
        with pytest.raises(Conflict):
            object_to(cast.employee, checked.id, "Terlambat menyampaikan keberatan.")
        establish(cast.admin, checked.id, "123/SK/2026", date(2026, 10, 20))
    certificate = certificate_of(checked.id)
    assert certificate.wording["name"] == "Petugas B" and certificate.wording["votes"] == 40
    assert find_certificate(certificate.code.lower()).id == certificate.id
    assert [p.winner for p in proposals(cast.office_id)] == ["Petugas B"]


def test_a_certificate_keeps_its_words_and_cancelling_revokes_it(cast, checked, officers):
    award_to(cast.head, checked.id, officers["B"], REASON)
    announce(cast.admin, checked.id)
    with clock.at(AFTER + timedelta(days=20)):
        establish(cast.admin, checked.id, "123/SK/2026", date(2026, 10, 20))
        with atomic() as s:
            s.execute(update(Person).where(Person.id == officers["B"]).values(name="Nama Baru"))
            s.execute(update(Vote).values(score=1))
        assert certificate_of(checked.id).wording["name"] == "Petugas B"
        cancel_period(cast.admin, checked.id, "Salah data, SK dicabut.")
    assert certificate_of(checked.id).revoked_at is not None


def test_stages_cannot_be_skipped_or_repeated(cast, period, officers):
    with pytest.raises(Conflict):
        award_to(cast.head, period.id, officers["B"], REASON)
    with pytest.raises(Conflict):
        lock_period(cast.admin, period.id)
    with pytest.raises(Conflict):
        announce(cast.admin, period.id)


def decisions() -> int:
    session().commit()
    return session().scalar(select(func.count()).select_from(Decision))


def race(app, work, count: int = 2) -> list[BaseException]:
    barrier = Barrier(count)

    def run():
        with clock.at(AFTER):
            barrier.wait()
            work()

    session().commit()
    return in_threads(app, run, count)


def test_of_two_deciders_at_once_one_decides(app, cast, checked, officers):
    errors = race(app, lambda: award_to(cast.head, checked.id, officers["B"], REASON))
    assert [type(error) for error in errors] == [Conflict]
    assert decisions() == 1


def test_without_the_guards_both_would_decide(app, cast, checked):
    approvals = []
    both_have_read = Barrier(2)

    def naive():
        state = session().scalar(select(AwardPeriod.state).where(AwardPeriod.id == checked.id))
        session().rollback()
        both_have_read.wait()
        if state == "checked":
            with atomic() as s:
                s.execute(update(AwardPeriod).where(AwardPeriod.id == checked.id).values(state="decided"))
                approvals.append(1)

    session().commit()
    assert in_threads(app, naive, 2) == []
    assert len(approvals) == 2


def test_somebody_who_left_is_not_awarded(cast, checked, officers):
    with atomic() as s:
        s.execute(update(Person).where(Person.id == officers["B"]).values(is_active=False))
    with pytest.raises(InvalidInput, match="tidak aktif lagi") as caught:
        award_to(cast.head, checked.id, officers["B"], REASON)
    assert caught.value.field == "winner"
    award_to(cast.head, checked.id, officers["D"], REASON)


def test_lists_of_periods_read_no_evidence(cast, checked, officers):
    award_to(cast.head, checked.id, officers["B"], REASON)
    announce(cast.admin, checked.id)
    session().expunge_all()
    with statements() as seen:
        listed = periods_of_years(cast.office_id).periods
        assert [each.period for each in proposals(cast.office_id)] == listed
        assert near_deadlines(cast.office_id, date(2027, 2, 1))
    assert seen and not [each for each in seen if re.search(r"award_periods\.snapshot\b", each)]
    assert get_period(cast.office_id, checked.id).evidence is not None, "whoever asks for one reads it"
