"""A day without a server: three tablets come back in any order, again and again, and the book is as if nothing had been."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from pstku.core import clock
from pstku.core.db import session
from pstku.core.tokens import uuid7
from pstku.guestbook.entry import Entry
from pstku.guestbook.models import Guest, Visit
from pstku.guestbook.operations.registering import Origin, register_visit
from pstku.offices.queries import configuration
from tests.page import PageClient
from tests.views.test_deliveries import Tablet

TABLETS, ENTRIES, AT_THE_DESK = 3, 40, 30


@pytest.mark.both_engines
@pytest.mark.parametrize("seed", range(3))
def test_a_day_without_a_server_comes_back_in_any_order(app, cast, still_clock, seed):
    chance, office = random.Random(seed), configuration(cast.office_id)
    tablets = [Tablet(app, PageClient(app), cast.office_id, token=f"tablet-{n}") for n in range(TABLETS)]
    minutes = chance.sample(range(1, 480), TABLETS * ENTRIES + AT_THE_DESK)  # how long ago each guest came
    kept = [(ago, chance.choice(tablets)) for ago in minutes[AT_THE_DESK:]]
    sealed = [(tablet, tablet.visit(name=f"Tamu {ago}", ago=timedelta(minutes=ago))) for ago, tablet in kept]
    for ago in minutes[:AT_THE_DESK]:  # meanwhile officers wrote others down
        entry = Entry(service_id=office.services[1].id, name=f"Tamu {ago}")
        with clock.at(clock.now() - timedelta(minutes=ago)):
            register_visit(office.id, uuid7(), entry, Origin("desk", actor=cast.officer))
    for _ in range(2):  # answers were lost: all of it comes once more
        chance.shuffle(sealed)
        for tablet in tablets:
            own = [item for holder, item in sealed if holder is tablet]
            while own:
                batch, own = own[:25], own[25:]
                assert set(tablet.statuses(*batch)) <= {200}
    rows = (
        session()
        .execute(
            select(Guest.name, Visit.day, Visit.letter, Visit.number)
            .join(Guest, Guest.id == Visit.guest_id)
            .order_by(Visit.created_at)
        )
        .all()
    )
    assert [row.name for row in rows] == [f"Tamu {ago}" for ago in sorted(minutes, reverse=True)]
    assert len({row[1:] for row in rows}) == len(minutes)
