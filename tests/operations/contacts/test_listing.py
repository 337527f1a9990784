"""Who stands on the list of guests to contact, for what, and until when."""

from datetime import timedelta

import pytest

from pstku.contacts.operations.keeping import count_try, give_up
from pstku.contacts.operations.taking import give_back, look_at_contact, take_promise
from pstku.contacts.queries import owed, summary
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import InvalidInput, NotFound
from pstku.core.tokens import uuid7
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.anonymising import anonymise
from pstku.guestbook.operations.needs import Need, record_need
from pstku.guestbook.operations.privacy import correct_guest
from pstku.guestbook.operations.questions import ask_later
from pstku.guestbook.operations.registering import register_visit
from pstku.guestbook.operations.remote import record_remote_visit
from pstku.guestbook.operations.serving import guest_left
from pstku.guestbook.queries.desk import board
from pstku.offices.queries import configuration
from pstku.ratings.models import VoteQuarter
from tests.contacts import MONDAY, PHONE, TABLET, ask, come, consents_of, entry, keep_promise_of, listed, only
from tests.listening import statements


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


def test_the_consent_to_a_promise_is_looked_up_and_never_joined(cast, office):
    """PostgreSQL turns EXISTS into a join: it met 49 open promises with 4,000 consents, 1.3 s on every page of staff."""
    come(cast, office, "follow_up", outcome="follow_up")
    with statements() as asked:
        assert summary(office, cast.officer.person_id).count == 1
    (asked_of_consents,) = [" ".join(one.split()) for one in asked if "FROM consents" in one]
    assert "(SELECT consents.id FROM consents WHERE" in asked_of_consents
    assert "LIMIT 1" in asked_of_consents.partition("FROM consents")[2], "else PostgreSQL may join it all the same"
