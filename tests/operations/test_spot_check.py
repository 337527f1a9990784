"""Uji petik: drawn once, by a word typed after the lock, from visits whose guest can be called; every look is in the trail."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from pstku.audit.queries import entries
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Taken
from pstku.core.vault import blind_index, seal
from pstku.guestbook.models import Consent, Guest, Visit
from pstku.ratings.models import Vote
from pstku.rewards.models import AwardPeriod, SpotCheckVisit
from pstku.rewards.operations.periods import cancel_period, lock_period, open_period
from pstku.rewards.operations.spot_checking import draw_spot_check, record_outcome, see_contact
from pstku.rewards.rules.spot_check import drawn, seed_of
from pstku.rewards.spot_checks import officer_checks, spot_check_of
from tests.awards import AFTER, QUARTER, serve_and_rate

PHONE = "+6281143802200"


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def period(cast, now) -> AwardPeriod:
    """One officer with thirty rated visits, twelve of them with a telephone number."""
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 30)
    guests = session().scalars(select(Guest.id).join(Visit, Visit.guest_id == Guest.id).order_by(Visit.number)).all()
    with atomic() as s:
        values = {"phone_sealed": seal(PHONE), "phone_index": blind_index(cast.office_id, PHONE)}
        s.execute(update(Guest).where(Guest.id.in_(guests[-12:])).values(values))
    return lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)


def rows(period) -> list[SpotCheckVisit]:
    return list(session().scalars(select(SpotCheckVisit).order_by(SpotCheckVisit.place)))


def test_eight_visits_with_a_contact_are_drawn_and_anybody_can_draw_them_again(cast, period):
    check = draw_spot_check(cast.head, period.id, "mangga 17")
    (found,) = officer_checks(period)
    assert (found.rated, found.contactable, found.without_contact, len(found.visits)) == (30, 12, 18, 8)
    with_phone = select(Visit.id).join(Guest, Guest.id == Visit.guest_id).where(Guest.phone_sealed.is_not(None))
    again = drawn(seed_of(period.snapshot_hash, "mangga 17"), session().scalars(with_phone))
    assert [row.visit_id for row in rows(period)] == again
    assert check.seed == seed_of(period.snapshot_hash, "mangga 17")


def test_it_is_drawn_once_by_a_decider_who_is_no_candidate(cast, period):
    with pytest.raises(NotAllowed):
        draw_spot_check(cast.admin, period.id, "mangga 17")
    with pytest.raises(InvalidInput):
        draw_spot_check(cast.head, period.id, " a ")
    with pytest.raises(NotFound):
        draw_spot_check(cast.stranger, period.id, "mangga 17")
    draw_spot_check(cast.head, period.id, "mangga 17")
    with pytest.raises(Taken) as refused:
        draw_spot_check(cast.head, period.id, "jeruk 18")
    assert refused.value.rule == "uq_spot_checks_period_id"
    assert spot_check_of(period.id).nonce == "mangga 17"


def test_nothing_is_drawn_before_the_lock(cast, now):
    opened = open_period(cast.admin, *QUARTER, "desk")
    with pytest.raises(Conflict, match="setelah triwulan ditutup"):
        draw_spot_check(cast.head, opened.id, "mangga 17")


def test_a_candidate_neither_draws_nor_calls(cast, now):
    serve_and_rate(cast.office_id, cast.admin2.person_id, [4] * 12)  # admin2 is admin and decider
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    with pytest.raises(NotAllowed):
        draw_spot_check(cast.admin2, locked.id, "mangga 17")


def test_a_guest_who_took_a_consent_back_is_not_called(cast, period):
    guest_id = session().scalar(select(Guest.id).where(Guest.phone_sealed.is_not(None)).limit(1))
    with atomic() as s:
        given = {"purpose": "follow_up", "notice_version": "1", "source": "tablet", "given_at": AFTER}
        s.add(Consent(guest_id=guest_id, withdrawn_at=AFTER, **given))
    draw_spot_check(cast.head, period.id, "mangga 17")
    assert officer_checks(period)[0].contactable == 11


def test_every_look_at_a_contact_is_in_the_trail(cast, period):
    draw_spot_check(cast.head, period.id, "mangga 17")
    row = rows(period)[0]
    assert see_contact(cast.admin, period.id, row.id).phone == PHONE
    last = entries(cast.office_id)[0]
    assert (last.action, last.actor_id, last.entity_id) == ("see_spot_check_contact", cast.admin.person_id, str(row.id))
    with pytest.raises(NotAllowed):
        see_contact(cast.head, period.id, row.id)


def test_only_drawn_visits_of_this_period_can_be_looked_at(cast, period):
    draw_spot_check(cast.head, period.id, "mangga 17")
    other = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "field").id)
    for wrong in (rows(period)[0].id, 99999):
        with pytest.raises(NotFound):
            see_contact(cast.admin, other.id, wrong)


def test_no_answer_is_neutral_and_one_denial_stands_out(cast, period):
    draw_spot_check(cast.head, period.id, "mangga 17")
    outcomes = ["confirmed"] * 5 + ["no_answer", "unreachable"]
    for row, outcome in zip(rows(period), outcomes, strict=False):
        record_outcome(cast.admin, period.id, row.id, outcome)
    (found,) = officer_checks(period)
    assert (found.answered, found.count(None), found.is_denied) == (5, 1, False)
    record_outcome(cast.admin, period.id, rows(period)[7].id, "denied")
    assert officer_checks(period)[0].is_denied
    with pytest.raises(InvalidInput):
        record_outcome(cast.admin, period.id, rows(period)[0].id, "maybe")


def test_the_printed_chance_counts_answers_only(cast, period):
    draw_spot_check(cast.head, period.id, "mangga 17")
    for row in rows(period)[:3]:
        record_outcome(cast.admin, period.id, row.id, "confirmed")
    record_outcome(cast.admin, period.id, rows(period)[3].id, "no_answer")
    (found,) = officer_checks(period)
    assert [invented for invented, _ in found.chances] == [1, 4, 8]
    assert float(dict(found.chances)[1]) == pytest.approx(3 / 12)


def test_votes_of_another_line_and_of_other_quarters_are_not_drawn(cast, now):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12)
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 12, channel="field")
    with atomic() as s:
        s.execute(update(Guest).values(phone_sealed=seal(PHONE)))
        one = s.scalar(select(Vote.id).where(Vote.line == "desk").limit(1))
        s.execute(update(Vote).where(Vote.id == one).values(day=date(2026, 10, 1)))
    locked = lock_period(cast.admin, open_period(cast.admin, *QUARTER, "desk").id)
    draw_spot_check(cast.head, locked.id, "mangga 17")
    assert officer_checks(locked)[0].contactable == 11


def test_when_the_award_is_over_nothing_says_which_visits_were_drawn(cast, period):
    draw_spot_check(cast.head, period.id, "mangga 17")
    record_outcome(cast.admin, period.id, rows(period)[0].id, "confirmed")
    with clock.at(AFTER + timedelta(days=1)):
        cancel_period(cast.admin, period.id, "Dibatalkan untuk uji.")
    assert {row.visit_id for row in rows(period)} == {None}
    assert officer_checks(period)[0].count("confirmed") == 1
