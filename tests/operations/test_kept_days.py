"""What is kept of past days is what their visits tell, after every kind of change and whatever the order."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, func, select, text, update

from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.outage import is_busy
from pstku.core.tokens import uuid7
from pstku.demo.removal import remove_demo
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.rules import CODE, KINDS, RESULTS
from pstku.guestbook.models import DataNeed, DtsenVisit, Visit, VisitSum
from pstku.guestbook.operations.anonymising import anonymise_guests
from pstku.guestbook.operations.keeping_days import (
    figures_by_span,
    keep_days,
    keep_past_days,
    unmet_by_day,
    unmet_by_topic,
)
from pstku.guestbook.operations.needs import Need, record_need, remove_need
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.operations.serving import close_visit, guest_left, start_service
from pstku.guestbook.queries.days import counted_days, kept_sums, kept_unmet, unmet_on
from pstku.guestbook.rules.days import total
from pstku.guestbook.rules.needs import by_topic
from pstku.offices.models import ServiceType
from pstku.offices.operations import hours, special_hours
from pstku.offices.operations.configuring import change_settings
from pstku.offices.queries import Hours, configuration
from pstku.ratings.models import Vote, VoteMonth
from pstku.ratings.operations.keeping_months import keep_past_months
from pstku.ratings.queries.office import kept_months, line_votes, votes_of
from tests.factories import make_visit, make_vote
from tests.listening import statements

MONTH, FIRST = date(2026, 10, 1), date(2026, 10, 26)
NOW, LAST = datetime(2026, 11, 5, 2, 0, tzinfo=clock.UTC), date(2026, 11, 5)  # Thursday, 10.00 WITA


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def plain(figures):
    """Everything a day says, without the need that happens to stand for a topic."""
    said = {name: getattr(figures, name) for name in figures.__slots__ if name != "sought"}
    sought = {topic: (one.count, one.fitting, one.not_fitting) for topic, one in figures.sought.items()}
    return said | {"sought": sought}


def agree(cast) -> None:
    """The sums as the overview reads them, and as the visits tell them now."""
    office = configuration(cast.office_id)
    sums, since = figures_by_span(office, MONTH, LAST)
    told = counted_days(office, [since + timedelta(days=n) for n in range((LAST - since).days + 1)])
    months = {}
    for day, one in told.items():
        months.setdefault(MONTH if day.month == 10 else day, []).append(one.figures)
    assert {start: plain(one) for start, one in sums.items()} == {
        start: plain(total(days)) for start, days in months.items()
    }
    kept = {first for first, _last in kept_sums(office, MONTH, LAST, date(2026, 11, 1)).sums}
    assert kept == {start for start in sums if start < LAST}, "what is past is kept, or this compares nothing"
    unmet = unmet_by_day(office, FIRST)
    assert unmet == {day: unmet_on(cast.office_id, day) for day in unmet}
    assert unmet_by_topic(office, FIRST) == by_topic(unmet)
    days = {FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)}
    assert set(unmet) == {day for day in days if day >= since or day == LAST}
    assert set(kept_unmet(cast.office_id, FIRST, LAST)[0].days) == set(unmet) - {LAST}


class Office:
    """Everybody who can change what a past day says, one act at a time, chosen by chance."""

    def __init__(self, cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        self.dtsen = next(one.id for one in configuration(cast.office_id).services if one.code == CODE)
        self.acts = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("act_")]

    def visit(self, **columns) -> Visit | None:
        mine = select(Visit).where(Visit.office_id == self.cast.office_id).order_by(Visit.id)
        found = session().scalars(mine.filter_by(**columns)).all()
        return self.chance.choice(found) if found else None

    def write(self, statement) -> None:
        with atomic() as s:
            s.execute(statement.execution_options(synchronize_session=False))
            s.expire_all()

    def act_somebody_came(self) -> None:
        chance, officer = self.chance, self.cast.officer.person_id
        day = FIRST + timedelta(days=chance.randrange(11))
        at = datetime.combine(day, time(8), clock.UTC) - timedelta(hours=8) + timedelta(minutes=chance.randrange(480))
        state = chance.choice(("waiting", "serving", "done", "done", "done", "no_show", "cancelled"))
        columns = {
            "channel": chance.choice(("tablet", "tablet", "own_phone", "desk", "whatsapp", "field", "paper")),
            "officer_id": officer,
        }
        columns |= {"sex": chance.choice(("male", "female", None)), "party_size": chance.choice((1, 1, 5))}
        if state == "done":
            columns["started_at"] = at + timedelta(seconds=chance.randrange(6000))
            columns["closed_at"] = columns["started_at"] + timedelta(seconds=chance.choice((300, 1999, 90_000)))
        columns["is_demo"] = chance.random() < 0.2
        if chance.random() < 0.5:
            columns["service_type_id"] = self.dtsen
        make_visit(self.cast.office_id, state=state, at=at, letter="Z", follow_up=chance.random() < 0.1, **columns)

    def act_served_late(self) -> None:
        if visit := self.visit(state="waiting"):
            start_service(self.cast.officer, visit.id)

    def act_closed_late(self) -> None:
        visit = self.visit(state="serving")
        if visit and visit.officer_id == self.cast.officer.person_id:
            close_visit(self.cast.officer, visit.id)

    def act_left(self) -> None:
        if visit := self.visit(state="waiting"):
            guest_left(self.cast.officer, visit.id)

    def act_rated(self) -> None:
        visit = self.visit(state="done", rated_at=None)
        if visit and not visit.follow_up:
            make_vote(visit, self.chance.choice((1, 2, 3, 4)), line=self.chance.choice(("desk", "remote", "field")))

    def act_sought(self) -> None:
        if visit := self.visit():
            what, key = self.chance.choice((("data UMKM", None), ("ipm", "ind.ipm"), ("peta", None)))
            need = Need(what, self.chance.choice(("yes_fits", "yes_not_fitting", "no", "not_yet")), key)
            record_need(self.cast.officer, visit.id, uuid7(), need)

    def act_sought_by_mistake(self) -> None:
        needs = session().scalars(select(DataNeed).order_by(DataNeed.id)).all()
        if needs:
            need = self.chance.choice(needs)
            remove_need(self.cast.officer, need.visit_id, need.id)

    def act_need_moved(self) -> None:
        needs = session().scalars(select(DataNeed.id).order_by(DataNeed.id)).all()
        if needs:
            to = self.chance.choice(({"obtained": "no"}, {"what": ""}, {"created_at": NOW - timedelta(days=3)}))
            self.write(update(DataNeed).where(DataNeed.id == self.chance.choice(needs)).values(to))

    def act_noted(self) -> None:
        if visit := self.visit(service_type_id=self.dtsen):
            note_dtsen(self.cast.officer, visit.id, self.chance.choice([*KINDS]), self.chance.choice([*RESULTS, None]))

    def act_note_withdrawn(self) -> None:
        if noted := session().scalars(select(DtsenVisit.visit_id).order_by(DtsenVisit.visit_id)).all():
            self.write(delete(DtsenVisit).where(DtsenVisit.visit_id == self.chance.choice(noted)))

    def act_erased(self) -> None:
        visit = self.visit()
        if visit and visit.state not in ("waiting", "called", "serving"):
            erase_guest(self.cast.admin, visit.guest_id)

    def act_corrected(self) -> None:
        if visit := self.visit():
            to = self.chance.choice(
                ({"sex": "male"}, {"party_size": 9, "party_male": 4}, {"day": FIRST}, {"state": "done"})
            )
            self.write(update(Visit).where(Visit.id == visit.id).values(to))

    def act_deleted(self) -> None:
        visit = self.visit(rated_at=None)
        if visit and not session().scalar(select(func.count()).where(DataNeed.visit_id == visit.id)):
            self.write(text(f"DELETE FROM visit_events WHERE visit_id = '{self.key(visit)}'"))
            self.write(text(f"DELETE FROM invitations WHERE visit_id = '{self.key(visit)}'"))
            self.write(delete(DtsenVisit).where(DtsenVisit.visit_id == visit.id))
            self.write(delete(Visit).where(Visit.id == visit.id))

    def key(self, visit: Visit) -> str:
        return visit.id.hex if db.engine.dialect.name == "sqlite" else str(visit.id)

    def act_cut(self) -> None:
        self.write(delete(Vote).where(Vote.office_id == self.cast.office_id))
        self.write(update(Visit).where(Visit.office_id == self.cast.office_id).values(rated_at=None))

    def act_other_hours(self) -> None:
        closes = time(self.chance.choice((14, 15, 16)))
        hours.set_opening_hours(self.cast.admin, [Hours(day, time(8), closes, None, None) for day in range(5)])

    def act_holiday(self) -> None:
        hours.add_holiday(self.cast.admin, FIRST + timedelta(days=self.chance.randrange(11)), "Libur")

    def act_special_hours(self) -> None:
        first = FIRST + timedelta(days=2)
        week = [Hours(day, time(9), time(self.chance.choice((13, 14))), None, None) for day in range(5)]
        known = configuration(self.cast.office_id).hours_periods
        instead = first if any(period.first == first for period in known) else None
        special_hours.set_special_hours(
            self.cast.admin, first, first + timedelta(days=3), "Ramadan", week, instead_of=instead
        )

    def act_other_patience(self) -> None:
        change_settings(self.cast.admin, {"ring_minutes": self.chance.choice((2, 3, 5))})

    def act_other_standard(self) -> None:
        self.write(update(ServiceType).values(standard_minutes=self.chance.choice((5, 10, None))))
        change_settings(
            self.cast.admin, {"ring_minutes": self.chance.choice((2, 3, 4, 5))}
        )  # moves the configuration on

    def act_anonymised(self) -> None:
        anonymise_guests(self.cast.office_id)


@pytest.mark.parametrize("seed", range(2))
def test_kept_days_and_their_visits_agree_after_every_act(cast, now, seed):
    chance = random.Random(seed)
    office = Office(cast, chance)
    for _ in range(12):
        office.act_somebody_came()
    for act in [*office.acts, *chance.choices(office.acts, k=14)]:
        agree(cast)  # everything is kept before the act, so that it finds something to make worthless
        act()
        agree(cast)
    remove_demo(cast.office_id)
    agree(cast)


@pytest.mark.parametrize("seed", range(2))
def test_kept_months_and_their_votes_agree_after_every_act(cast, now, seed):
    chance = random.Random(seed)
    days = [date(2026, month, day) for month in (8, 9, 10, 11) for day in (3, 17)]
    for _ in range(20):
        at = datetime.combine(chance.choice(days), time(2), clock.UTC)
        visit = make_visit(cast.office_id, state="done", at=at, letter="Z", officer_id=cast.officer.person_id)
        make_vote(visit, chance.randint(1, 4), line=chance.choice(("desk", "remote", "field")))
    year = (cast.office_id, date(2026, 1, 1), LAST)

    def agree() -> None:
        told = {line: (n, total) for line, n, total in votes_of(cast.office_id, [year[1:]])}
        assert line_votes(*year) == told
        keep_past_months(cast.office_id)
        assert kept_months(*year) and line_votes(*year) == told

    changes = [{"score": 1}, {"officer_id": None}, {"excluded_at": NOW}, {"line": "field"}, {"day": days[0]}]
    for change in changes:
        agree()
        vote = chance.choice(session().scalars(select(Vote).order_by(Vote.id)).all())
        with atomic() as s:
            s.execute(
                update(Vote).where(Vote.id == vote.id).values(change).execution_options(synchronize_session=False)
            )
            s.expire_all()
    agree()
    with atomic() as s:
        s.execute(delete(Vote).where(Vote.day < date(2026, 10, 1)))
    assert {month.first_day.month for month in kept_months(*year)} <= {10, 11}, "the cut leaves no month of its votes"
    agree()


def test_the_night_keeps_every_day_until_yesterday_and_no_page_writes_then(cast, now):
    make_visit(cast.office_id, state="done", at=NOW - timedelta(days=5))
    keep_past_days(cast.office_id)
    kept = select(VisitSum.first_day, VisitSum.last_day).order_by(VisitSum.first_day, VisitSum.last_day)
    spans = [tuple(span) for span in session().execute(kept)]
    days = [date(2026, 10, 31)] + [date(2026, 11, day) for day in range(1, 5)]
    assert spans == [(MONTH, date(2026, 10, 31)), *((day, day) for day in days)]
    with statements() as written:
        figures_by_span(configuration(cast.office_id), MONTH, LAST)
    assert written and not [each for each in written if each.startswith(("INSERT", "DELETE", "UPDATE", "LOCK"))]


def test_a_vote_today_of_a_guest_of_yesterday_is_not_lost_on_the_way(cast, now):
    """Whoever counts a day waits for those who are changing it, and they for the count."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("on SQLite whoever writes is alone")
    visit = make_visit(cast.office_id, state="done", at=NOW - timedelta(days=1))
    office, yesterday = configuration(cast.office_id), [visit.day]
    session().commit()
    with db.engine.connect() as other:
        other.execute(update(Visit).where(Visit.id == visit.id).values(party_size=7))
        with atomic() as s, pytest.raises(Exception) as refused:
            s.execute(text("SET LOCAL lock_timeout = '50ms'"))
            keep_days(office, yesterday)
        session().rollback()
        assert is_busy(refused.value)
        other.commit()
    keep_days(office, yesterday)
    assert figures_by_span(office, MONTH, LAST)[0][visit.day].whole.persons == 7


