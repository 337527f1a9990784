"""Harus dihubungi: who stands on the list and until when, who sees a contact, and how a promise ends."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.audit.models import AuditEntry
from pstku.contacts.operations.keeping import count_try, give_up, keep_promise, lapse_promises
from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.contacts.operations.taking import Contact, give_back, look_at_contact, pass_on, take_promise
from pstku.contacts.queries import owed, summary
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Consent, ContactPromise, DataNeed, Guest, Visit, VisitEvent
from pstku.guestbook.operations.anonymising import anonymise
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.operations.privacy import correct_guest, erase_guest
from pstku.guestbook.operations.questions import ask_later, leave_question
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.guestbook.operations.remote import record_remote_visit
from pstku.guestbook.operations.serving import close_visit, guest_left, start_service
from pstku.guestbook.queries.days import counted_days
from pstku.guestbook.queries.desk import board
from pstku.offices.queries import configuration
from pstku.ratings.models import VoteQuarter

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
TABLET = Origin(channel="tablet")
PHONE = "+6281234567890"


@pytest.fixture
def monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def office(cast, monday):
    return configuration(cast.office_id)


def entry(office, *consents, **fields) -> Entry:
    service = next(one for one in office.services if one.code == "konsultasi")
    values = {"name": "Siti Rahma", "phone": "0812 3456 7890", "consents": consents, "service_id": service.id}
    return Entry(**(values | fields))


def ask(office, **fields):
    """A question left at an empty desk; the visit's id."""
    visit_id = uuid7()
    leave_question(
        office.id, visit_id, entry(office, "follow_up", question="Berapa inflasi Oktober?", **fields), TABLET
    )
    return visit_id


def come(cast, office, *consents, outcome="done_on_the_spot", **fields):
    """A guest fills the book in and is served; the visit's id."""
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, *consents, **fields), TABLET)
    start_service(cast.officer2, visit_id)
    close_visit(cast.officer2, visit_id, outcome=outcome)
    return visit_id


def listed(office, me=0) -> list[str]:
    session().expire_all()
    return [one.kind for one in owed(office, me)]


def only(office):
    (found,) = owed(office, 0)
    return found


def consents_of(visit_id):
    session().expire_all()
    return session().query(Consent).filter(Consent.guest_id == session().get_one(Visit, visit_id).guest_id).all()


def trail() -> list[AuditEntry]:
    return session().query(AuditEntry).order_by(AuditEntry.seq).all()


# ---- who stands on the list ----


def test_a_question_left_behind_is_to_be_answered(cast, office):
    visit_id = ask(office)
    found = only(office)
    assert (found.kind, found.visit_id, found.question) == ("question", visit_id, "Berapa inflasi Oktober?")
    assert (found.name, found.has_phone, found.has_email, found.officer_id) == ("Siti Rahma", True, False, None)


def test_a_question_added_by_a_guest_who_waits_is_listed_once(cast, office):
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, "follow_up"), TABLET)
    assert listed(office) == []  # an officer may still come
    ask_later(office.id, visit_id, entry(office, "follow_up", question="Berapa inflasi Oktober?"))
    assert listed(office) == ["question"]


@pytest.mark.parametrize(
    ("consents", "outcome", "kinds"),
    [
        (("follow_up",), "done_on_the_spot", ["data"]),
        (("follow_up",), "follow_up", ["afterwards"]),
        (("rating_invitation",), "done_on_the_spot", ["rating"]),
        (("rating_invitation",), "follow_up", ["rating"]),
        (("recognition",), "follow_up", []),
        ((), "follow_up", []),
        (("follow_up", "rating_invitation"), "done_on_the_spot", ["data", "rating"]),
    ],
)
def test_each_guest_stands_there_for_what_they_ticked_and_nothing_else(cast, office, consents, outcome, kinds):
    come(cast, office, *consents, outcome=outcome)
    assert sorted(listed(office)) == kinds


def test_without_a_contact_nobody_is_listed(cast, office):
    come(cast, office, "follow_up", "rating_invitation", phone="")
    assert listed(office) == []


