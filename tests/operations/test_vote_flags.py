"""What is noted beside a vote that looks unusual; it counts all the same."""

from datetime import timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.vault import blind_index
from pstku.guestbook.operations.agencies import agency_named
from pstku.offices.queries import configuration
from pstku.ratings.operations.voting import cast_vote
from tests.ballots import ballot, served, stored
from tests.factories import make_device, make_guest


def test_a_staff_phone_as_the_guests_is_flagged_and_still_counted(cast):
    from pstku.accounts.models import Person

    index = blind_index(cast.office_id, "+628110000001")
    with atomic() as s:
        s.get_one(Person, cast.employee.person_id).phone_index = index
    vote = ballot(served(cast, guest=make_guest(cast.office_id, phone_index=index)))
    assert cast_vote(cast.office_id, vote).counted
    row = stored(vote.id)
    assert (row.flags, row.contact_index) == (["staff_phone"], index)


def test_haste_and_bursts_on_one_tablet_are_flagged(cast):
    device_id = make_device(cast.office_id)
    for _ in range(2):
        cast_vote(cast.office_id, ballot(served(cast), device_id=device_id))
    at = clock.now()
    short = served(cast, started_at=at - timedelta(seconds=80), closed_at=at, entered_by_id=cast.officer.person_id)
    vote = ballot(short, device_id=device_id, reaction_ms=300)
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == ["fast", "no_dwell", "burst", "staff_entered"]


def service_id(cast, code: str) -> int:
    return next(item.id for item in configuration(cast.office_id).services if item.code == code)


@pytest.mark.parametrize("channel", ["whatsapp", "email", "phone", "field"])
def test_a_visit_written_down_once_it_is_over_has_no_flag_of_its_own(cast, channel):
    """Every message was flagged twice, as very short and as entered by an employee, so that both flags said nothing."""
    at = clock.now() - timedelta(minutes=5)
    visit = served(cast, channel=channel, started_at=at, closed_at=at, entered_by_id=cast.officer.person_id)
    vote = ballot(visit, given_on="own_phone", by_link=True)
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == []


@pytest.mark.parametrize(("code", "flags"), [("perpustakaan", []), ("cari_data", []), ("konsultasi", ["no_dwell"])])
def test_a_short_visit_is_flagged_where_somebody_is_served(cast, code, flags):
    at = clock.now()
    short = {"started_at": at - timedelta(seconds=40), "closed_at": at, "service_type_id": service_id(cast, code)}
    vote = ballot(served(cast, **short))
    cast_vote(cast.office_id, vote)
    assert stored(vote.id).flags == flags


def test_a_school_class_of_five_is_no_alarm_and_five_strangers_are(cast):
    device_id = make_device(cast.office_id)
    with atomic():
        school = agency_named(cast.office_id, "SMA Negeri 3 Gorontalo", None)

    def five(agency_id: int | None) -> list[list[str]]:
        at = clock.now()
        visits = [
            served(cast, agency_id=agency_id, started_at=at - timedelta(seconds=30), closed_at=at) for _ in range(5)
        ]
        votes = [ballot(visit, device_id=device_id) for visit in visits]
        for vote in votes:
            cast_vote(cast.office_id, vote)
        return [stored(vote.id).flags for vote in votes]

    assert five(school) == [[]] * 5
    with clock.at(clock.now() + timedelta(minutes=10)):
        strangers = five(None)
    assert strangers == [["no_dwell"], ["no_dwell"], *[["no_dwell", "burst"]] * 3]


def test_votes_on_phones_for_one_officer_within_seconds_are_a_burst(cast):
    """A burst was counted by tablet, so four field visits rated by their own links in a row were none."""

    def rate(**fields) -> list[str]:
        vote = ballot(served(cast, channel="field", **fields), given_on="own_phone", by_link=True)
        cast_vote(cast.office_id, vote)
        return stored(vote.id).flags

    assert [rate() for _ in range(4)] == [[], [], ["burst"], ["burst"]]
    assert rate(officer_id=cast.officer2.person_id) == []
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert rate() == []
