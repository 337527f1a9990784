"""A quarter is computed while everybody goes on writing; what was computed is written only if nothing of it has moved."""

from contextlib import suppress
from contextvars import copy_context
from datetime import date, datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from pstku.accounts.models import Person
from pstku.core import clock
from pstku.core.db import atomic, db, session
from pstku.core.errors import Conflict
from pstku.core.races import Taken
from pstku.guestbook.models import DataNeed, Guest, Visit, VisitEvent
from pstku.officers.models import Duty
from pstku.ratings.models import Vote, VoteQuarter
from pstku.rewards.operations import periods, setting_aside
from pstku.rewards.operations.periods import lock_period, open_period
from pstku.rewards.operations.setting_aside import set_aside
from pstku.rewards.queries import get_period
from pstku.rewards.signals import frozen_evidence
from pstku.rewards.standing import standing
from tests.awards import AFTER, QUARTER, serve_and_rate

REASON = "Nomor HP pada enam kunjungan ini milik pegawai sendiri."
OTHER_WORDS = {"state": "cancelled", "held_by": "officer", "channel": "whatsapp", "line": "remote", "finding": "upheld"}


@pytest.fixture
def period(cast):
    """Two officers' votes, one of whom was complained about; somebody was handed on, sought something, was on the roster."""
    with clock.at(AFTER):
        serve_and_rate(cast.office_id, cast.officer.person_id, [4] * 10, unrated=2)
        serve_and_rate(cast.office_id, cast.officer2.person_id, [4, 3] * 4)
        visit = session().scalars(select(Visit).where(Visit.officer_id == cast.officer.person_id)).first()
        alone = session().scalar(select(func.max(Vote.day)))  # nobody else served that day, but somebody was there
        mine = {"office_id": cast.office_id, "visit_id": visit.id}
        with atomic() as s:
            s.add(VisitEvent(kind="handed_over", at=visit.closed_at, actor_id=cast.officer2.person_id, note="", **mine))
            need = {"what": "ipm", "region": "", "obtained": "no", "created_by_id": cast.officer.person_id}
            s.add(DataNeed(id=uuid4(), created_at=visit.closed_at, **need, **mine))
            s.add(Duty(office_id=cast.office_id, on=alone, person_id=cast.officer2.person_id))
        yield open_period(cast.admin, *QUARTER, "desk")


class Undone(Exception):
    """What was tried is taken back."""


def tried(period, change) -> tuple[object, str] | None:
    """Evidence and mark with this change; None where the database does not let it in."""
    found = None
    with suppress(Undone, IntegrityError, Taken), atomic() as s:
        s.execute(change.execution_options(synchronize_session=False))
        s.expire_all()
        again = get_period(period.office_id, period.id)
        found = frozen_evidence(again).to_json(), standing(again)
        raise Undone
    session().expire_all()
    return found


def changed(column, value):
    """Some other value that this column may hold."""
    if column.name in OTHER_WORDS:
        return OTHER_WORDS[column.name]
    kinds = {bool: lambda: not value, int: lambda: (value or 0) + 1, str: lambda: f"{value or ''}x"}
    kinds |= {datetime: lambda: (value or AFTER) + timedelta(hours=3), date: lambda: value + timedelta(days=1)}
    kinds |= {list: lambda: ["staff_browser"]}
    return kinds[column.type.python_type]()


def one_of_each(table: Table) -> list:
    """For every column that is no key of its own, a change of one row."""
    key = next(iter(table.primary_key.columns))
    voted = select(Vote.visit_id).where(Vote.score == 4).order_by(Vote.day, Vote.visit_id).limit(1).scalar_subquery()
    guest = select(Visit.guest_id).where(Visit.id == voted).scalar_subquery()
    chosen = {"visits": table.c.get("id") == voted, "guests": table.c.get("id") == guest}
    chosen |= {"votes": table.c.get("visit_id") == voted, "people": table.c.get("username") == "officer"}
    row = session().execute(select(table).where(chosen.get(table.name, key.is_not(None))).limit(1)).one()
    kept = (bool, int, str, datetime, date, list)
    columns = [c for c in table.columns if c is not key and c.type.python_type in kept and c.name != "office_id"]
    return [
        (
            column,
            update(table)
            .where(key == row._mapping[key.name])
            .values({column: changed(column, row._mapping[column.name])}),
        )
        for column in columns
        if not column.foreign_keys
    ]


