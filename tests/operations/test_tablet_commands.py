"""Commands to tablets: reload when idle, closed with a sentence, open again; and how far each has come."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import session
from pstku.core.errors import InvalidInput, NotAllowed, NotFound
from pstku.devices.operations import revoke_device
from pstku.remote.operations.commands import ask_to_reload, close_tablet, do_commands, hear_commands, open_tablet
from pstku.remote.queries import commands, orders_of
from pstku.remote.rules import Closing, Kind, Stage
from tests.factories import make_device

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
WORDS = "Tablet sedang dibersihkan. Silakan ke meja petugas."


@pytest.fixture
def device_id(cast):
    return make_device(cast.office_id)


def acts() -> list[str]:
    rows = session().scalars(select(AuditEntry.action).where(AuditEntry.entity == "device").order_by(AuditEntry.seq))
    return list(rows)


def test_a_command_is_asked_then_heard_then_done_and_each_is_in_the_trail(cast, device_id):
    with clock.at(NOON):
        ask_to_reload(cast.admin, device_id)
    [given] = commands(cast.office_id)[device_id]
    assert (given.kind, given.stage, given.asked_by_id) == (Kind.RELOAD, Stage.ASKED, cast.admin.person_id)
    with clock.at(NOON + timedelta(minutes=1)):
        hear_commands(cast.office_id, device_id)
        hear_commands(cast.office_id, device_id)
    assert commands(cast.office_id)[device_id][0].stage == Stage.RECEIVED
    with clock.at(NOON + timedelta(minutes=5)):
        do_commands(cast.office_id, device_id)
        do_commands(cast.office_id, device_id)
    [given] = commands(cast.office_id)[device_id]
    assert (given.stage, given.received_at, given.done_at) == (
        Stage.DONE,
        NOON + timedelta(minutes=1),
        NOON + timedelta(minutes=5),
    )
    assert acts() == ["ask_tablet_to_reload", "hear_tablet_commands", "do_tablet_commands"]


def test_asked_again_it_is_another_command_and_not_done_yet(cast, device_id):
    ask_to_reload(cast.admin, device_id)
    do_commands(cast.office_id, device_id)
    before = orders_of(device_id, NOON)
    ask_to_reload(cast.admin, device_id)
    after = orders_of(device_id, NOON)
    assert (before.reloads, before.is_undone, after.reloads, after.is_undone) == (1, False, 2, True)
    assert before.mark != after.mark


def test_a_tablet_is_closed_until_its_end_or_until_it_is_opened(cast, device_id):
    end = NOON + timedelta(hours=1)
    with clock.at(NOON):
        close_tablet(cast.admin, device_id, f"  {WORDS} ", "Please go to the desk.", end)
    closed, at_the_end = orders_of(device_id, NOON), orders_of(device_id, end)
    assert closed.closing == Closing(WORDS, "Please go to the desk.", end)
    assert at_the_end.closing is None and at_the_end.mark != closed.mark
    close_tablet(cast.admin, device_id, WORDS, "", None)
    assert orders_of(device_id, NOON + timedelta(days=400)).closing == Closing(WORDS, "", None)
    open_tablet(cast.admin, device_id)
    opened = orders_of(device_id, NOON)
    assert opened.closing is None and opened.mark not in (closed.mark, at_the_end.mark)
    assert [(one.kind, one.is_closing, one.closing) for one in commands(cast.office_id)[device_id]] == [
        (Kind.DOOR, False, None)
    ]


def test_a_sentence_that_is_missing_or_too_long_and_an_end_that_is_past_are_refused(cast, device_id):
    with clock.at(NOON):
        for words, english, end, field in (
            (" ", "", None, "sentence"),
            ("x" * 161, "", None, "sentence"),
            (WORDS, "x" * 161, None, "sentence_en"),
            (WORDS, "", NOON, "ends_on"),
        ):
            with pytest.raises(InvalidInput) as refused:
                close_tablet(cast.admin, device_id, words, english, end)
            assert refused.value.field == field
    assert commands(cast.office_id) == {}


def test_only_an_admin_of_the_office_commands_a_tablet_that_is_in_use(cast, device_id):
    for act in (ask_to_reload, open_tablet, lambda actor, device: close_tablet(actor, device, WORDS, "", None)):
        with pytest.raises(NotAllowed):
            act(cast.officer, device_id)
        with pytest.raises(NotFound):
            act(cast.stranger, device_id)
    open_tablet(cast.admin, device_id)
    revoke_device(cast.admin, device_id)
    with pytest.raises(NotFound):
        ask_to_reload(cast.admin, device_id)
    assert commands(cast.office_id) == {}
