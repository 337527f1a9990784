"""Pernah ke sini: found by the full number or a good code, and by nothing less."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import atomic
from pstku.core.errors import InvalidInput
from pstku.core.tokens import sign, uuid7
from pstku.core.vault import blind_index, seal
from pstku.guestbook.models import Consent
from pstku.guestbook.operations.contacts import add_consents
from pstku.guestbook.operations.recognising import read_guest_token, recognise_guest
from tests.factories import make_guest, make_visit

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def budi(cast):
    phone = "+6281234561234"
    index = blind_index(cast.office_id, phone)
    guest = make_guest(cast.office_id, name="Budi Santoso", phone_sealed=seal(phone), phone_index=index)
    with atomic():
        add_consents(guest.id, ["recognition"], "tablet", NOON)
    return guest


def test_a_full_number_finds_the_guest_masked(cast, budi):
    for typed in ("081234561234", "+62 812-3456-1234", "6281234561234"):
        found = recognise_guest(cast.office_id, typed, tried_by=typed)
        assert (found.name, found.phone) == ("Budi S•••••", "••••1234")
        assert read_guest_token(cast.office_id, found.token, at=clock.now()) == budi.id


def test_a_number_given_for_something_else_recognises_nobody(cast, budi):
    with atomic() as s:
        s.query(Consent).update({"purpose": "follow_up"})
    assert recognise_guest(cast.office_id, "081234561234", tried_by="tablet") is None


def test_who_withdrew_is_no_longer_recognised(cast, budi):
    with atomic() as s:
        s.query(Consent).update({"withdrawn_at": NOON})
    assert recognise_guest(cast.office_id, "081234561234", tried_by="tablet") is None


@pytest.mark.parametrize("typed", ["081234561235", "1234", "0812", "", "Budi", "%", "\x00", "C7QF"])
def test_unknown_and_wrong_look_the_same(cast, budi, typed):
    assert recognise_guest(cast.office_id, typed, tried_by="tablet") is None


def test_a_visit_code_finds_its_guest_while_it_is_good(cast, budi):
    visit = make_visit(cast.office_id, guest=budi, code="C7QF")
    assert recognise_guest(cast.office_id, " c7qf ", tried_by="tablet").name == "Budi S•••••"
    with atomic() as s:
        s.get_one(type(visit), visit.id).code = None
    assert recognise_guest(cast.office_id, "C7QF", tried_by="tablet") is None


def test_another_offices_guest_is_unknown_here(cast, budi):
    assert recognise_guest(cast.other_office_id, "081234561234", tried_by="tablet") is None
    token = recognise_guest(cast.office_id, "081234561234", tried_by="tablet").token
    with pytest.raises(InvalidInput):
        read_guest_token(cast.other_office_id, token, at=clock.now())


def test_a_forgotten_guest_is_not_found(cast, budi):
    with atomic() as s:
        s.get_one(type(budi), budi.id).name = None
    assert recognise_guest(cast.office_id, "081234561234", tried_by="tablet") is None


def test_the_sixth_try_in_a_minute_is_refused_for_this_tablet_only(cast, budi):
    with clock.at(NOON):
        for _ in range(5):
            recognise_guest(cast.office_id, "0811111111", tried_by="one")
        with pytest.raises(InvalidInput, match="satu menit"):
            recognise_guest(cast.office_id, "081234561234", tried_by="one")
        assert recognise_guest(cast.office_id, "081234561234", tried_by="two")
    with clock.at(NOON + timedelta(minutes=1)):
        assert recognise_guest(cast.office_id, "081234561234", tried_by="one")


def test_a_token_of_another_purpose_is_refused(cast):
    with pytest.raises(InvalidInput):
        read_guest_token(cast.office_id, sign("visit", uuid7().bytes), at=clock.now())
    assert read_guest_token(cast.office_id, "", at=clock.now()) is None
