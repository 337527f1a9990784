"""Signals of a locked quarter: said something of, set aside whole or not at all, as a second evidence beside the first."""

import pytest
from sqlalchemy import select, update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.vault import seal
from pstku.guestbook.models import Guest
from pstku.ratings.models import Vote
from pstku.rewards.models import EarlierEvidence, SpotCheckVisit
from pstku.rewards.operations.deciding import award_to, send_back
from pstku.rewards.operations.periods import check_period, lock_period, open_period
from pstku.rewards.operations.setting_aside import set_aside
from pstku.rewards.operations.spot_checking import draw_spot_check, record_outcome
from pstku.rewards.presentation import candidate_rows
from pstku.rewards.queries import get_period
from pstku.rewards.rules import snapshot_hash
from pstku.rewards.weighing import strong_signals, weaknesses
from tests.awards import AFTER, QUARTER, serve_and_rate

REASON = "Nomor HP pada enam kunjungan ini milik pegawai sendiri."
NOTE = "Data dan pengaduan sudah diperiksa."
LONG = "Penilaian di bawah tanda ini tidak mengubah urutan, jadi tetap dihitung."


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def period(cast, now):
    """The officer's thirty fours, of which eight came from a staff telephone; the second officer's honest threes and fours."""
    return dishonest(cast, 8)


def dishonest(cast, flagged: int):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 30)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [4, 4, 4, 4, 3] * 6)
    mine = select(Vote.id).where(Vote.officer_id == cast.officer.person_id).limit(flagged)
    with atomic() as s:
        s.execute(update(Vote).where(Vote.id.in_(mine)).values(flags=["staff_phone"]))
    return lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)


def key(cast) -> tuple[int, str]:
    return cast.officer.person_id, "staff_phone"


def test_a_strong_signal_is_frozen_with_its_count(cast, period):
    (found,) = strong_signals(period)
    assert (found.key, found.signal.vote_count, found.name) == (key(cast), 8, "Nurain Lestari, SST")
    assert period.evidence.orders.without_strong


def test_the_checker_says_something_of_every_strong_signal(cast, period):
    (signal,) = strong_signals(period)
    with pytest.raises(InvalidInput) as caught:
        check_period(cast.admin2, period.id, NOTE)
    assert caught.value.field == signal.field
    check_period(cast.admin2, period.id, NOTE, {signal.key: LONG})
    assert strong_signals(get_period(cast.office_id, period.id))[0].note == LONG


def test_all_votes_under_a_signal_are_set_aside_and_the_first_evidence_stays(cast, period):
    first, first_hash = period.snapshot, period.snapshot_hash
    after = set_aside(cast.admin, period.id, *key(cast), REASON)
    assert after.evidence.find(cast.officer.person_id).votes == 22
    assert after.snapshot_hash == snapshot_hash(after.snapshot) != first_hash
    (change,) = after.evidence.replaced
    assert (change.snapshot_hash, change.reason, change.votes_taken) == (first_hash, REASON, 8)
    assert change.order_before == tuple(c["officer_id"] for c in first["candidates"] if c["place"])
    (kept,) = session().scalars(select(EarlierEvidence))
    assert (kept.snapshot, kept.snapshot_hash) == (first, first_hash)
    assert snapshot_hash(kept.snapshot) == first_hash


def test_the_second_evidence_equals_one_frozen_without_these_votes(cast, period):
    after = set_aside(cast.admin, period.id, *key(cast), REASON)
    honest = after.evidence.find(cast.officer2.person_id)
    assert honest.votes == 30 and honest.score_sum == 114
    dishonest = after.evidence.find(cast.officer.person_id)
    assert (dishonest.score_sum, dishonest.fours, dishonest.rated, dishonest.served) == (88, 22, 22, 30)


def test_nothing_is_set_aside_twice_without_a_reason_or_by_a_candidate(cast, period):
    with pytest.raises(InvalidInput):
        set_aside(cast.admin, period.id, *key(cast), "ya")
    with pytest.raises(NotFound):
        set_aside(cast.admin, period.id, cast.officer2.person_id, "staff_phone", REASON)
    with pytest.raises(NotFound):
        set_aside(cast.stranger, period.id, *key(cast), REASON)
    with pytest.raises(NotAllowed):
        set_aside(cast.head, period.id, *key(cast), REASON)
    set_aside(cast.admin, period.id, *key(cast), REASON)
    with pytest.raises(Conflict, match="sudah disisihkan"):
        set_aside(cast.admin, period.id, *key(cast), REASON)


