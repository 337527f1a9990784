"""A guest's rights: found, exported, corrected, erased; forgotten when the time has come."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Table, func, select, update

from pstku.audit.queries import entries
from pstku.complaints.models import Complaint
from pstku.complaints.operations.filing import file_complaint
from pstku.core import clock
from pstku.core.db import Model, atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.personal import declared, rows_of
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Consent, DataNeed, Guest, Visit, VisitEvent
from pstku.guestbook.operations.agencies import agency_named
from pstku.guestbook.operations.anonymising import anonymise_guests
from pstku.guestbook.operations.privacy import correct_guest, erase_guest, export_guest, find_guests
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.serving import start_service
from pstku.guestbook.queries.days import counted_days
from pstku.guestbook.queries.personal import months_before
from pstku.offices.queries import configuration
from pstku.ratings.operations.comments import gather_comments
from pstku.returns.overview.queries import Needs, most_sought
from tests.factories import make_guest, make_visit, make_vote

GUESTS: Table = Guest.__table__

PLANTED = ("Rahmawati Pontoh", "+6281234567890", "rahma@contoh.id", "data stunting desa kami")


@pytest.fixture
def guest(cast) -> Guest:
    office = configuration(cast.office_id)
    entry = Entry(
        service_id=next(s.id for s in office.services if s.code == "konsultasi"),
        name=PLANTED[0],
        phone=PLANTED[1],
        email=PLANTED[2],
        consents=("follow_up",),
        needs_help=True,
        question=PLANTED[3],
    )
    visit = register_visit(cast.office_id, uuid7(), entry, Origin(channel="tablet"))
    return session().get(Guest, session().get(Visit, visit.visit_id).guest_id)


def close(guest: Guest, day: date | None = None) -> None:
    from pstku.core.db import atomic

    with atomic() as s:
        visit = s.query(Visit).filter_by(guest_id=guest.id).one()
        visit.state = "done"
        visit.day = day or visit.day


@pytest.mark.parametrize("sought", ["0812-3456-7890", "6281234567890", "RAHMA@contoh.id", "pontoh", "Rahmawati"])
def test_a_guest_is_found_by_phone_mail_or_name(cast, guest, sought):
    assert [sheet.guest.id for sheet in find_guests(cast.admin, sought)] == [guest.id]


def test_a_search_finds_nothing_by_half_a_number_or_a_wildcard(cast, guest):
    for sought in ("08123456", "%%%", "___", "contoh.id"):
        assert find_guests(cast.admin, sought) == []
    with pytest.raises(InvalidInput):
        find_guests(cast.admin, "ra")


def test_another_office_finds_nobody_and_reaches_nothing(cast, guest):
    assert find_guests(cast.stranger, PLANTED[1]) == []
    for act in (export_guest, erase_guest):
        with pytest.raises(NotFound):
            act(cast.stranger, guest.id)


def test_only_an_admin_has_these_rights(cast, guest):
    for act in (
        lambda: find_guests(cast.head, "Rahmawati"),
        lambda: export_guest(cast.officer, guest.id),
        lambda: erase_guest(cast.editor, guest.id),
        lambda: correct_guest(cast.officer, guest.id, name="Budi", salutation="", phone="", email=""),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_export_holds_everything_in_the_clear(cast, guest):
    told = str(export_guest(cast.admin, guest.id))
    for word in PLANTED:
        assert word in told


def test_a_correction_is_found_under_the_new_number_and_withdraws_consent(cast, guest):
    consent = session().query(Consent).filter_by(guest_id=guest.id).one()
    values = {"name": "Rahmawati", "salutation": "Ibu", "phone": "0822 1111 2222", "email": ""}
    correct_guest(cast.admin, guest.id, withdrawn=[consent.id], **values)
    assert find_guests(cast.admin, PLANTED[1]) == []
    found = find_guests(cast.admin, "082211112222")[0]
    assert (found.phone, found.email) == ("+6282211112222", "")
    assert found.consents[0].withdrawn_at


@pytest.mark.parametrize(("field", "value"), [("phone", "abc"), ("email", "bukan"), ("name", "")])
def test_a_wrong_correction_is_refused_beside_its_field(cast, guest, field, value):
    values = {"name": "Rahmawati", "salutation": "", "phone": "", "email": ""} | {field: value}
    with pytest.raises(InvalidInput) as refusal:
        correct_guest(cast.admin, guest.id, **values)
    assert refusal.value.field == field


def test_nobody_is_erased_in_the_middle_of_a_visit(cast, guest):
    start_service(cast.officer, session().query(Visit.id).filter_by(guest_id=guest.id).scalar())
    with pytest.raises(Conflict):
        erase_guest(cast.admin, guest.id)


def test_an_erased_guest_is_gone_and_the_visit_still_counts(cast, guest):
    close(guest)
    erase_guest(cast.admin, guest.id)
    kept = session().query(Visit).filter_by(guest_id=guest.id).one()
    assert (kept.help_note, kept.question, kept.fingerprint) == ("", "", None)
    assert find_guests(cast.admin, "Rahmawati") == []
    with pytest.raises(NotFound):
        export_guest(cast.admin, guest.id)


@pytest.fixture
def planted(cast, guest) -> dict[str, str]:
    """A word of the guest's in every column that is declared theirs, wherever foreign keys lead; column -> word."""
    with atomic() as s:
        visit = s.query(Visit).filter_by(guest_id=guest.id).one()
        visit.state, visit.officer_id, visit.closed_at = "done", cast.officer.person_id, clock.now()
        visit.agency_id = agency_named(cast.office_id, "Koperasi Melati", None)
        common = {"office_id": cast.office_id, "visit_id": visit.id}
        s.add(DataNeed(id=uuid7(), what="", obtained="no", created_at=clock.now(), **common))
        s.add(VisitEvent(kind="closed", at=clock.now(), **common))
        s.add(VisitEvent(kind="flagged", note="staff_phone", at=clock.now(), **common))
    make_vote(visit, 2, comment="kata tamu")
    with clock.at(clock.now() + timedelta(days=1)):
        assert gather_comments(cast.office_id) == 1
    words = {}
    with atomic() as s:
        for table, is_theirs in rows_of(GUESTS, [guest.id]).items():
            for column in (column for column in table.c if declared(column) and not column.name.endswith("_sealed")):
                word = words[f"{table.name}.{column.name}"] = f"tanda-{table.name}-{column.name}"
                kept = [column.not_in(declared(column).codes)] if declared(column).codes else []
                s.execute(update(table).where(is_theirs, *kept).values({column: word}))
                assert s.scalar(select(func.count()).where(is_theirs).select_from(table)), f"no row in {table.name}"
    return words


