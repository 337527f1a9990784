"""Signals of a locked quarter: what is read of its visits, what is frozen, and what setting aside changes."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.tokens import uuid7
from pstku.guestbook.models import DataNeed, Invitation, Visit
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.operations.inviting import decline_invitation, skip_invitation
from pstku.guestbook.operations.serving import close_visit, guest_left, hand_over, start_service
from pstku.officers.models import Duty
from pstku.offices.queries import configuration
from pstku.ratings.models import Vote
from pstku.rewards.candidates import figures_of
from pstku.rewards.evidence import Snapshot
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.orders import figures_from
from pstku.rewards.rules.signals import findings
from pstku.rewards.signals import denied_signal, evidence_without
from pstku.rewards.visits import duty_spans, served_visits
from tests.awards import AFTER, QUARTER, serve_and_rate
from tests.factories import make_guest, make_visit, make_vote
from tests.listening import statements

MONDAY = datetime(2026, 7, 6, 1, tzinfo=UTC)  # nine o'clock in Gorontalo


@pytest.fixture
def now():
    with clock.at(AFTER):
        yield


@pytest.fixture
def period(cast, now) -> AwardPeriod:
    return open_period(cast.admin, *QUARTER, "desk")


def locked(cast, period) -> Snapshot:
    return Snapshot.from_json(lock_period(cast.admin, period.id).snapshot)


def seen(period, visit):
    """The visit as the signals see it."""
    number = {row.id: place for place, row in enumerate(_in_order(period))}[visit.id]
    return served_visits(period)[number]


def _in_order(period) -> list[Visit]:
    rows = session().query(Visit).filter(Visit.office_id == period.office_id, Visit.started_at.is_not(None))
    return rows.order_by(Visit.day, Visit.letter, Visit.number).all()


def served(cast, **fields) -> Visit:
    return make_visit(cast.office_id, state="done", **{"at": MONDAY, "officer_id": cast.officer.person_id, **fields})


def test_what_a_visit_left_behind_is_read(cast, period):
    known = make_guest(cast.office_id, phone_index="p1")
    details = dict.fromkeys(("age_group", "sex", "education", "occupation", "agency_category", "purpose"), "other")
    full, empty = served(cast, guest=known, **details), served(cast, entered_by_id=cast.officer.person_id)
    make_vote(full, reaction_ms=2100), make_vote(empty, flags=["staff_phone"], given_on="own_phone", browser_key="hp")
    with atomic() as s:
        need = {"what": "inflasi", "obtained": "yes_fits", "created_at": MONDAY}
        s.add(DataNeed(id=uuid7(), office_id=cast.office_id, visit_id=full.id, **need))
    one, other = seen(period, full), seen(period, empty)
    assert (one.has_contact, one.has_need, one.is_complete, one.has_form, one.is_thin) == (True,) * 4 + (False,)
    assert (other.has_contact, other.has_need, other.is_complete, other.has_form, other.is_thin) == (False,) * 4 + (
        True,
    )
    assert (one.service_seconds, one.reaction_ms, one.minute, one.voted_on) == (600, 2100, 552.0, date(2026, 7, 6))
    assert (other.device, other.is_staff_phone, other.is_on_tablet, one.device) == ("hp", True, False, None)


def test_who_seeks_no_data_has_no_need_to_miss(cast, period):
    service_id = next(one.id for one in configuration(cast.office_id).services if one.code == "konsultasi_dtsen")
    details = dict.fromkeys(("age_group", "sex", "education", "occupation", "agency_category"), "other")
    one = seen(period, served(cast, service_type_id=service_id, **details))
    assert (one.has_need, one.is_complete) == (None, True)


def test_an_anonymised_guest_is_not_one_without_contact(cast, period):
    gone = make_guest(cast.office_id, anonymised_at=AFTER)
    assert seen(period, served(cast, guest=gone)).has_contact is None
    remembered = served(cast, guest=make_guest(cast.office_id, anonymised_at=AFTER))
    make_vote(remembered, contact_index="p1")
    assert seen(period, remembered).has_contact is True


def test_nobody_else_near_is_read_from_the_roster_and_from_who_served(cast, period):
    alone = served(cast)
    assert seen(period, alone).is_alone
    with atomic() as s:
        s.add(Duty(office_id=cast.office_id, on=date(2026, 7, 6), person_id=cast.officer2.person_id, is_backup=True))
    assert seen(period, alone).is_alone  # a backup sits elsewhere
    tuesday = served(cast, at=MONDAY + timedelta(days=1))
    served(cast, at=MONDAY + timedelta(days=1, hours=1), officer_id=cast.officer2.person_id)
    assert not seen(period, tuesday).is_alone


def test_a_guest_handed_on_at_the_very_end_counts_against_who_began(cast, period):
    def handed(after: int) -> Visit:
        visit = make_visit(cast.office_id, at=MONDAY)
        with clock.at(MONDAY):
            start_service(cast.officer, visit.id)
        with clock.at(MONDAY + timedelta(minutes=after)):
            hand_over(cast.officer, visit.id, to_officer_id=cast.officer2.person_id)
        with clock.at(MONDAY + timedelta(minutes=20)):
            close_visit(cast.officer2, visit.id)
        return visit

    late, early = seen(period, handed(19)), seen(period, handed(2))
    began, ended = cast.officer.person_id, cast.officer2.person_id
    assert (late.begun_by_id, late.officer_id, late.is_handed_late) == (began, ended, True)
    assert (early.begun_by_id, early.officer_id, early.is_handed_late) == (began, ended, False)


def test_a_guest_who_left_while_served_and_one_passed_over_leave_traces(cast, period):
    left, waited, skipped, declined = (make_visit(cast.office_id, at=MONDAY) for _ in range(4))
    with clock.at(MONDAY):
        for visit in (left, skipped, declined):
            start_service(cast.officer, visit.id)
        guest_left(cast.officer, left.id)
        guest_left(cast.officer, waited.id)  # before anybody served
        close_visit(cast.officer, skipped.id)
        skip_invitation(cast.office_id, skipped.id, "Tamu terburu-buru", cast.officer)
        close_visit(cast.officer, declined.id)
        decline_invitation(cast.office_id, _open_invitation(declined))
    assert len(served_visits(period)) == 3
    assert (seen(period, left).is_done, seen(period, left).begun_by_id) == (False, cast.officer.person_id)
    assert seen(period, skipped).is_skipped and not seen(period, skipped).is_declined
    assert seen(period, declined).is_declined and not seen(period, declined).is_skipped
    make_vote(declined), make_vote(skipped)
    assert not seen(period, declined).is_declined and not seen(period, skipped).is_skipped  # who votes was asked


def _open_invitation(visit: Visit) -> int:
    return session().query(Invitation.id).filter_by(visit_id=visit.id, ended_at=None).scalar()


def test_guests_of_one_agency_on_one_day_are_a_party(cast, period):
    first, second = served(cast, agency_id=None), served(cast, agency_id=None)
    assert seen(period, first).party != seen(period, second).party
    with atomic():
        school = agency_named(cast.office_id, "SMA Negeri 3 Gorontalo", None)
    same = [served(cast, agency_id=school) for _ in range(2)]
    later = served(cast, agency_id=school, at=MONDAY + timedelta(days=3))
    assert seen(period, same[0]).party == seen(period, same[1]).party != seen(period, later).party


def test_a_message_is_no_short_service_and_a_tablet_with_a_wrong_clock_has_no_minute(cast, period):
    message = served(cast, channel="whatsapp", entered_by_id=cast.officer.person_id, closed_at=MONDAY)
    make_vote(message, flags=["clock_skew"], line="remote", held_by="officer")
    found = seen(period, message)
    assert (found.kind, found.service_seconds, found.minute, found.is_guest_held) == ("remote", None, None, False)


def test_the_spans_on_duty_are_the_opening_hours_of_the_day(cast, period):
    make_vote(served(cast))
    sunday = served(cast, at=MONDAY - timedelta(days=1))
    make_vote(sunday)
    spans = duty_spans(configuration(cast.office_id), served_visits(period))
    assert spans[date(2026, 7, 5)] == ((0.0, 1440.0),)
    assert spans[date(2026, 7, 6)][0][0] == 480 and spans[date(2026, 7, 6)][-1][1] == 930


def test_visits_of_another_office_line_and_quarter_are_left_out(cast, period):
    served(cast, at=MONDAY - timedelta(days=20))
    served(cast, channel="field")
    make_visit(cast.other_office_id, state="done", at=MONDAY, officer_id=cast.stranger.person_id)
    assert served_visits(period) == []


def test_figures_from_all_votes_are_those_of_the_quarter(cast, period):
    for officer in (cast.officer, cast.officer2):
        serve_and_rate(cast.office_id, officer.person_id, [4, 3, 4, 2] * 5, unrated=6)
    again = make_guest(cast.office_id, phone_index="p1")
    for day in range(3):
        visit = served(cast, guest=again, at=MONDAY + timedelta(days=day))
        make_vote(visit, contact_index="p1")
    for score in (4, 4, 1):
        message = served(cast, channel="whatsapp", entered_by_id=cast.officer.person_id)
        make_vote(message, score, line="remote", held_by="officer", given_on="own_phone")
    full = figures_of(period)
    rebuilt = figures_from(served_visits(period), full, "desk")
    for officer_id, item in full.items():
        for field in fields(item):
            assert getattr(rebuilt[officer_id], field.name) == getattr(item, field.name), field.name


def test_a_locked_quarter_keeps_signals_orders_and_the_seed(cast, period):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 14)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [3] * 14)
    _tell_apart(cast, cast.officer.person_id, flags=["staff_phone"])
    evidence = locked(cast, period)
    strong = [(s.officer_id, s.code, s.vote_count) for s in evidence.signals if s.is_strong]
    assert strong == [(cast.officer.person_id, "staff_phone", 14)]
    assert evidence.orders.everything[0] == cast.officer.person_id
    assert evidence.orders.without_strong == (cast.officer2.person_id,)
    assert not evidence.orders.leads_all(cast.officer.person_id)
    visits = served_visits(period)
    duty = duty_spans(configuration(cast.office_id), visits)
    again = findings(visits, [], duty, evidence.seed)
    kept = {(s.officer_id, s.code): s.p for s in evidence.signals}
    assert {(who, f.code): f.p and round(f.p, 6) for who, items in again.items() for f in items} == kept


def test_setting_aside_takes_all_votes_under_the_signal_and_no_other(cast, period):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 14)
    serve_and_rate(cast.office_id, cast.officer2.person_id, [3] * 14)
    with atomic() as s:
        rows = s.query(Visit).filter(Visit.officer_id == cast.officer.person_id).order_by(Visit.day).limit(3).all()
        for row in rows:
            _flag(s, row.id, ["staff_browser"])
    lock_period(cast.admin, period.id)
    without = evidence_without(period, [(cast.officer.person_id, "staff_browser")])
    assert [without.find(o.person_id).votes for o in (cast.officer, cast.officer2)] == [11, 14]
    nothing = evidence_without(period, [])
    assert nothing == Snapshot.from_json(period.snapshot)
    all_gone = evidence_without(period, [(cast.officer.person_id, "denied")])
    assert all_gone.find(cast.officer.person_id).votes == 0
    assert [c.officer_id for c in all_gone.shortlisted] == [cast.officer2.person_id]


def test_a_denied_spot_check_is_strong_and_told_in_words(cast, period):
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 11)
    signal = denied_signal(period, cast.officer.person_id, 1, 5)
    assert (signal.is_strong, signal.is_deterministic, signal.vote_count) == (True, True, 11)
    assert signal.words == "Uji petik: 1 dari 5 tamu yang menjawab menyatakan tidak pernah dilayani."


def test_somebody_alone_is_compared_with_the_quarter_that_was_locked_before(cast, now):
    april = datetime(2026, 4, 6, 1, tzinfo=UTC)
    for place in range(40):
        make_vote(served(cast, at=april + timedelta(days=place, minutes=7 * place)))
    lock_period(cast.admin, open_period(cast.admin, 2026, 2, "desk").id)
    for place in range(30):
        at = MONDAY + timedelta(days=place, minutes=7 * place)
        visit = served(cast, at=at, invite_skipped_reason="" if place % 2 else "Tidak sempat")
        if place % 2:
            make_vote(visit)
    evidence = locked(cast, open_period(cast.admin, *QUARTER, "desk"))
    assert [s.code for s in evidence.signals if s.is_strong] == ["skipped"]
    words = next(s.words for s in evidence.signals if s.code == "short_service")
    assert words.startswith("Belum dapat dibandingkan")


def test_more_visits_take_no_more_statements(cast, period):
    def count() -> int:
        with statements() as seen:
            served_visits(period)
        return len(seen)

    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 3)
    before = count()
    serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 20)
    assert count() == before <= 5


def _tell_apart(cast, officer_id: int, *, flags: list[str]) -> None:
    with atomic() as s:
        for visit in s.query(Visit).filter(Visit.officer_id == officer_id):
            _flag(s, visit.id, flags)


def _flag(s, visit_id, flags: list[str]) -> None:
    s.execute(update(Vote).where(Vote.visit_id == visit_id).values(flags=flags))