def test_only_while_the_data_are_checked(cast, period):
    check_period(cast.admin2, period.id, NOTE, {key(cast): LONG})
    with pytest.raises(Conflict, match="selama data diperiksa"):
        set_aside(cast.admin, period.id, *key(cast), REASON)
    send_back(cast.head, period.id, "Sisihkan penilaian dari HP pegawai.")
    assert set_aside(cast.admin, period.id, *key(cast), REASON).evidence.replaced


def test_votes_that_changed_since_the_lock_stop_it(cast, period):
    with atomic() as s:
        s.execute(update(Vote).where(Vote.officer_id == cast.officer2.person_id).values(score=1))
    with pytest.raises(Conflict, match="berubah sejak"):
        set_aside(cast.admin, period.id, *key(cast), REASON)


@pytest.mark.parametrize(("flagged", "is_shown"), [(3, False), (8, True)])
def test_before_and_after_never_tell_a_few_votes(cast, now, flagged, is_shown):
    period = dishonest(cast, flagged)
    after = set_aside(cast.admin, period.id, *key(cast), REASON)
    shown = {row.candidate.officer_id: row.is_score_shown for row in candidate_rows(after, cast.admin)}
    assert shown == {cast.officer.person_id: is_shown, cast.officer2.person_id: True}


def with_contacts() -> None:
    with atomic() as s:
        for number, guest in enumerate(s.scalars(select(Guest))):
            guest.phone_sealed, guest.phone_index = seal(f"+62811438{number:05d}"), f"{number:064d}"


def test_one_denial_is_a_strong_signal_that_can_be_set_aside(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [4, 3] * 6)
    with_contacts()
    period = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    draw_spot_check(cast.head, period.id, "mangga 17")
    assert strong_signals(period) == []
    mine = SpotCheckVisit.officer_id == cast.officer.person_id
    row = session().scalar(select(SpotCheckVisit).where(mine).limit(1))
    record_outcome(cast.admin, period.id, row.id, "denied")
    (found,) = strong_signals(period)
    assert found.key == (cast.officer.person_id, "denied")
    after = set_aside(cast.admin, period.id, *found.key, REASON)
    assert after.evidence.find(cast.officer.person_id).votes == 0
    assert [item.is_set_aside for item in strong_signals(after)] == [True]


def test_somebody_who_comes_onto_the_shortlist_is_checked_by_the_same_draw(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 60)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [2, 3] * 15)
    with_contacts()
    with atomic() as s:
        s.execute(update(Vote).where(Vote.officer_id == cast.officer.person_id).values(flags=["staff_phone"]))
    period = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    check = draw_spot_check(cast.head, period.id, "mangga 17")
    assert set(check.pools) == {str(cast.officer.person_id)}
    set_aside(cast.admin, period.id, *key(cast), REASON)
    assert set(session().get(type(check), check.id, populate_existing=True).pools) == {
        str(cast.officer.person_id),
        str(cast.officer2.person_id),
    }
    drawn = session().scalars(select(SpotCheckVisit).where(SpotCheckVisit.officer_id == cast.officer2.person_id))
    assert len(list(drawn)) == 8


def test_evidence_is_strong_only_when_nothing_speaks_against_it(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 30)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [2, 3] * 15)
    with_contacts()
    period = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    assert weaknesses(period) == {cast.officer.person_id: ["Uji petik belum dilakukan"]}
    draw_spot_check(cast.head, period.id, "mangga 17")
    assert weaknesses(period) == {cast.officer.person_id: ["Uji petik belum selesai"]}
    for row in session().scalars(select(SpotCheckVisit)).all():
        record_outcome(cast.admin, period.id, row.id, "confirmed")
    assert weaknesses(period) == {cast.officer.person_id: []}


def test_without_contacts_nobody_leads_all_three_orders(cast, period):
    check_period(cast.admin2, period.id, NOTE, {key(cast): LONG})
    assert "Tidak memimpin di ketiga urutan" in weaknesses(period)[cast.officer.person_id]
    with pytest.raises(InvalidInput, match="30"):
        award_to(cast.head, period.id, cast.officer.person_id, "Bagus sekali.")