def test_a_minor_is_never_asked_for_a_number_and_never_listed(cast, office):
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, "follow_up", name="", is_minor=True), TABLET)
    with pytest.raises(InvalidInput):
        ask_later(office.id, visit_id, entry(office, "follow_up", question="Berapa inflasi Oktober?"))
    guest = session().get_one(Guest, session().get_one(Visit, visit_id).guest_id)
    assert guest.phone_index is None
    assert listed(office) == []


def test_who_obtained_all_they_sought_needs_no_news(cast, office):
    visit_id = come(cast, office, "follow_up")
    record_need(cast.officer, visit_id, uuid7(), Need("inflasi", "yes_fits"))
    assert listed(office) == []
    record_need(cast.officer, visit_id, uuid7(), Need("pengangguran", "not_yet"))
    assert listed(office) == ["data"]


def test_who_left_before_anybody_came_still_hears_of_the_data(cast, office):
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, "follow_up"), TABLET)
    guest_left(cast.officer, visit_id)
    assert listed(office) == ["data"]


def test_a_guest_who_wrote_is_listed_only_when_the_officer_promised_to_come_back(cast, office):
    for obtained, kinds in (("yes_fits", []), ("not_yet", ["afterwards"])):
        told = entry(office, "follow_up")
        record_remote_visit(cast.officer, uuid7(), told, "whatsapp", is_finished=True, need="ipm", obtained=obtained)
        assert listed(office) == kinds


def test_a_returning_guest_is_listed_for_what_they_tick_this_time(cast, office):
    first = come(cast, office, "follow_up", "recognition")
    keep_promise_of(cast, office)
    second = come(cast, office, "recognition")
    assert first != second
    assert listed(office) == []


def test_a_question_with_no_leave_to_answer_it_is_a_guest_at_the_counter(cast, office):
    register_visit(office.id, uuid7(), entry(office, question="Berapa inflasi?"), TABLET)
    assert listed(office) == []
    assert len(board(office, cast.officer.person_id).waiting) == 1


def test_the_rating_is_asked_for_only_while_a_vote_would_count(cast, office):
    visit_id = come(cast, office, "rating_invitation")
    assert listed(office) == ["rating"]
    with clock.at(MONDAY + timedelta(days=office.settings.voting_days, minutes=1)):
        assert listed(office) == []
    with atomic() as s:
        s.get_one(Visit, visit_id).rated_at = clock.now()
    assert listed(office) == []
    with atomic() as s:
        s.get_one(Visit, visit_id).rated_at = None
        day = s.get_one(Visit, visit_id).day
        quarter = {"year": 2026, "quarter": 4, "starts_on": day, "ends_on": day, "locked_at": clock.now()}
        s.add(VoteQuarter(office_id=office.id, deviations={}, **quarter))
    assert listed(office) == []


def test_a_consent_taken_back_or_an_identity_erased_empties_the_row(cast, office):
    visit_id = ask(office)
    guest = session().get_one(Guest, session().get_one(Visit, visit_id).guest_id)
    told = {"name": "Siti Rahma", "salutation": "", "phone": PHONE, "email": ""}
    correct_guest(cast.admin, guest.id, **told, withdrawn=[one.id for one in consents_of(visit_id)])
    assert listed(office) == []
    come(cast, office, "follow_up")
    gone = only(office)
    anonymise([session().get_one(Visit, gone.visit_id).guest_id])
    assert listed(office) == []
    with pytest.raises(NotFound):
        take_promise(cast.officer, gone.id)


def test_another_office_sees_and_takes_nothing(cast, office):
    ask(office)
    assert owed(configuration(cast.other_office_id), 0) == []
    for act in (take_promise, look_at_contact, give_back, count_try, give_up):
        with pytest.raises(NotFound):
            act(cast.stranger, only(office).id)


# ---- what the officer is told at the desk ----


def served(cast, office, **fields):
    visit_id = uuid7()
    register_visit(office.id, visit_id, entry(office, **fields), TABLET)
    start_service(cast.officer, visit_id)
    return visit_id


