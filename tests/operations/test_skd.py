"""Invitations to BPS's own survey on both engines: to everyone served in a time alike, chosen by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.audit.models import AuditEntry
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, Taken
from pstku.offices.queries import configuration
from pstku.skm.models import SkdPeriod
from pstku.skm.operations.skd import end_skd, start_skd
from pstku.skm.queries.skd import skd_address, skd_periods
from tests.factories import make_visit
from tests.surveys import served, today

FORM = "https://skd.bps.go.id/p/7571"


def started(cast, *, begins: int = 0, days: int = 30) -> int:
    day = today(cast) + timedelta(days=begins)
    return start_skd(cast.admin, address=FORM, starts_on=day, ends_on=day + timedelta(days=days))


def test_everyone_served_in_the_time_is_invited_and_nobody_else(cast):
    served(cast, day=today(cast) - timedelta(days=1), number=90)
    for number, channel in enumerate(("tablet", "tablet", "whatsapp", "field", "paper"), 91):
        served(cast, channel=channel, number=number)
    make_visit(cast.office_id)  # still waiting
    started(cast)
    (one,) = skd_periods(cast.office_id)
    assert (one.by_channel, one.total) == ({"field": 1, "tablet": 2, "whatsapp": 1}, 4)
    assert skd_periods(cast.other_office_id) == []


def test_the_form_is_shown_on_its_days_alone(cast):
    office = configuration(cast.office_id)
    assert skd_address(office) is None
    started(cast, begins=1, days=2)
    shown = []
    for days in range(5):
        with clock.at(clock.now() + timedelta(days=days)):
            shown.append(skd_address(office))
    assert shown == [None, FORM, FORM, FORM, None]
    assert skd_address(configuration(cast.other_office_id)) is None


def test_a_time_ended_before_it_began_invited_nobody(cast):
    end_skd(cast.admin, started(cast, begins=3))
    assert skd_periods(cast.office_id) == []


def test_one_time_runs_until_it_is_over_or_ended(cast):
    first = started(cast)
    with pytest.raises(Conflict):
        started(cast)
    end_skd(cast.head, first)
    with pytest.raises(Conflict):
        end_skd(cast.head, first)
    with pytest.raises(Conflict):
        end_skd(cast.stranger, first)
    second = started(cast, days=3)
    with clock.at(clock.now() + timedelta(days=4)):
        third = started(cast)
    rows = {row.id: row for row in session().scalars(select(SkdPeriod))}
    assert [rows[one].ended_on is None for one in (first, second, third)] == [False, False, True]
    assert rows[second].ended_on == rows[second].ends_on
    acts = session().scalars(
        select(AuditEntry.action).where(AuditEntry.entity == "skd_period").order_by(AuditEntry.seq)
    )
    assert acts.all() == ["start_skd", "end_skd", "start_skd", "start_skd"]
    with pytest.raises(Taken), atomic() as s:
        copy = {"office_id": cast.office_id, "address": FORM, "entered_by_id": cast.admin.person_id}
        s.add(SkdPeriod(**copy, starts_on=today(cast), ends_on=today(cast), entered_at=clock.now()))


@pytest.mark.parametrize(
    "address",
    [
        "", "skd.bps.go.id/p", "http://skd.bps.go.id", "https://skd-bps.go.id", "https://bps.go.id.contoh.id/x",
        "https://bps.go.id@contoh.id/", "https://a@bps.go.id/", "javascript:alert(1)//bps.go.id", "https://bps.go.id:81/",
        "https://bps.go.id/<b>", "https://[bps.go.id", "https://bps.go.id/" + "x" * 300,
    ],
)  # fmt: skip
def test_only_an_address_of_bps_is_an_official_form(cast, address):
    with pytest.raises(InvalidInput) as refused:
        start_skd(cast.admin, address=address, starts_on=today(cast), ends_on=today(cast))
    assert refused.value.field == "address"


def test_days_and_people_that_may_not(cast):
    day = today(cast)
    before, late = day - timedelta(days=1), day + timedelta(days=185)
    for starts_on, ends_on in ((before, day), (None, day), (day, before), (day, None), (day, late)):
        with pytest.raises(InvalidInput):
            start_skd(cast.admin, address=FORM, starts_on=starts_on, ends_on=ends_on)
    for actor in (cast.officer, cast.employee):
        with pytest.raises(NotAllowed):
            start_skd(actor, address=FORM, starts_on=day, ends_on=day)
