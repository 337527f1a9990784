"""The demo comes whole and goes whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import current_app
from sqlalchemy import func, insert, select

from pstku.accounts.models import Person
from pstku.accounts.operations import add_person
from pstku.accounts.queries import actor_of
from pstku.commands.offices import found_from
from pstku.core import clock
from pstku.core.db import atomic, session
from pstku.core.installation import claim_folder
from pstku.core.vault import unseal
from pstku.demo import chance as luck
from pstku.demo.loading import first_demo_day, load_demo
from pstku.demo.removal import demo_rows, remove_demo
from pstku.dtsen.rules import CODE, KINDS, RESULTS
from pstku.guestbook.models import DataNeed, DtsenVisit, Guest, QueueCounter, Visit
from pstku.officers.models import Duty
from pstku.offices.queries import configuration
from pstku.packs.reading.guides import read_guides
from pstku.packs.taking.practice import import_guides
from pstku.practice.models import CompetenceReply, CompetenceRound, FirstWeekStep
from pstku.practice.operations.competence import open_round, save_reply
from pstku.practice.operations.first_week import start_week
from pstku.pulling.models import WebapiPull
from pstku.pulling.operations import start_pull
from pstku.ratings.models import Vote
from tests.factories import make_visit, make_vote
from tests.listening import each_statement

SHIPPED = Path(__file__).parent.parent.parent / "content" / "offices" / "7571.yaml"
MOMENT = datetime(2026, 11, 23, 3, tzinfo=UTC)

COUNTED = (
    Person, Guest, Visit, Vote, DataNeed, Duty, CompetenceReply, CompetenceRound, FirstWeekStep, WebapiPull,
)  # fmt: skip


def found_another(file: Path) -> int:
    """An office of its own, where no name is taken; returns its id."""
    file.write_text(SHIPPED.read_text().replace('"7571"', '"7502"', 1))
    return found_from(file)


def found_with_demo() -> int:
    claim_folder(current_app.config["DATA"])
    with TemporaryDirectory() as folder:
        office_id = found_another(Path(folder) / "7502.yaml")
    with clock.at(MOMENT):
        load_demo(office_id)
    return office_id


@pytest.fixture
def office_id(app, own_folder, tmp_path) -> int:
    return found_another(tmp_path / "7502.yaml")


@pytest.fixture
def shown(app, built_once) -> int:
    """An office with its demo of that moment."""
    return built_once(found_with_demo)


def count(table) -> int:
    return session().scalar(select(func.count()).select_from(table))


def test_ninety_days_of_two_to_five_guests_on_open_days(shown):
    per_day = session().execute(select(Visit.day, func.count()).group_by(Visit.day)).all()
    assert min(day for day, _ in per_day) <= (MOMENT - timedelta(days=90)).date()
    assert all(1 <= n <= 5 and day.weekday() < 5 for day, n in per_day)
    assert count(Vote) > 100


def test_some_ask_about_dtsen_in_every_way_and_seek_no_data(shown):
    dtsen = next(one for one in configuration(shown).services if one.code == CODE)
    visits = session().scalars(select(Visit).where(Visit.service_type_id == dtsen.id)).all()
    assert {visit.letter for visit in visits} == {"D"} and {visit.purpose for visit in visits} == {None}
    noted = session().execute(select(DtsenVisit.kind, DtsenVisit.result)).all()
    assert {kind for kind, _ in noted} == set(KINDS) and {result for _, result in noted} == {*RESULTS, None}
    needs = select(DataNeed.id).where(DataNeed.visit_id.in_([visit.id for visit in visits]))
    assert len(noted) < len(visits) and session().scalars(needs).all() == []


def test_a_demo_of_any_size_goes_without_a_trace_in_the_counting_of_guests(shown, own_folder):
    with clock.at(MOMENT):
        real = make_visit(shown, at=MOMENT + timedelta(days=1))
        with atomic() as s:
            s.execute(insert(QueueCounter).values(office_id=shown, day=real.day, letter="A", last_number=7))
    most = []  # values of a statement; of one that runs for many rows each has its own
    with each_statement(lambda _statement, values: most.append(0 if isinstance(values, list) else len(values))):
        remove_demo(shown)
    assert max(most) < 20, "a statement carries the keys of what it takes away"
    assert session().scalars(select(QueueCounter.day)).all() == [real.day]


def test_the_same_seed_gives_the_same_days(shown, own_folder):
    days = select(Visit.day, Visit.channel, Visit.created_at).order_by(Visit.created_at)
    first = session().execute(days).all()
    remove_demo(shown)
    with clock.at(MOMENT):
        load_demo(shown)
    again = session().execute(days).all()
    assert first == again


def test_some_guests_can_be_asked_about_their_visit_at_addresses_nobody_has(shown):
    guests = session().scalars(select(Guest).where(Guest.is_demo)).all()
    asked = [unseal(guest.email_sealed) for guest in guests if guest.email_sealed]
    assert 0.35 < len(asked) / len(guests) < 0.55
    assert all(address.endswith("@example.org") for address in asked) and len(set(asked)) == len(asked)


def test_a_demo_guest_has_the_sex_of_their_name(shown):
    named = dict(luck.GUESTS)
    pairs = session().execute(select(Guest.name, Visit.sex).join(Visit, Visit.guest_id == Guest.id)).all()
    told = [(name, sex) for name, sex in pairs if sex]
    assert len(told) > 100 and {luck.SEX[named[name]] == sex for name, sex in told} == {True}


def test_the_demo_reaches_back_over_the_whole_previous_quarter():
    assert first_demo_day(datetime(2026, 11, 23, tzinfo=UTC).date()).isoformat() == "2026-07-01"
    assert first_demo_day(datetime(2026, 1, 5, tzinfo=UTC).date()).isoformat() == "2025-10-01"


def test_removal_leaves_real_rows_and_nothing_of_the_demo(office_id):
    officer = add_person(
        office_id, username="asli", name="Asli", call_name="Asli", password="tiga ekor kambing", roles=set()
    )
    real = make_visit(office_id, state="done", officer_id=officer.id)
    make_vote(real)
    before = {table: count(table) for table in COUNTED}
    with clock.at(MOMENT):
        load_demo(office_id)
        demo_officer = session().scalar(select(Person.id).where(Person.username == "petugas1"))
        demo_head = actor_of(session().scalar(select(Person).where(Person.username == "kepala")))
        demo_editor = actor_of(session().scalar(select(Person).where(Person.username == "pegawai1")))
        import_guides(office_id, "inti", read_guides(SHIPPED.parent.parent / "definisi-inti"))
        save_reply(demo_editor, open_round(demo_head, "Contoh"), {"data-1": "4"})
        start_week(demo_editor)
        start_pull(office_id, "figures", actor=demo_editor)
    tried = make_visit(office_id, state="done", officer_id=demo_officer)
    make_vote(tried)
    told = demo_rows(office_id)
    assert remove_demo(office_id) == told.total > 500 and told.real_visits == 1
    assert {table: count(table) for table in before} == before
    assert session().get(Visit, real.id) is not None
