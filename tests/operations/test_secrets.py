"""A tablet's secret changes while it is used: nothing that is lost on the way locks it out, and a copy is seen."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import db, session
from pstku.core.errors import NotAllowed, NotFound
from pstku.core.tokens import hash_token
from pstku.devices.models import Device
from pstku.devices.operations import revoke_device
from pstku.remote.models import SecretChange
from pstku.remote.operations.secrets import ask_for_new_secret, keep_secret, note_old_secret
from pstku.remote.queries import find_tablet, holder_of, secret_after, secret_standings
from tests.factories import make_device

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIRST = "device-token"
BEAT = timedelta(seconds=45)
ACTS = ("begin_secret_change", "change_secret", "see_old_secret")


@pytest.fixture
def device_id(cast):
    with clock.at(NOON):
        return make_device(cast.office_id, token=FIRST)


def beats(device_id, token: str, start: datetime, count: int = 4) -> str:
    """So many polls of a tablet that keeps what it is given; returns what it holds in the end."""
    for number in range(count):
        with clock.at(start + number * BEAT):
            assert find_tablet(token).id == device_id
            token = keep_secret(device_id, token)
    return token


def acts() -> list[str]:
    rows = select(AuditEntry.action).where(AuditEntry.action.in_(ACTS)).order_by(AuditEntry.seq)
    return list(session().scalars(rows))


def test_a_secret_that_was_asked_for_changes_once_the_new_one_is_used(cast, device_id):
    with clock.at(NOON):
        ask_for_new_secret(cast.admin, device_id)
        ask_for_new_secret(cast.admin, device_id)
    second = beats(device_id, FIRST, NOON)
    assert second != FIRST and secret_standings(cast.office_id)[device_id].since == NOON + 3 * BEAT
    with clock.at(NOON + timedelta(hours=1)):
        assert find_tablet(FIRST) is None and find_tablet(second).id == device_id
        assert keep_secret(device_id, second) == second
    assert acts() == ["begin_secret_change", "change_secret"]


def test_a_secret_changes_by_its_age(cast, device_id):
    for days, is_changed in ((90, False), (90.01, True)):
        with clock.at(NOON + timedelta(days=days)):
            assert (keep_secret(device_id, FIRST) != FIRST) is is_changed
    later = NOON + timedelta(days=91)
    second = beats(device_id, FIRST, later)
    with clock.at(later + timedelta(days=89)):
        assert keep_secret(device_id, second) == second
    assert secret_standings(cast.office_id)[device_id].asked_by_id is None


def test_lost_answers_bring_the_same_secret_again_however_many(cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    with clock.at(NOON):
        lost = {keep_secret(device_id, FIRST) for _ in range(5)}
    with clock.at(NOON + timedelta(days=30)):
        assert find_tablet(FIRST).id == device_id and {keep_secret(device_id, FIRST)} == lost
    [second] = lost
    assert beats(device_id, second, NOON + timedelta(days=31)) == second


def test_a_tablet_whose_power_is_cut_before_its_disk_has_the_cookie_gets_in_with_the_old_one(cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    second = beats(device_id, FIRST, NOON, count=2)
    assert secret_standings(cast.office_id)[device_id].is_handed
    night = NOON + timedelta(hours=14)
    assert beats(device_id, FIRST, night, count=1) == second
    assert beats(device_id, second, night + BEAT) == second and acts()[-1] == "change_secret"


def test_what_was_on_its_way_with_the_old_one_gets_in_for_five_minutes_and_is_no_alarm(cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    second = beats(device_id, FIRST, NOON)
    with clock.at(NOON + 3 * BEAT + timedelta(minutes=4)):
        assert find_tablet(FIRST).id == device_id and keep_secret(device_id, FIRST) == second
        assert not holder_of(FIRST).is_copy


def test_a_copy_is_refused_noted_once_and_forgotten_with_the_next_change(cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    second = beats(device_id, FIRST, NOON)
    later = NOON + timedelta(hours=1)
    with clock.at(later):
        assert find_tablet(FIRST) is None and holder_of(FIRST).is_copy
        for _ in range(3):
            note_old_secret(holder_of(FIRST))
        assert secret_standings(cast.office_id)[device_id].misused_at == later
        ask_for_new_secret(cast.admin, device_id)
    third = beats(device_id, second, later + timedelta(minutes=1))
    assert third not in (FIRST, second) and secret_standings(cast.office_id)[device_id].misused_at is None
    assert acts().count("see_old_secret") == 1
    with clock.at(later + timedelta(days=1)):
        assert holder_of(FIRST).is_copy and holder_of(second).is_copy


def test_a_server_restored_from_before_the_change_knows_the_next_secret(cast, device_id):
    second = secret_after(device_id, hash_token(FIRST))
    assert beats(device_id, second, NOON) == second and acts() == ["begin_secret_change", "change_secret"]


def test_a_revoked_tablet_gets_in_with_none_of_its_secrets(cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    with clock.at(NOON):
        second = keep_secret(device_id, FIRST)
    revoke_device(cast.admin, device_id)
    for token in (FIRST, second):
        assert find_tablet(token) is None and holder_of(token).has_ended and not holder_of(token).is_copy
    assert holder_of("of a stranger") is None and holder_of("für niemand") is None


def test_two_polls_at_a_time_change_it_once(app, cast, device_id):
    ask_for_new_secret(cast.admin, device_id)
    second = beats(device_id, FIRST, NOON, count=2)
    session().commit()
    ready = Barrier(3)

    def poll() -> str:
        with app.app_context(), clock.at(NOON + 10 * BEAT):
            ready.wait()
            held = keep_secret(device_id, second)
            db.session.remove()
        return held

    with ThreadPoolExecutor(3) as pool:
        assert {task.result() for task in [pool.submit(copy_context().run, poll) for _ in range(3)]} == {second}
    session().expire_all()
    assert session().get(Device, device_id).token_hash == hash_token(second)
    assert acts() == ["begin_secret_change", "change_secret"] and session().query(SecretChange).count() == 1


def test_only_an_admin_of_the_office_changes_it(cast, device_id):
    with pytest.raises(NotAllowed):
        ask_for_new_secret(cast.officer, device_id)
    with pytest.raises(NotFound):
        ask_for_new_secret(cast.stranger, device_id)
    assert acts() == []