def test_an_officer_who_promises_to_come_back_asks_how(cast, office):
    visit_id = served(cast, office)
    asked = Asked(phone="0812 3456 7890", is_agreed=True)
    close_with_contact(cast.officer, visit_id, asked, outcome="follow_up")
    assert listed(office) == ["afterwards"]
    (consent,) = consents_of(visit_id)
    assert (consent.purpose, consent.source) == ("follow_up", "desk")


def test_a_number_on_file_serves_for_what_the_guest_agrees_to_now(cast, office):
    visit_id = served(cast, office, consents=("recognition",))
    close_with_contact(cast.officer, visit_id, Asked(is_agreed=True), outcome="follow_up")
    assert listed(office) == ["afterwards"]


@pytest.mark.parametrize(
    ("asked", "outcome", "fields", "field"),
    [
        (Asked(phone=PHONE), "follow_up", {}, "is_agreed"),
        (Asked(phone=PHONE, is_agreed=True), "done_on_the_spot", {}, "phone"),
        (Asked(phone="12", is_agreed=True), "follow_up", {}, "phone"),
        (Asked(is_agreed=True), "follow_up", {}, "phone"),
        (Asked(phone=PHONE, is_agreed=True), "follow_up", {"is_minor": True}, "phone"),
    ],
)
def test_no_contact_is_kept_that_the_guest_did_not_agree_to(cast, office, asked, outcome, fields, field):
    visit_id = served(cast, office, **fields)
    with pytest.raises(InvalidInput) as refusal:
        close_with_contact(cast.officer, visit_id, asked, outcome=outcome)
    assert refusal.value.field == field
    session().expire_all()
    assert session().get_one(Visit, visit_id).state == "serving"
    assert session().get_one(Guest, session().get_one(Visit, visit_id).guest_id).phone_index is None


def test_who_left_a_question_can_have_their_data_erased(cast, office):
    visit_id = ask(office)
    erase_guest(cast.admin, session().get_one(Visit, visit_id).guest_id)
    assert listed(office) == []
    assert lapse_promises(office.id) == 1
    session().expire_all()
    assert session().get_one(Visit, visit_id).state == "cancelled"


# ---- by when ----


def test_the_clock_counts_the_working_days_of_the_office(cast, office):
    ask(office)
    assert (only(office).due.on, only(office).due.is_late, only(office).due.days) == (
        MONDAY.date().replace(day=26),
        False,
        3,
    )
    for day, is_late, days in ((26, False, 0), (27, True, 1), (29, True, 1), (30, True, 2)):
        with clock.at(MONDAY.replace(day=day)):
            assert (only(office).due.is_late, only(office).due.days) == (is_late, days), day
    with clock.at(MONDAY.replace(day=26, hour=12)):  # 20.00: the counter has closed
        assert (only(office).due.is_late, only(office).due.days) == (True, 0)


def test_who_waits_too_long_stands_first_and_is_counted(cast, office):
    come(cast, office, "rating_invitation")
    ask(office)
    with clock.at(MONDAY.replace(day=27)):
        come(cast, office, "follow_up")
        assert listed(office) == ["question", "rating", "data"]
        found = summary(office, cast.officer.person_id)
        assert (found.count, found.late, found.handed) == (3, 1, 0)


# ---- who takes it ----


def test_the_contact_is_seen_by_who_takes_it_alone_and_each_look_is_in_the_trail(cast, office):
    visit_id = ask(office, email="siti@contoh.id", phone="0812 3456 7890")
    promise_id = only(office).id
    with pytest.raises(NotAllowed):
        look_at_contact(cast.officer, promise_id)
    assert take_promise(cast.officer, promise_id) == Contact(PHONE, "siti@contoh.id")
    assert look_at_contact(cast.officer, promise_id).phone == PHONE
    for other in (cast.officer2, cast.admin):
        with pytest.raises(NotAllowed):
            look_at_contact(other, promise_id)
    looks = [entry for entry in trail() if entry.action == "look_at_contact"]
    assert [(one.actor_id, one.entity_id) for one in looks] == [(cast.officer.person_id, str(visit_id))] * 2
    assert not any("6281234567890" in repr(one.detail) or "siti@" in repr(one.detail) for one in trail())


