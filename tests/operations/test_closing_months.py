"""A closed month stays as it was reported; what comes later is susulan or a revision."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from pstku.audit.models import AuditEntry
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed
from pstku.guestbook.models import Visit
from pstku.guestbook.operations.anonymising import anonymise
from pstku.guestbook.operations.details import declare_complete
from pstku.guestbook.operations.keeping_days import keep_past_days
from pstku.guestbook.operations.privacy import erase_guest
from pstku.guestbook.rules.completeness import DETAILS
from pstku.offices.models import Office
from pstku.offices.operations.hours import set_opening_hours
from pstku.offices.operations.service_types import edit_service_type
from pstku.offices.queries import Hours, configuration
from pstku.offices.rules.services import ServiceWords
from pstku.returns.closing import grounds, operations
from pstku.returns.closing.grounds import COUNTS_AS, HOURS, STANDARDS, changed_rules
from pstku.returns.closing.models import MonthClosing
from pstku.returns.closing.operations import close_month, revise_month
from pstku.returns.closing.queries import (
    carried_to,
    changes_since,
    closings,
    lacking,
    last_closing,
    months_to_close,
    report_of_month,
    waiting_months,
)
from pstku.returns.closing.rules import carried_in, differences_in, grounds_in, hash_of, report_in
from tests.factories import make_visit

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (date(2026, month, 1) for month in (9, 10, 11, 12))
NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)  # Thursday, 10.00 WITA
LATER = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


def come(cast, month: int, day: int, **fields) -> Visit:
    """A guest who came then, whatever day it is; as an entry that a tablet sent late would be."""
    fields = {"state": "done", "officer_id": cast.officer.person_id, "letter": "Z"} | fields
    return make_visit(cast.office_id, at=datetime(2026, month, day, 2, tzinfo=UTC), **fields)


def visits_in(content) -> int | None:
    return report_in(content).value("total", "kunjungan")


def told(changes) -> set[tuple]:
    return {
        (change.group, change.measure, change.before, change.after)
        for change in changes
        if change.measure == "kunjungan"
    }


def since(cast, month: date):
    return changes_since(configuration(cast.office_id), closings(cast.office_id), month)


def test_late_entries_never_change_a_closed_month_and_stand_in_the_next_report(cast, now):
    visit = come(cast, 9, 29, sex="male")
    closed = close_month(cast.admin, SEPTEMBER)
    kept = dict(report_in(closed.content).values)
    assert (visits_in(closed.content), closed.hash, since(cast, SEPTEMBER)) == (1, hash_of(closed.content), ())
    come(cast, 9, 30, channel="paper", party_size=3, party_male=1, party_female=2)  # a late paper entry
    with atomic() as s:  # and a correction
        s.execute(update(Visit).where(Visit.id == visit.id).values(sex="female"))
    session().expire_all()
    assert dict(report_in(last_closing(cast.office_id, SEPTEMBER).content).values) == kept
    differ = since(cast, SEPTEMBER)
    assert ("total", "kunjungan", 1, 2) in told(differ) and ("paper", "kunjungan", 0, 1) in told(differ)
    assert {(c.group, c.measure, c.before, c.after) for c in differ} >= {
        ("total", "perempuan", 0, 3),
        ("total", "orang", 1, 4),
    }
    come(cast, 10, 1)
    october = close_month(cast.admin, OCTOBER)
    [carried] = carried_in(october.content)
    assert (carried.month, carried.changes) == (SEPTEMBER, differ)
    assert visits_in(october.content) == 1, "susulan stands beside the month's own figures"
    assert since(cast, SEPTEMBER) == (), "it is told once"
    come(cast, 9, 28)
    assert ("total", "kunjungan", 2, 3) in told(since(cast, SEPTEMBER)), "and what comes now, from there on"
    [again] = carried_to(configuration(cast.office_id), closings(cast.office_id), NOVEMBER)
    assert (again.month, told(again.changes)) == (SEPTEMBER, told(since(cast, SEPTEMBER)))


def test_a_revision_lists_each_difference_and_leaves_the_first_as_it_was(cast, now):
    come(cast, 10, 1)
    first = close_month(cast.admin, OCTOBER)
    with pytest.raises(Conflict, match="Tidak ada angka yang berbeda"):
        revise_month(cast.admin, OCTOBER, "Salah ketik di kertas")
    come(cast, 10, 2, channel="field")
    with pytest.raises(InvalidInput, match="alasan revisi"):
        revise_month(cast.admin, OCTOBER, "ya")
    second = revise_month(cast.admin, OCTOBER, "Tamu lapangan tertinggal")
    assert (second.revision, visits_in(second.content), visits_in(first.content)) == (1, 2, 1)
    assert ("luar_kantor", "kunjungan", 0, 1) in told(differences_in(second.content))
    before, after = report_in(first.content), report_in(second.content)
    differ = {key for key in after.values if (before.values.get(key) or 0) != (after.values[key] or 0)}
    assert {(change.group, change.measure) for change in differences_in(second.content)} == differ
    assert since(cast, OCTOBER) == () and last_closing(cast.office_id, OCTOBER).id == second.id
    acts = session().scalars(select(AuditEntry.action).where(AuditEntry.entity == "month_closing"))
    assert list(acts) == ["close_month", "revise_month"]


def test_what_a_later_closing_told_is_no_difference_of_a_revision(cast, now):
    come(cast, 9, 29)
    close_month(cast.admin, SEPTEMBER)
    late = come(cast, 9, 30)
    close_month(cast.admin, OCTOBER)
    with pytest.raises(Conflict, match="Tidak ada angka yang berbeda"):
        revise_month(cast.admin, SEPTEMBER, "Sudah dilaporkan di Oktober")
    with atomic() as s:
        s.execute(delete(Visit).where(Visit.id == late.id))
    revised = revise_month(cast.admin, SEPTEMBER, "Tamu yang ditulis dua kali")
    assert ("total", "kunjungan", 2, 1) in told(differences_in(revised.content))
    assert since(cast, SEPTEMBER) == ()


def test_two_who_close_different_months_do_not_tell_the_same_susulan(cast, monkeypatch):
    come(cast, 9, 29)
    with clock.at(LATER):
        close_month(cast.admin, SEPTEMBER)
        come(cast, 9, 30)
        keep_past_days(cast.office_id)

        def overtaken():
            monkeypatch.setattr(operations, "atomic", atomic)
            october.append(close_month(cast.admin, OCTOBER))
            return atomic()

        october: list[MonthClosing] = []
        monkeypatch.setattr(operations, "atomic", overtaken)
        november = close_month(cast.admin, NOVEMBER)
    assert [one.month for one in carried_in(october[0].content)] == [SEPTEMBER]
    assert carried_in(november.content) == []


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_who_closes_holds_other_closers_off_and_no_guest(cast, now, monkeypatch):
    come(cast, 10, 1)
    met = []

    def look(*args, **words):
        row = select(Office.id).where(Office.id == cast.office_id)
        with db.engine.connect() as other:
            other.execute(row.with_for_update(nowait=True, read=True, key_share=True))  # what a new visit takes
            with pytest.raises(OperationalError):
                other.execute(row.with_for_update(nowait=True, key_share=True))
        met.append(record(*args, **words))

    monkeypatch.setattr(operations, "record", look)
    close_month(cast.admin, OCTOBER)
    assert len(met) == 1


def change_service(cast, **fields) -> None:
    service = configuration(cast.office_id).services[0]
    words = ServiceWords(**{one.name: getattr(service, one.name) for one in dataclass_fields(ServiceWords)})
    edit_service_type(cast.admin, service.id, replace(words, **fields))


@pytest.mark.parametrize("rule", [HOURS, STANDARDS, COUNTS_AS])
def test_a_changed_rule_is_no_susulan_and_hides_no_visit(cast, now, rule):
    office = configuration(cast.office_id)
    first = office.services[0]
    minutes = timedelta(minutes=30)
    at = datetime(2026, 10, 1, 2, tzinfo=UTC)
    visit = {"service_type_id": first.id, "started_at": at + minutes, "closed_at": at + 2 * minutes}
    change_service(cast, standard_minutes=10)
    come(cast, 10, 1, **visit)
    closed = close_month(cast.admin, OCTOBER)
    assert (first.counts_as, report_in(closed.content).value("total", "dengan_standar")) == ("pst", 1)
    if rule == HOURS:
        set_opening_hours(cast.admin, [Hours(day, time(13), time(15), None, None) for day in range(7)])
    elif rule == STANDARDS:
        change_service(cast, standard_minutes=45)
    else:
        change_service(cast, counts_as="kantor")
    office, made = configuration(cast.office_id), closings(cast.office_id)
    now_told = report_of_month(office, OCTOBER)
    kept = report_in(closed.content)
    rewritten = {key for key, value in kept.values.items() if (value or 0) != (now_told.values[key] or 0)}
    assert rewritten, "the rule matters to this visit"
    assert since(cast, OCTOBER) == ()
    assert changed_rules(made[0].content["grounds"], office, OCTOBER) == [rule]
    come(cast, 10, 2, service_type_id=first.id)
    late = {(group, before, after) for group, _measure, before, after in told(since(cast, OCTOBER))}
    assert late >= {("total", 1, 2), ("pst", 1, 2)} and "kantor" not in {group for group, *_counts in late}
    revised = revise_month(cast.admin, OCTOBER, "Menurut aturan yang berlaku sekarang")
    assert {(one.group, one.measure) for one in differences_in(revised.content)} & rewritten, "a revision tells it"
    assert since(cast, OCTOBER) == () and changed_rules(revised.content["grounds"], office, OCTOBER) == []


def test_erasing_or_anonymising_a_guest_changes_no_count(cast, now):
    guests = [come(cast, 10, day, sex="male", question="nomor saya").guest_id for day in (1, 2)]
    close_month(cast.admin, OCTOBER)
    erase_guest(cast.admin, guests[0])
    anonymise(guests)
    assert since(cast, OCTOBER) == ()


def test_what_a_definition_said_and_a_service_was_called_stays(cast, now):
    visit = come(cast, 10, 1)
    closed = close_month(cast.admin, OCTOBER)
    report = report_in(closed.content)
    assert report == report_of_month(configuration(cast.office_id), OCTOBER), "kept and read again, nothing is lost"
    assert report.names[f"layanan_{visit.service_type_id}"] == "Konsultasi statistik"
    assert report.meanings["kunjungan"].definition.startswith("Satu isian buku tamu")
    changed = closed.content | {"values": [["total", "kunjungan", 99]]}
    assert hash_of(changed) != closed.hash


def test_a_month_is_closed_once_after_its_end_and_by_an_admin(cast, now):
    come(cast, 10, 1)
    with pytest.raises(NotAllowed):
        close_month(cast.head, OCTOBER)
    with pytest.raises(Conflict, match="belum selesai"):
        close_month(cast.admin, NOVEMBER)
    with pytest.raises(Conflict, match="Belum ada kunjungan"):
        close_month(cast.admin, SEPTEMBER)
    close_month(cast.admin, OCTOBER)
    with pytest.raises(Conflict, match="sudah ditutup"):
        close_month(cast.admin, OCTOBER)
    assert len(session().scalars(select(MonthClosing)).all()) == 1


def test_it_is_proposed_from_the_fifth_on_until_it_is_closed(cast):
    come(cast, 9, 30)
    office = configuration(cast.office_id)
    assert waiting_months(office, date(2026, 11, 4)) == [SEPTEMBER]
    assert waiting_months(office, date(2026, 11, 5)) == [SEPTEMBER, OCTOBER]
    assert months_to_close(office, date(2026, 11, 5)) == [OCTOBER, SEPTEMBER]
    with clock.at(NOW):
        close_month(cast.admin, OCTOBER)
    assert waiting_months(office, date(2026, 11, 6)) == [], "the office chose with which month it begins"
    assert waiting_months(office, date(2027, 1, 6)) == [NOVEMBER, DECEMBER], "no month is forgotten"
    assert waiting_months(configuration(cast.other_office_id), date(2026, 11, 6)) == []


def test_each_visit_that_lacks_something_is_one_tap_from_complete(cast, now):
    complete = dict.fromkeys(DETAILS, "x")
    full, empty = come(cast, 10, 1, **complete), come(cast, 10, 2, help_note="kursi roda")
    waiting = come(cast, 10, 3, state="waiting", started_at=None)
    come(cast, 9, 30)
    office = configuration(cast.office_id)
    count, visits = lacking(office, OCTOBER)
    assert (count, [(visit.id, visit.is_open) for visit in visits]) == (2, [(empty.id, False), (waiting.id, True)])
    assert visits[0].missing == tuple(DETAILS) and full.id not in {visit.id for visit in visits}
    declare_complete(cast.admin, empty.id)
    with pytest.raises(Conflict, match="belum ditutup"):
        declare_complete(cast.admin, waiting.id)
    assert [visit.id for visit in lacking(office, OCTOBER)[1]] == [waiting.id]
    session().expire_all()
    assert session().get_one(Visit, empty.id).help_note == "kursi roda", "what it has stays"
    assert close_month(cast.admin, OCTOBER).incomplete == 1


def test_midnight_in_wita_parts_two_months(cast, now):
    make_visit(cast.office_id, at=datetime(2026, 10, 31, 15, 59, tzinfo=UTC), state="done", letter="Z")
    make_visit(cast.office_id, at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC), state="done", letter="Z")
    assert visits_in(close_month(cast.admin, OCTOBER).content) == 1
    with clock.at(LATER):
        assert visits_in(close_month(cast.admin, NOVEMBER).content) == 1


def test_a_month_says_by_which_rules_it_was_counted_and_is_not_compared_under_others(cast, now, monkeypatch):
    monkeypatch.setattr(grounds, "COUNTING", 1)
    come(cast, 10, 1)
    night = datetime(2026, 10, 2, 13, tzinfo=UTC)  # 21.00 WITA: came and was met while the counter was closed
    make_visit(cast.office_id, at=night, state="done", officer_id=cast.officer.person_id, letter="Z")
    closed = close_month(cast.admin, OCTOBER)
    kept = grounds_in([closed.content], OCTOBER)
    assert grounds.rules_of(kept) == 1 == grounds.rules_of({"until": "2026-10-31"}), (
        "and one closed before rules had a number"
    )
    monkeypatch.undo()
    office = configuration(cast.office_id)
    assert changed_rules(kept, office, OCTOBER) == [grounds.RULES] and set(grounds.RULES_IN_WORDS) == {1, 2}
    make_visit(cast.office_id, at=night, state="done", officer_id=cast.officer.person_id, letter="Z")
    measures = {change.measure for change in since(cast, OCTOBER)}
    assert measures and "kunjungan" in measures and not measures & grounds.DEPENDING[grounds.RULES]
    revised = revise_month(cast.admin, OCTOBER, "Menurut cara menghitung yang baru")
    assert (
        grounds.rules_of(revised.content["grounds"]) == 2
        and changed_rules(revised.content["grounds"], office, OCTOBER) == []
    )