def test_erasing_reaches_every_declared_column_and_changes_no_count(cast, guest, planted):
    before = counted(guest)
    erase_guest(cast.admin, guest.id)
    session().expire_all()
    left = everything_said()
    assert [column for column, word in planted.items() if word in left] == []
    assert counted(guest) == before
    assert session().query(VisitEvent).filter_by(note="staff_phone").count() == 1
    assert session().scalars(select(Visit.invite_skipped_reason)).all() == ["(dihapus)"]  # still not invited


def test_the_export_holds_every_declared_word_and_the_agency_but_no_vote(cast, guest, planted):
    told = str(export_guest(cast.admin, guest.id))
    for table, _is_theirs in rows_of(GUESTS, [guest.id]).items():
        for column in (column for column in table.c if f"{table.name}.{column.name}" in planted):
            assert (planted[f"{table.name}.{column.name}"] in told) is declared(column).exported, column
    assert "Koperasi Melati" in told
    assert "votes" not in told


def everything_said() -> str:
    """All rows of the database as text."""
    return " ".join(str(row) for table in Model.metadata.sorted_tables for row in session().execute(select(table)))


def counted(guest) -> dict[str, object]:
    """Everything that hangs on the guest except the words that go: rows and every other value."""
    gone = {"anonymised_at"}
    return {
        table.name: sorted(
            str(tuple(row))
            for row in session().execute(
                select(*(c for c in table.c if declared(c) is None and c.name not in gone)).where(is_theirs)
            )
        )
        for table, is_theirs in rows_of(GUESTS, [guest.id]).items()
    }


