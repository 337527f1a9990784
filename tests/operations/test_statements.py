"""Statements that guests wait for give what SQLAlchemy itself gives, and fail as it fails."""

import sys
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Select, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import NoResultFound, OperationalError, ProgrammingError

from pstku.core.db import atomic, run, session
from pstku.core.errors import Taken
from pstku.core.logs import facts_of
from pstku.core.statements import Prepared
from pstku.core.tokens import uuid7
from pstku.devices.models import Device
from pstku.guestbook.models import Guest, QueueCounter
from pstku.ratings.models import Vote
from tests.factories import make_guest, make_visit, make_vote
from tests.listening import statements

AT = datetime(2026, 11, 23, 1, 41, 7, 123456, tzinfo=UTC)


def test_every_kind_of_value_comes_back_as_it_went(app, cast):
    guest_id = uuid7()
    row = {"id": guest_id, "office_id": cast.office_id, "name": "Ani", "phone_sealed": b"\x00\xff", "created_at": AT}
    with atomic():
        Prepared(insert(Guest)).run(row)
    wanted = select(Guest.id, Guest.name, Guest.phone_sealed, Guest.email_sealed, Guest.is_minor, Guest.created_at)
    found = Prepared(wanted.where(Guest.id == bindparam("guest"))).one({"guest": guest_id})
    assert tuple(found) == tuple(session().execute(wanted).one())
    assert tuple(found) == (guest_id, "Ani", b"\x00\xff", None, False, AT)
    assert found.created_at == AT and session().get(Guest, guest_id).salutation == ""


def test_lists_and_days_come_back_too(app, cast):
    vote = make_vote(make_visit(cast.office_id, state="done", officer_id=cast.officer.person_id), flags=["fast"])
    mark = Prepared(update(Vote).where(Vote.id == bindparam("vote")).values(flags=bindparam("new_flags")))
    with atomic():
        mark.run({"vote": vote.id, "new_flags": ["fast", "burst"]})
    wanted = select(Vote.flags, Vote.day, Vote.visit_id).where(Vote.id == bindparam("vote"))
    assert tuple(Prepared(wanted).one({"vote": vote.id})) == (["fast", "burst"], vote.day, vote.visit_id)


def test_on_conflict_is_the_engines_own(app, cast):
    grow = Prepared(
        lambda insert: (
            insert(QueueCounter)
            .on_conflict_do_update(
                index_elements=["office_id", "day", "letter"], set_={"last_number": QueueCounter.last_number + 1}
            )
            .returning(QueueCounter.last_number)
        )
    )
    row = {"office_id": cast.office_id, "day": date(2026, 11, 23), "letter": "A", "last_number": 1}
    with atomic():
        assert [grow.one(row).last_number for _ in range(3)] == [1, 2, 3]


def test_it_runs_in_the_act_and_goes_with_it(app, cast):
    with pytest.raises(RuntimeError), atomic():
        Prepared(insert(Guest)).run({"id": uuid7(), "office_id": cast.office_id, "created_at": AT})
        assert Prepared(select(func.count()).select_from(Guest)).one({})[0] == 1
        raise RuntimeError("half way")
    assert session().query(Guest).count() == 0


def test_what_the_driver_refuses_is_told_as_sqlalchemy_tells_it_and_without_values(app, cast):
    guest = make_guest(cast.office_id, name="Rahasia")
    again = {"id": guest.id, "office_id": cast.office_id, "name": "Rahasia", "created_at": AT}
    with pytest.raises(Taken) as ours, atomic():
        Prepared(insert(Guest)).run(again)
    with pytest.raises(Taken) as theirs, atomic():
        run(insert(Guest), again)
    told = facts_of(ours.value.__cause__)
    assert told["error"] == facts_of(theirs.value.__cause__)["error"]
    assert "INSERT INTO guests" in told["statement"] and "Rahasia" not in str(told)
    with pytest.raises((OperationalError, ProgrammingError)), atomic():
        Prepared(select(text("nothing")).select_from(text("nowhere"))).first({})


def test_a_row_that_must_be_there_is_missed_and_one_that_may_be_is_none(app):
    wanted = Prepared(select(Device.id).where(Device.id == bindparam("device")))
    assert wanted.first({"device": uuid4()}) is None
    assert wanted.rows({"device": uuid4()}) == []
    with pytest.raises(NoResultFound):
        wanted.one({"device": uuid4()})


def test_a_forgotten_parameter_is_an_error(app):
    wanted = Prepared(select(Device.id).where(Device.id == bindparam("device"), Device.name == bindparam("called")))
    for _ in range(2):
        with pytest.raises(KeyError):
            wanted.first({"device": uuid4()})
    assert wanted.first({"device": uuid4(), "called": "Tablet"}) is None


def test_whoever_counts_statements_counts_these_too(app):
    with statements() as seen:
        Prepared(select(Device.id)).rows({})
    assert [statement for statement in seen if "FROM devices" in statement]


def test_no_statement_that_guests_wait_for_binds_its_limit(app):
    """SQLite prepares such a statement anew each time it runs: the vote's look around took 115 µs instead of 13."""
    modules = [module for name, module in sys.modules.items() if name.startswith(("pstku.", "kiosk."))]
    built = {id(one): one._build for module in modules for one in vars(module).values() if isinstance(one, Prepared)}
    selects = [str(one.compile(dialect=sqlite.dialect())) for one in built.values() if isinstance(one, Select)]
    assert sum("LIMIT" in told for told in selects) >= 4
    assert [told for told in selects if "LIMIT ?" in told] == []
