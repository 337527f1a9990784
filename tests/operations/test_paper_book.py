"""Guests of a dark day, entered later from paper: they count, nobody rates them, and what was closed stays as it was."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from pstku.audit.models import AuditEntry
from pstku.contacts.queries import owed
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.dtsen.queries import dtsen_counts
from pstku.guestbook.models import (
    Agency,
    Consent,
    DataNeed,
    DtsenVisit,
    Guest,
    QueueCounter,
    Visit,
    VisitEvent,
    VisitService,
)
from pstku.guestbook.operations.anonymising import anonymise_guests
from pstku.guestbook.operations.inviting import invite_to_rate
from pstku.guestbook.operations.keeping_days import figures_by_span, keep_past_days, unmet_by_day
from pstku.guestbook.queries.days import counted_days, unmet_on
from pstku.guestbook.queries.desk import board, linked_visit
from pstku.guestbook.rules.days import total
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import configuration
from pstku.paperbook.models import PaperSheet, PaperVisit
from pstku.paperbook.operations.entering import enter_sheet
from pstku.paperbook.operations.withdrawing import withdraw_sheet
from pstku.paperbook.queries import (
    PaperServed,
    late_sheets,
    paper_months,
    read_sheet,
    repeated,
    served_on_paper,
    sheets,
    sheets_of_today,
)
from pstku.ratings.operations.cutting import lock_quarter
from pstku.ratings.operations.voting import cast_vote
from pstku.ratings.queries.figures import period_figures
from pstku.returns.overview.figures import people_of
from pstku.rewards.operations.periods import lock_period, open_period
from tests.ballots import ballot
from tests.factories import make_visit, make_vote

NOW = datetime(2026, 11, 5, 2, 0, tzinfo=clock.UTC)  # Thursday, 10.00 WITA
YESTERDAY = date(2026, 11, 4)


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def guest_of(cast, **typed):
    """A guest as read from a row; what is not said is empty."""
    office = configuration(cast.office_id)
    service = next(service.id for service in office.services if service.code == "konsultasi")
    row = {"came": "9.15", "service": str(service), "name": "Siti Rahma", "officer": str(cast.officer.person_id)}
    [(guest, faults)] = read_sheet(office, YESTERDAY, [row | typed])
    assert faults == {}
    return guest


def enter(cast, *guests, day=YESTERDAY, cause="power"):
    sheet_id = uuid7()
    enter_sheet(cast.officer, sheet_id, day, cause, guests or [guest_of(cast)])
    return sheet_id


def visits_of(sheet_id) -> list[Visit]:
    mine = select(Visit).join(PaperVisit, PaperVisit.visit_id == Visit.id).where(PaperVisit.sheet_id == sheet_id)
    return list(session().scalars(mine.order_by(Visit.number)))


def test_a_row_becomes_a_visit_of_its_day_with_all_that_was_written(cast, now):
    typed = {"begun": "9.20", "ended": "9.45", "sex": "female", "agency": "Dinas Sosial", "party_male": "1"}
    typed |= {"party_female": "2", "what": "data kemiskinan 2025", "obtained": "no", "outcome": "follow_up"}
    sheet_id = enter(cast, guest_of(cast, **typed))
    [visit] = visits_of(sheet_id)
    assert (visit.day, visit.letter, visit.number, visit.code) == (YESTERDAY, "SU", 1, None)
    assert (visit.channel, visit.state, visit.outcome, visit.facility) == ("paper", "done", "follow_up", "walk_in")
    assert (visit.officer_id, visit.entered_by_id) == (cast.officer.person_id, cast.officer.person_id)
    assert visit.created_at == datetime(2026, 11, 4, 1, 15, tzinfo=clock.UTC)
    assert visit.started_at == datetime(2026, 11, 4, 1, 20, tzinfo=clock.UTC)
    assert visit.closed_at == datetime(2026, 11, 4, 1, 45, tzinfo=clock.UTC)
    assert (visit.party_size, visit.party_male, visit.party_female, visit.sex) == (3, 1, 2, "female")
    assert session().get_one(Agency, visit.agency_id).visit_count == 1
    need = session().scalars(select(DataNeed)).one()
    assert (need.what, need.obtained, need.created_at) == ("data kemiskinan 2025", "no", visit.created_at)
    kinds = session().scalars(select(VisitEvent.kind).where(VisitEvent.visit_id == visit.id).order_by(VisitEvent.id))
    assert set(kinds) == {"registered", "started", "closed"}
    assert session().get_one(Guest, visit.guest_id).created_at == visit.created_at, (
        "kept as long as any guest of that day"
    )


def test_help_how_to_greet_and_a_second_service_are_written_down_and_go_with_the_sheet(cast, now):
    second = next(one.id for one in configuration(cast.office_id).services if one.code == "perpustakaan")
    sheet_id = enter(cast, guest_of(cast, salutation="Ibu", needs_help="y", more=str(second)))
    [visit] = visits_of(sheet_id)
    assert (visit.needs_help, session().get_one(Guest, visit.guest_id).salutation) == (True, "Ibu")
    further = select(VisitService.service_type_id)
    assert session().scalars(further.where(VisitService.visit_id == visit.id)).all() == [second]
    withdraw_sheet(cast.officer, sheet_id)
    assert session().scalars(further).all() == []


def test_what_a_guest_on_paper_asked_of_dtsen_is_counted_with_all_others(cast, now):
    office = configuration(cast.office_id)
    service = next(str(one.id) for one in office.services if one.code == "konsultasi_dtsen")

    def asked(name, **typed):
        return guest_of(cast, service=service, name=name, **typed)

    noted = asked("Siti", dtsen_kind="objection", dtsen_result="incomplete")
    left = asked("Budi", dtsen_kind="decile", outcome="left")
    keep_past_days(cast.office_id)  # so that yesterday's sums stand before the sheet comes
    sheet_id = enter(cast, noted, left, asked("Hapsa"), guest_of(cast, name="Ali"))

    def counted():
        return dtsen_counts(office, total(figures_by_span(office, YESTERDAY, YESTERDAY)[0].values()).consultations)

    assert counted() == {
        ("objection", "incomplete"): 1,
        ("decile", None): 1,
        (None, None): 1,
    }
    row = session().get_one(DtsenVisit, visits_of(sheet_id)[0].id)
    assert (row.noted_at, row.noted_by_id) == (NOW, cast.officer.person_id)
    withdraw_sheet(cast.officer, sheet_id)
    assert not counted()


def test_who_left_is_cancelled_and_half_a_time_is_no_time(cast, now):
    left, half = guest_of(cast, outcome="left"), guest_of(cast, came="10.00", begun="10.05")
    first, second = visits_of(enter(cast, left, half))
    assert (first.state, first.outcome) == ("cancelled", "left")
    assert (second.state, second.started_at, second.closed_at) == ("done", None, None)


def test_numbers_of_the_tablet_and_of_paper_do_not_meet(cast, now):
    sheet_id = enter(cast, guest_of(cast), guest_of(cast, name="Budi"))
    enter(cast, guest_of(cast, name="Hapsa"))
    assert [(visit.letter, visit.number) for visit in visits_of(sheet_id)] == [("SU", 1), ("SU", 2)]
    letters = session().scalars(select(QueueCounter.letter).where(QueueCounter.day == YESTERDAY)).all()
    assert letters == ["SU"]


def test_the_same_sheet_sent_twice_is_one(cast, now):
    sheet_id = uuid7()
    for _ in range(2):
        assert enter_sheet(cast.officer, sheet_id, YESTERDAY, "paper", [guest_of(cast)]).guests == 1
    assert len(visits_of(sheet_id)) == 1
    with pytest.raises(Conflict):
        enter_sheet(cast.officer2, sheet_id, YESTERDAY, "paper", [guest_of(cast)])


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (14, True), (15, False)])
def test_days_are_taken_as_far_back_as_the_setting_says(cast, now, days, is_taken):
    day = NOW.date() - timedelta(days=days)
    if is_taken:
        assert len(visits_of(enter(cast, day=day))) == 1
        return
    with pytest.raises(InvalidInput) as refused:
        enter(cast, day=day)
    assert refused.value.field == "day"


def test_the_admin_sets_how_far_back(cast, now):
    change_settings(cast.admin, {"paper_days": 20})
    assert enter(cast, day=NOW.date() - timedelta(days=20))


def test_an_hour_to_come_is_refused_and_a_closed_day_is_taken(cast, now):
    with pytest.raises(InvalidInput):
        enter(cast, guest_of(cast, came="10.01"), day=NOW.date())
    sunday = date(2026, 11, 1)
    assert not configuration(cast.office_id).works_on(sunday)
    assert len(visits_of(enter(cast, day=sunday))) == 1


def test_who_may_enter_a_sheet_and_for_whom(cast, now):
    with pytest.raises(NotAllowed):
        enter_sheet(cast.employee, uuid7(), YESTERDAY, "power", [guest_of(cast)])
    with pytest.raises(NotFound):
        withdraw_sheet(cast.stranger, enter(cast))


def test_a_phone_is_kept_only_with_the_tick_and_its_consent_says_paper(cast, now):
    [visit] = visits_of(enter(cast, guest_of(cast, phone="0812 3456 7890", follow_up="y")))
    guest = session().get_one(Guest, visit.guest_id)
    assert guest.phone_index is not None
    consent = session().scalars(select(Consent)).one()
    assert (consent.purpose, consent.source, consent.given_at) == ("follow_up", "paper", visit.created_at)


def test_who_ticked_to_be_told_is_on_the_list_of_those_to_contact(cast, now):
    office = configuration(cast.office_id)
    ticked = guest_of(cast, phone="0812 3456 7890", follow_up="y", what="peta desa", obtained="no")
    sheet_id = enter(cast, ticked, guest_of(cast, name="Budi", phone="0813 3456 7890", recognition="y"))
    [promise] = owed(office, cast.officer2.person_id)
    assert (promise.name, promise.number, promise.day) == ("Siti Rahma", "SU-001", YESTERDAY)
    withdraw_sheet(cast.officer, sheet_id)
    assert owed(office, cast.officer2.person_id) == []


def test_nobody_rates_a_guest_from_paper(cast, now):
    [visit] = visits_of(enter(cast, guest_of(cast, begun="9.20", ended="9.40"), day=NOW.date()))
    with pytest.raises(NotFound):
        linked_visit(cast.officer, visit.id)
    with pytest.raises(Conflict):
        invite_to_rate(cast.office_id, visit.id, None, cast.officer)
    receipt = cast_vote(cast.office_id, ballot(visit))
    assert (receipt.counted, receipt.reason) == (False, "no_visit")
    now_at_desk = board(configuration(cast.office_id), cast.officer.person_id)
    [line] = now_at_desk.finished
    assert (now_at_desk.ratable, now_at_desk.incomplete) == (0, [])
    assert not line.has_link and not line.is_invitable


def test_it_neither_lowers_coverage_nor_moves_a_gate(cast, now):
    at = datetime(2026, 11, 3, 1, 0, tzinfo=clock.UTC)
    make_vote(make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id))
    days = (date(2026, 10, 1), date(2026, 12, 31))
    before = period_figures(cast.office_id, "desk", *days)
    enter(cast, *(guest_of(cast, name=f"Tamu {n}", begun="9.20", ended="9.21") for n in range(5)))
    assert period_figures(cast.office_id, "desk", *days) == before
    assert before[cast.officer.person_id].coverage == 1


def sums_and_rows(cast):
    """What is kept of the days since October, and what their visits tell now."""
    office = configuration(cast.office_id)
    first, last = date(2026, 10, 1), NOW.date()
    kept, _since = figures_by_span(office, first, last)
    rows = counted_days(office, [first + timedelta(days=n) for n in range((last - first).days + 1)])
    return total(kept.values()), total(one.figures for one in rows.values())


def test_sums_of_days_and_months_stay_true_before_and_after_and_when_taken_back(cast, now):
    at = datetime(2026, 10, 27, 1, 0, tzinfo=clock.UTC)
    make_visit(cast.office_id, state="done", at=at, officer_id=cast.officer.person_id)
    keep_past_days(cast.office_id)
    before, _rows = sums_and_rows(cast)
    timed = guest_of(cast, begun="9.18", ended="9.48", sex="female", what="peta desa", obtained="no")
    for day in (date(2026, 10, 27), YESTERDAY):
        keep_past_days(cast.office_id)
        last = enter(cast, timed, guest_of(cast, name="Budi", party_size="4"), day=day)
        kept, rows = sums_and_rows(cast)
        assert kept == rows
    whole, people = kept.whole, people_of(kept.parts)
    assert (people.visits, people.paper_visits, people.persons, people.entered_visits) == (5, 4, 11, 0)
    assert (whole.served, whole.rated, whole.with_standard) == (1, 0, before.whole.with_standard)
    assert whole.services == {10: 1, 30: 2}, "who has no times is not counted as 0"
    assert sum(whole.waits.values()) == 3
    unmet = unmet_by_day(configuration(cast.office_id), date(2026, 10, 20))
    assert unmet[YESTERDAY] == unmet_on(cast.office_id, YESTERDAY) and len(unmet[YESTERDAY]) == 1
    withdraw_sheet(cast.officer, last)
    kept, rows = sums_and_rows(cast)
    assert kept == rows and kept.visits == 3


def test_the_identity_goes_with_that_of_any_guest_of_the_day(cast, now):
    [visit] = visits_of(enter(cast, guest_of(cast, phone="0812 3456 7890", follow_up="y", what="milik Siti")))
    with clock.at(NOW + timedelta(days=364)):
        assert anonymise_guests(cast.office_id) == 0
    with clock.at(NOW + timedelta(days=365)):
        assert anonymise_guests(cast.office_id) == 1
    guest = session().get_one(Guest, visit.guest_id)
    assert (guest.name, guest.phone_sealed, session().scalar(select(DataNeed.what))) == (None, None, "")


def test_a_closed_quarter_stays_as_it_was_and_the_sheet_says_that_it_came_after(cast):
    at, after = datetime(2026, 9, 28, 1, 0, tzinfo=clock.UTC), datetime(2026, 10, 9, 2, 0, tzinfo=clock.UTC)
    with clock.at(at):
        make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id))
        period = open_period(cast.admin, 2026, 3, "desk")
    with clock.at(after):
        locked = lock_period(cast.admin, period.id)
        frozen, mark = locked.snapshot, locked.snapshot_hash
        figures = period_figures(cast.office_id, "desk", period.starts_on, period.ends_on)
        enter(cast, day=date(2026, 9, 29))
        enter(cast, day=date(2026, 10, 1))
        session().expire_all()
        assert (locked.snapshot, locked.snapshot_hash) == (frozen, mark)
        assert period_figures(cast.office_id, "desk", period.starts_on, period.ends_on) == figures
        found = {line.day: line.is_after_lock for line in sheets(cast.office_id, date(2026, 9, 1))}
        assert found == {date(2026, 9, 29): True, date(2026, 10, 1): False}
        late = late_sheets(cast.office_id, period.starts_on, period.ends_on)
        assert [(line.day, line.guests, line.entered_by) for line in late] == [
            (date(2026, 9, 29), 1, "Nurain Lestari, SST")
        ]
        served = served_on_paper(cast.office_id, period.starts_on, period.ends_on)
        assert served == {cast.officer.person_id: PaperServed(guests=1, after_lock=1)}
        months = [(one.month, one.guests, one.after_lock) for one in paper_months(cast.office_id, after.date())]
        assert months == [(date(2026, 10, 1), 1, 0), (date(2026, 9, 1), 1, 1)]


def test_a_quarter_locked_without_an_award_counts_as_closed(cast, now):
    lock_quarter(cast.office_id, 2026, 4)
    assert enter_sheet(cast.officer, uuid7(), YESTERDAY, "power", [guest_of(cast)]).is_after_lock


def test_a_sheet_leaves_one_line_in_the_trail(cast, now):
    sheet_id = enter(cast, guest_of(cast), guest_of(cast, name="Budi"))
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "enter_paper_sheet")).one()
    assert (entry.entity_id, entry.detail["guests"], entry.actor_id) == (str(sheet_id), 2, cast.officer.person_id)
    assert session().scalar(select(func.count()).where(AuditEntry.action == "register_visit")) == 0


def test_a_sheet_is_taken_back_as_a_whole_on_its_day(cast, now):
    office = configuration(cast.office_id)
    sheet_id = enter(
        cast, guest_of(cast, what="peta", phone="0812 3456 7890", recognition="y"), guest_of(cast, name="Budi")
    )
    stays = enter(cast, guest_of(cast, name="Hapsa"))
    with pytest.raises(NotAllowed):
        withdraw_sheet(cast.officer2, sheet_id)
    assert withdraw_sheet(cast.officer, sheet_id) == 2
    assert withdraw_sheet(cast.officer, sheet_id) == 0
    for table in (Visit, Guest, PaperVisit):
        assert session().scalar(select(func.count()).select_from(table)) == 1
    assert [line.id for line in sheets_of_today(office)] == [stays]
    assert session().scalar(select(func.count()).select_from(PaperSheet)) == 2, "that it was there can be read"
    assert [one.guests for one in paper_months(cast.office_id, NOW.date())] == [1]
    with clock.at(NOW + timedelta(days=1)), pytest.raises(Conflict):
        withdraw_sheet(cast.admin, stays)


def test_a_guest_who_came_again_is_kept_when_the_sheet_goes(cast, now):
    sheet_id = enter(cast)
    [visit] = visits_of(sheet_id)
    again = make_visit(cast.office_id, guest=session().get_one(Guest, visit.guest_id))
    withdraw_sheet(cast.officer, sheet_id)
    assert session().scalars(select(Visit.id)).all() == [again.id]


def test_guests_already_in_the_book_are_found(cast, now):
    office = configuration(cast.office_id)
    enter(cast, guest_of(cast, name="Siti  Rahma"))
    make_visit(cast.office_id, at=datetime(2026, 11, 4, 2, 0, 31, tzinfo=clock.UTC), name="Budi")
    again = [
        guest_of(cast),
        guest_of(cast, name="Budi", came="10"),
        guest_of(cast, came="9.16"),
        guest_of(cast, came="9.16"),
    ]
    assert repeated(office, YESTERDAY, again) == {0, 1, 3}
    assert repeated(office, YESTERDAY - timedelta(days=1), again[:3]) == set()


def test_the_database_knows_every_way_a_visit_comes_about(cast, now):
    visit = make_visit(cast.office_id)
    with pytest.raises(IntegrityError), atomic() as s:
        s.execute(update(Visit).where(Visit.id == visit.id).values(channel="pigeon"))
    if db.engine.dialect.name == "sqlite":
        named = session().scalar(text("SELECT sql FROM sqlite_master WHERE name = 'visits'"))
        assert "ck_visits_channel" in named