@pytest.mark.parametrize("model", [Visit, Guest, Vote, VisitEvent, Duty, Person])
def test_whatever_changes_the_evidence_changes_the_mark(period, model):
    before = frozen_evidence(period).to_json(), standing(period)
    session().rollback()
    moved = set()
    for column, change in one_of_each(model.__table__):
        after = tried(period, change)
        if after is not None and after[0] != before[0]:
            assert after[1] != before[1], column
            moved.add(column.name)
    assert (frozen_evidence(period).to_json(), standing(period)) == before
    assert moved, "the evidence rests on no column of this table"


def test_what_is_gone_or_new_changes_the_mark(cast, period):
    before, gone = standing(period), (VisitEvent, DataNeed, Duty)
    session().rollback()
    assert before not in [tried(period, delete(model))[1] for model in gone]
    with atomic() as s:
        s.execute(update(Person).where(Person.id == cast.officer.person_id).values(under_sanction=True))
    assert standing(period) != before


def elsewhere(app, act) -> None:
    """Somebody else does it, and is not held up."""
    faults: list[BaseException] = []

    def do() -> None:
        with app.app_context():
            try:
                act()
            except BaseException as error:
                faults.append(error)
            finally:
                db.session.remove()

    thread = Thread(target=copy_context().run, args=(do,))
    thread.start()
    thread.join()
    if faults:
        raise faults[0]


def meanwhile(app, monkeypatch, act, *, times: int) -> list[int]:
    """Each of the first `times` that evidence is computed, somebody does `act`; tells how often it was computed."""
    computed: list[int] = []

    def compute(period):
        evidence = frozen_evidence(period)
        computed.append(1)
        if len(computed) <= times:
            elsewhere(app, act)
        return evidence

    monkeypatch.setattr(periods, "frozen_evidence", compute)
    return computed


def lower_a_vote() -> None:
    with atomic() as s:
        one = select(Vote.id).where(Vote.score > 1).order_by(Vote.day, Vote.id).limit(1)
        s.execute(update(Vote).where(Vote.id == s.scalar(one)).values(score=Vote.score - 1))


def tell_of_a_guest() -> None:
    with atomic() as s:
        s.execute(update(Guest).values(name="Nama lain"))


def test_what_moves_while_a_quarter_is_computed_is_computed_again(app, cast, period, monkeypatch):
    computed = meanwhile(app, monkeypatch, lower_a_vote, times=1)
    locked = lock_period(cast.admin, period.id)
    assert (locked.state, len(computed)) == ("locked", 2)
    votes = sum(session().scalars(select(Vote.score)))
    assert sum(candidate.score_sum for candidate in locked.evidence.candidates) == votes


def test_what_never_stands_still_leaves_the_quarter_open(app, cast, period, monkeypatch):
    computed = meanwhile(app, monkeypatch, lower_a_vote, times=99)
    with pytest.raises(Conflict, match="Coba lagi"):
        lock_period(cast.admin, period.id)
    assert len(computed) == 3
    assert get_period(cast.office_id, period.id).state == "open"
    assert session().get(VoteQuarter, (cast.office_id, *QUARTER)) is None


def test_what_does_not_count_may_move(app, cast, period, monkeypatch):
    computed = meanwhile(app, monkeypatch, tell_of_a_guest, times=99)
    assert lock_period(cast.admin, period.id).state == "locked"
    assert len(computed) == 1


def test_votes_are_set_aside_while_others_write(app, cast, period, monkeypatch):
    with atomic() as s:
        s.execute(update(Vote).where(Vote.officer_id == cast.officer.person_id).values(flags=["staff_phone"]))
    lock_period(cast.admin, period.id)
    plain, seen = setting_aside._without, []

    def compute(*args):
        elsewhere(app, lambda: seen.append(tell_of_a_guest()))
        return plain(*args)

    monkeypatch.setattr(setting_aside, "_without", compute)
    after = set_aside(cast.admin, period.id, cast.officer.person_id, "staff_phone", REASON)
    assert after.evidence.replaced[0].votes_after == 0 and len(seen) == 1