def test_two_officers_cannot_take_the_same_guest(cast, office):
    ask(office)
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    take_promise(cast.officer, promise_id)
    with pytest.raises(Conflict):
        take_promise(cast.officer2, promise_id)


def test_only_those_who_serve_take_guests(cast, office):
    ask(office)
    with pytest.raises(NotAllowed):
        take_promise(cast.employee, only(office).id)


def test_what_is_given_back_anybody_takes(cast, office):
    ask(office)
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    give_back(cast.officer, promise_id)
    assert only(office).officer_id is None
    take_promise(cast.officer2, promise_id)
    with pytest.raises(NotAllowed):
        give_back(cast.officer, promise_id)


def test_a_colleague_is_told_of_what_was_passed_on_until_they_looked(cast, office):
    ask(office)
    promise_id, them = only(office).id, cast.officer2.person_id
    take_promise(cast.officer, promise_id)
    pass_on(cast.officer, promise_id, to_officer_id=them)
    assert (only(office).officer_id, only(office).handed_by) == (them, "Nurain Lestari, SST")
    assert summary(office, them).handed == 1
    with pytest.raises(NotAllowed):
        look_at_contact(cast.officer, promise_id)
    look_at_contact(cast.officer2, promise_id)
    assert summary(office, them).handed == 0


def test_an_admin_passes_on_what_somebody_absent_holds_but_nobody_else_does(cast, office):
    ask(office)
    promise_id = only(office).id
    with pytest.raises(NotAllowed):
        pass_on(cast.admin, promise_id, to_officer_id=cast.officer2.person_id)
    take_promise(cast.officer, promise_id)
    with pytest.raises(NotAllowed):
        pass_on(cast.officer2, promise_id, to_officer_id=cast.officer2.person_id)
    with pytest.raises(InvalidInput):
        pass_on(cast.officer, promise_id, to_officer_id=cast.employee.person_id)
    pass_on(cast.admin, promise_id, to_officer_id=cast.admin.person_id)
    assert (only(office).officer_id, only(office).handed_by) == (cast.admin.person_id, None)


def test_who_served_a_guest_never_learns_from_the_list_whether_they_rated(cast, office):
    come(cast, office, "rating_invitation")
    served_by, other = cast.officer2, cast.officer
    promise_id = only(office).id
    assert (listed(office, served_by.person_id), listed(office, other.person_id)) == ([], ["rating"])
    assert (summary(office, served_by.person_id).count, summary(office, other.person_id).count) == (0, 1)
    with pytest.raises(NotFound):
        take_promise(served_by, promise_id)
    take_promise(other, promise_id)
    with pytest.raises(InvalidInput):
        pass_on(other, promise_id, to_officer_id=served_by.person_id)


# ---- how it ends ----


def keep_promise_of(cast, office, **kept):
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    keep_promise(cast.officer, promise_id, **({"channel": "whatsapp", "result": "answered"} | kept))
    return session().get_one(ContactPromise, promise_id, populate_existing=True)


def test_an_answered_question_is_a_visit_served_from_being_left_to_its_answer(cast, office):
    visit_id = ask(office)
    with clock.at(MONDAY.replace(day=24, hour=2)):
        kept = keep_promise_of(cast, office, words="Sudah dikirim ke 081234567890")
        assert (kept.channel, kept.result, kept.note) == ("whatsapp", "answered", "Sudah dikirim ke (nomor)")
        assert listed(office) == []
        visit = session().get_one(Visit, visit_id)
        assert (visit.state, visit.officer_id, visit.outcome) == ("done", cast.officer.person_id, "done_on_the_spot")
        events = session().query(VisitEvent).filter(VisitEvent.visit_id == visit_id).order_by(VisitEvent.id)
        assert [event.kind for event in events] == ["registered", "started", "closed"]
    assert [visit.served for visit in board(office, 0).finished] == [510]  # 6 h 30 on Monday and 2 h on Tuesday