def test_a_need_whose_words_were_erased_still_counts_and_is_no_topic(cast, guest, planted):
    erase_guest(cast.admin, guest.id)
    day = session().query(Visit).filter_by(guest_id=guest.id).one().day
    (counted,) = counted_days(configuration(cast.office_id), [day]).values()
    assert most_sought(cast.office_id, counted.figures.sought) == []
    assert Needs.of(counted.figures.whole) == Needs(sought=1)


def test_a_complaint_loses_its_name_only_when_the_guest_names_its_code(cast, guest):
    close(guest)
    first = file_complaint(cast.office_id, uuid7(), text="Antre terlalu lama.", name="Budi", contact="081234567890")
    second = file_complaint(cast.office_id, uuid7(), text="Kursinya kurang.", name="Budi", contact="081234567890")
    with pytest.raises(InvalidInput):
        erase_guest(cast.admin, guest.id, ["XXXXXXXX"])
    assert session().get(Guest, guest.id).anonymised_at is None
    erase_guest(cast.admin, guest.id, [f"{first.code[:4]}-{first.code[4:]}".lower()])
    session().expire_all()
    kept = {found.code: (found.name, found.contact_sealed is None) for found in session().query(Complaint)}
    assert kept == {first.code: ("", True), second.code: ("Budi", False)}


def test_every_act_is_audited_without_a_personal_word(cast, guest):
    find_guests(cast.admin, "Rahmawati")
    export_guest(cast.admin, guest.id)
    close(guest)
    erase_guest(cast.admin, guest.id)
    trail = entries(cast.office_id)
    assert {"find_guests", "export_guest", "erase_guest"} <= {entry.action for entry in trail}
    told = " ".join(f"{entry.entity_id} {entry.detail}" for entry in trail)
    assert not any(word in told for word in PLANTED)


def test_identities_are_forgotten_after_a_year_without_a_visit(cast, guest):
    long_ago = clock.now() - timedelta(days=400)
    close(guest, date(2020, 1, 1))
    old = make_guest(cast.office_id, name="Lama Sekali", created_at=long_ago)
    make_visit(cast.office_id, state="done", at=long_ago, guest=old)
    returning = make_guest(cast.office_id, name="Datang Lagi", created_at=long_ago)
    make_visit(cast.office_id, state="done", guest=returning)
    abroad = make_guest(cast.other_office_id, name="Kantor Lain", created_at=long_ago)
    assert anonymise_guests(cast.office_id) == 1
    assert anonymise_guests(cast.office_id) == 0
    session().expire_all()
    assert [g.name for g in (old, returning, abroad, guest)] == [None, "Datang Lagi", "Kantor Lain", PLANTED[0]]


def test_who_complained_is_forgotten_long_after_the_answer(cast):
    from pstku.complaints.models import Complaint
    from pstku.core.db import atomic

    complaint_id = uuid7()
    file_complaint(cast.office_id, complaint_id, text="Antre terlalu lama.", name="Budi", contact="081234567890")
    anonymise_guests(cast.office_id)
    assert session().get(Complaint, complaint_id, populate_existing=True).name == "Budi"
    with atomic() as s:
        s.get(Complaint, complaint_id).answered_at = clock.now() - timedelta(days=400)
    anonymise_guests(cast.office_id)
    found = session().get(Complaint, complaint_id, populate_existing=True)
    assert (found.name, found.contact_sealed) == ("", None)


@pytest.mark.both_engines
def test_who_complained_and_was_never_answered_is_forgotten_long_after_the_last_day(cast):
    complaint_id = uuid7()
    filed = file_complaint(
        cast.office_id, complaint_id, text="Antre terlalu lama.", name="Budi", contact="081234567890"
    )
    for months, name in ((12, "Budi"), (13, "")):
        with clock.at(clock.now() + (filed.due_on - clock.now().date()) + timedelta(days=30 * months)):
            anonymise_guests(cast.office_id)
        found = session().get(Complaint, complaint_id, populate_existing=True)
        assert (found.name, bool(found.contact_sealed), bool(found.text)) == (name, bool(name), True)


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 24), 12, date(2025, 11, 24)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day, months, earlier):
    assert months_before(day, months) == earlier