def test_no_month_is_kept_of_votes_that_do_not_count_yet(cast, now):
    assert keep_past_months(cast.office_id) == 0
    assert session().scalar(select(func.count()).select_from(VoteMonth)) == 0


def test_sums_kept_before_there_were_parts_are_counted_again(cast, now, own_folder):
    make_visit(cast.office_id, state="done", at=NOW - timedelta(days=5), officer_id=cast.officer.person_id)
    office = configuration(cast.office_id)
    counted = plain(total(figures_by_span(office, MONTH, LAST)[0].values()))
    session().commit()
    downgrade(revision="0063")
    old = dict.fromkeys(("counts", "waits", "services", "sought"), "[]")
    values = {"office_id": office.id, "first_day": "2026-10-31", "last_day": "2026-10-31", "until": "2026-10-31"}
    values |= {"grounds": "x", "stamp": 1, "alone_microseconds": 0} | old
    columns = ", ".join(values)
    with atomic() as s:
        s.execute(
            text(f"INSERT INTO visit_sums ({columns}) VALUES ({', '.join(f':{name}' for name in values)})"), values
        )
    upgrade()
    assert session().scalar(select(func.count()).select_from(VisitSum)) == 0
    assert plain(total(figures_by_span(office, MONTH, LAST)[0].values())) == counted
    agree(cast)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((10, 26), (11, 5)),
        ((10, 27), (10, 29)),
        ((9, 15), (10, 31)),
        ((9, 15), (11, 3)),
        ((8, 1), (9, 30)),
        ((10, 1), (10, 30)),
    ],
)
def test_any_days_are_added_up_of_months_and_days_once(cast, now, first, last):
    for month, day in ((8, 20), (9, 14), (9, 15), (9, 30), (10, 1), (10, 27), (10, 29), (10, 31), (11, 3), (11, 5)):
        at = datetime(2026, month, day, 2, tzinfo=clock.UTC)
        make_visit(cast.office_id, state="done", at=at, party_size=day)
    begin, end = date(2026, *first), date(2026, *last)
    office = configuration(cast.office_id)
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    counted = total(one.figures for one in counted_days(office, days).values())
    for _ in range(2):  # counted and kept at first, then read
        found, _since = figures_by_span(office, begin, end)
        assert plain(total(found.values())) == plain(counted)
