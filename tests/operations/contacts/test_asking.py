"""The contact and consent an officer asks for when closing with a promise."""

import pytest

from pstku.contacts.operations.keeping import lapse_promises
from pstku.contacts.operations.promising import Asked, close_with_contact
from pstku.core.db import session
from pstku.core.errors import InvalidInput
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.privacy import erase_guest
from tests.contacts import PHONE, ask, consents_of, listed, served


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
