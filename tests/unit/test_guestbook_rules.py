"""Code lists as agreed, who is asked to rate at the desk, and who may read a complaint."""

from dataclasses import dataclass

import pytest

from pstku.complaints.rules.access import may_read
from pstku.core.actor import Actor, Role
from pstku.guestbook.rules.codelists import CODE_LISTS, FACILITY_OF_CHANNEL
from pstku.guestbook.rules.states import CLOSING_OUTCOMES, OPEN, is_walk_in

SIZES = {
    "age_group": 7, "sex": 2, "education": 5, "occupation": 7, "agency_category": 9, "purpose": 5, "facility": 6,
    "level": 7, "frequency": 10, "source_kind": 5, "obtained": 4, "outcome": 4, "referral": 4,
}  # fmt: skip


@dataclass
class Concern:
    about_person_id: int | None
    handler_id: int | None


def test_every_list_has_its_agreed_length():
    assert {name: len(items) for name, items in CODE_LISTS.items()} == SIZES


@pytest.mark.parametrize("name", CODE_LISTS)
def test_codes_and_words_of_a_list_are_unique(name):
    codes, labels = zip(*CODE_LISTS[name], strict=True)
    assert len(set(codes)) == len(codes) and len(set(labels)) == len(labels)
    assert all(code.isascii() and code.replace("_", "").isalnum() and code == code.lower() for code in codes)


def test_every_channel_has_a_facility_and_every_closing_outcome_is_in_the_list():
    assert set(FACILITY_OF_CHANNEL.values()) <= {code for code, _ in CODE_LISTS["facility"]}
    assert set(CLOSING_OUTCOMES) < {code for code, _ in CODE_LISTS["outcome"]}
    assert OPEN == ("waiting", "called", "serving")


@pytest.mark.parametrize("channel", FACILITY_OF_CHANNEL)
def test_only_a_guest_at_the_desk_can_be_asked_by_its_tablet(channel):
    assert is_walk_in(channel, follow_up=False) is (channel in {"tablet", "own_phone", "desk"})
    assert not is_walk_in(channel, follow_up=True)


def person(person_id: int, *roles: Role) -> Actor:
    return Actor(person_id, 1, frozenset(roles))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.HEAD])
def test_nobody_reads_a_complaint_about_themselves(role):
    assert may_read(person(1, role), Concern(about_person_id=2, handler_id=None))
    assert not may_read(person(2, role), Concern(about_person_id=2, handler_id=None))
    assert not may_read(person(2, role), Concern(about_person_id=2, handler_id=2))


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.OFFICER, Role.EDITOR, Role.DECIDER])
def test_others_read_only_what_they_handle(role):
    assert may_read(person(3, role), Concern(about_person_id=None, handler_id=3))
    assert not may_read(person(3, role), Concern(about_person_id=None, handler_id=4))
    assert not may_read(person(3, role), Concern(about_person_id=None, handler_id=None))
