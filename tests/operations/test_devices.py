"""Tablets: a code makes one, an admin ends one, and it says it is alive."""

from datetime import UTC, datetime, timedelta

import pytest

from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.core.tokens import CODE_ALPHABET
from pstku.devices.models import Device
from pstku.devices.operations import Pulse, approve_pairing, heartbeat, request_pairing, revoke_device
from pstku.devices.queries import find_device, find_pairing
from pstku.remote.queries import holder_of

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def asked(cast) -> tuple[str, str]:
    secret = request_pairing(cast.office_id, address="10.0.0.1")
    return secret, find_pairing(secret).code


def test_the_secret_opens_nothing_until_an_admin_types_the_code(cast):
    secret, code = asked(cast)
    assert len(code) == 6 and set(code) <= set(CODE_ALPHABET)
    assert find_device(secret) is None
    device = approve_pairing(cast.admin, f" {code[:3]} {code[3:].lower()}", name="Tablet Loket 1", desk_id=None)
    assert find_device(secret).id == device.id


def test_a_code_is_good_once_and_for_ten_minutes(cast):
    with clock.at(NOON):
        _secret, code = asked(cast)
        _other, late = asked(cast)
        approve_pairing(cast.admin, code, name="Tablet", desk_id=None)
        with pytest.raises(NotFound):
            approve_pairing(cast.admin, code, name="Tablet", desk_id=None)
    with clock.at(NOON + timedelta(minutes=10, seconds=1)), pytest.raises(NotFound):
        approve_pairing(cast.admin, late, name="Tablet", desk_id=None)


def test_only_an_admin_of_the_same_office_approves(cast):
    _secret, code = asked(cast)
    with pytest.raises(NotAllowed):
        approve_pairing(cast.officer, code, name="Tablet", desk_id=None)
    with pytest.raises(NotFound):
        approve_pairing(cast.stranger, code, name="Tablet", desk_id=None)
    with pytest.raises(InvalidInput):
        approve_pairing(cast.admin, code, name=" ", desk_id=None)


def test_a_revoked_tablet_opens_nothing_at_once(cast):
    secret, code = asked(cast)
    device = approve_pairing(cast.admin, code, name="Tablet", desk_id=None)
    with pytest.raises(NotFound):
        revoke_device(cast.stranger, device.id)
    revoke_device(cast.admin, device.id)
    revoke_device(cast.admin, device.id)
    assert find_device(secret) is None and holder_of(secret).has_ended


def test_too_many_requests_from_one_address_are_refused(cast, still_clock):
    for _ in range(20):
        request_pairing(cast.office_id, address="10.0.0.9")
    with pytest.raises(InvalidInput):
        request_pairing(cast.office_id, address="10.0.0.9")
    request_pairing(cast.office_id, address="10.0.0.8")


def test_a_heartbeat_leaves_the_moment_the_outbox_and_the_skew(cast):
    _secret, code = asked(cast)
    device = approve_pairing(cast.admin, code, name="Tablet", desk_id=None)
    with clock.at(NOON):
        heartbeat(device.id, Pulse(2, 1, 90, NOON - timedelta(minutes=7), "codes"))
    session().expire_all()
    row = session().get(Device, device.id)
    assert (row.last_seen_at, row.outbox_count, row.outbox_age_seconds, row.clock_skew_seconds) == (NOON, 2, 90, -420)
    assert (row.aside_count, row.offline_lacks) == (1, "codes")