@pytest.mark.parametrize(
    ("result", "obtained"),
    [("answered", "yes_fits"), ("partly", "yes_not_fitting"), ("not_available", "no"), ("not_needed", "not_yet")],
)
def test_the_answer_settles_what_the_guest_sought_on_this_visit(cast, office, result, obtained):
    visit_id = come(cast, office, "follow_up", outcome="follow_up")
    record_need(cast.officer, visit_id, uuid7(), Need("inflasi", "not_yet"))
    record_need(cast.officer, visit_id, uuid7(), Need("ipm", "yes_fits"))
    keep_promise_of(cast, office, result=result)
    session().expire_all()
    needs = session().query(DataNeed).order_by(DataNeed.created_at, DataNeed.id)
    assert [need.obtained for need in needs] == [obtained, "yes_fits"]
    assert listed(office) == []


@pytest.mark.parametrize("result", ["answered", "not_needed"])
def test_no_figure_of_the_counter_moves_with_an_answer(cast, office, result):
    ask(office)
    come(cast, office)
    before = counted_days(office, [MONDAY.date()])[MONDAY.date()].figures
    with clock.at(MONDAY + timedelta(hours=5)):
        keep_promise_of(cast, office, result=result)
        assert counted_days(office, [MONDAY.date()])[MONDAY.date()].figures == before
    assert (before.served, before.left_questions, before.services.total()) == (1, 1, 1)


def test_an_invitation_is_sent_once(cast, office):
    visit_id = come(cast, office, "rating_invitation")
    assert keep_promise_of(cast, office, result="invited").result == "invited"
    with atomic() as s:
        s.query(Visit).filter(Visit.id == visit_id).update({"rated_at": None})
    assert listed(office) == []


@pytest.mark.parametrize(("field", "kept"), [("channel", {"channel": "surat"}), ("result", {"result": "invited"})])
def test_channel_and_result_are_of_the_lists(cast, office, field, kept):
    ask(office)
    with pytest.raises(InvalidInput) as refusal:
        keep_promise_of(cast, office, **kept)
    assert refusal.value.field == field


def test_a_guest_cannot_be_reached_only_after_enough_tries(cast, office):
    visit_id = ask(office)
    promise_id = only(office).id
    take_promise(cast.officer, promise_id)
    for tries in range(office.settings.contact_tries):
        assert only(office).tries == tries
        with pytest.raises(Conflict):
            give_up(cast.officer, promise_id)
        count_try(cast.officer, promise_id)
    give_up(cast.officer, promise_id)
    session().expire_all()
    visit = session().get_one(Visit, visit_id)
    assert (visit.state, visit.outcome, visit.started_at) == ("cancelled", "left", None)
    assert listed(office) == []


def test_a_question_answered_at_the_desk_meanwhile_is_no_longer_owed(cast, office):
    visit_id = ask(office)
    start_service(cast.officer2, visit_id)
    assert listed(office) == []
    close_visit(cast.officer2, visit_id, outcome="follow_up")
    assert listed(office) == ["afterwards"]


def test_the_night_ends_what_can_be_kept_no_longer_and_nothing_else(cast, office):
    gone, kept = ask(office, name="Hapsa"), ask(office)
    come(cast, office, "rating_invitation")
    waiting = uuid7()
    register_visit(office.id, waiting, entry(office, "follow_up", "rating_invitation"), TABLET)
    with atomic() as s:
        s.query(Consent).filter(Consent.guest_id == s.get_one(Visit, gone).guest_id).update(
            {"withdrawn_at": clock.now()}
        )
    with clock.at(MONDAY + timedelta(days=office.settings.voting_days + 1)):
        assert lapse_promises(office.id) == 2
        assert lapse_promises(office.id) == 0
    session().expire_all()
    assert (session().get_one(Visit, gone).state, session().get_one(Visit, kept).state) == ("cancelled", "waiting")
    still = session().query(ContactPromise).filter(ContactPromise.closed_at.is_(None))
    assert sorted((one.visit_id, one.purpose) for one in still) == sorted(
        [(kept, "follow_up"), (waiting, "follow_up"), (waiting, "rating_invitation")]
    )


def test_the_note_goes_with_the_guest(cast, office):
    ask(office)
    kept = keep_promise_of(cast, office, words="Kirim ke Siti besok")
    anonymise([session().get_one(Visit, kept.visit_id).guest_id])
    assert session().get_one(ContactPromise, kept.id, populate_existing=True).note == ""
