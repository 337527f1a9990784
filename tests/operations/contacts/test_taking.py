"""Who takes a guest, sees the contact, gives it back or passes it on."""

import pytest

from pstku.contacts.operations.taking import Contact, give_back, look_at_contact, pass_on, take_promise
from pstku.contacts.queries import summary
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.contacts import PHONE, ask, come, listed, only, trail


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
