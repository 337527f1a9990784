"""Every revision goes up, down and up again on both engines, with data, and equals the models."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, revision, upgrade
from sqlalchemy import Column, String, create_engine, delete, func, inspect, select, text

from pstku.accounts.models import Person
from pstku.accounts.operations import add_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.db import atomic, db, session, sqlite_driver
from pstku.dtsen.operations import note_dtsen
from pstku.dtsen.rules import CODE as DTSEN
from pstku.guestbook.models import VisitSum
from pstku.guestbook.operations.keeping_days import keep_past_days
from pstku.library.models import Region
from pstku.offices.models import Holiday
from pstku.offices.operations.hours import add_holiday
from pstku.offices.queries import configuration
from pstku.packs.reading.guides import PackGuides
from pstku.packs.taking.practice import import_guides
from pstku.practice.models import PracticeAnswer
from pstku.practice.operations.answering import finish_quiz, start_quiz
from pstku.practice.queries.bank import attempt_questions, get_attempt
from pstku.rewards.operations.periods import open_period
from tests.awards import AFTER, QUARTER
from tests.conftest import postgres_url, run_on_server
from tests.factories import make_visit
from tests.schema_text import schema_text

pytestmark = pytest.mark.usefixtures("own_folder")
ROOT = Path(__file__).parent.parent.parent


def difference(app) -> list:
    """What the models have and the database has not, or the other way round."""

    def ours(_object, name, kind, _reflected, _compare_to):
        return not (kind == "table" and name.startswith(("search_", "sqlite_")))

    with db.engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata)


def test_the_migrated_schema_is_that_of_the_models(app):
    assert difference(app) == []


@pytest.fixture
def from_models(app, tmp_path):
    """A connection to an empty database that the models made, without a migration."""
    if db.engine.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'models.sqlite'}", module=sqlite_driver())
    else:
        run_on_server(f"CREATE DATABASE models_{os.getpid()}")
        engine = create_engine(postgres_url(f"models_{os.getpid()}"))
    with engine.connect() as connection:
        db.metadata.create_all(connection)
        yield connection
    engine.dispose()
    if db.engine.dialect.name == "postgresql":
        run_on_server(f"DROP DATABASE models_{os.getpid()}")


def test_the_migrated_schema_says_the_same_of_itself_as_that_of_the_models(app, from_models):
    with db.engine.connect() as connection:
        migrated = schema_text(connection)
    assert migrated == schema_text(from_models)


def test_a_lost_condition_order_or_counter_is_seen(app, from_models):
    whole = schema_text(from_models)
    partial = next(name for name, parts in whole.items() if " WHERE " in parts[0] and "INDEX" in parts[0])
    from_models.execute(text(f"DROP INDEX {partial}"))
    from_models.execute(text(whole[partial][0].partition(" WHERE ")[0]))
    assert [name for name in whole if schema_text(from_models)[name] != whole[name]] == [partial]
    if db.engine.dialect.name == "sqlite":
        counting = [name for name, parts in whole.items() if any("AUTOINCREMENT" in part for part in parts)]
        assert "people" in counting and "visits" not in counting and "audit_entries" not in counting


def newest_person() -> int:
    return session().scalar(select(func.max(Person.id)))


def add_colleague(cast, name: str) -> int:
    password = "padi menguning di ladang"
    return add_person(cast.office_id, username=name, name=name, call_name=name, password=password, roles=set()).id


def delete_person(person_id: int) -> None:
    with atomic() as s:
        s.execute(delete(Person).where(Person.id == person_id))


def test_the_id_of_who_is_gone_is_never_given_again_whether_before_or_after_the_migration(app, cast):
    gone = add_colleague(cast, "sebelum")
    session().commit()
    downgrade(revision="0021")
    delete_person(gone)
    if db.engine.dialect.name == "sqlite":
        assert newest_person() < gone, "and its number would be next"
    session().commit()
    upgrade()
    later = add_colleague(cast, "sesudah")
    assert later > gone
    delete_person(later)
    assert add_colleague(cast, "lagi") > later


def test_the_trail_alone_keeps_an_id_from_being_given_again(app, cast):
    record(cast.office_id, "lock_award", "award_period", 41, actor_id=77)
    record(cast.office_id, "odd", "award_period", "tidak-berangka")
    session().commit()
    downgrade(revision="0021")
    upgrade()
    assert add_colleague(cast, "sesudah") == 78
    with clock.at(AFTER):
        assert open_period(cast.admin, *QUARTER, "desk").id == 42


def test_the_next_revision_is_written_from_what_a_model_has_more(app, monkeypatch):
    """As `flask db migrate` does, only that the file goes elsewhere."""
    written = []
    visits = db.metadata.tables["visits"]
    visits.append_column(Column("of_tomorrow", String))
    monkeypatch.setattr(ScriptDirectory, "generate_revision", lambda *_args, **told: written.append(told["upgrades"]))
    try:
        revision(message="of tomorrow", autogenerate=True)
    finally:
        visits._columns.remove(visits.c.of_tomorrow)
    assert len(written) == 1 and "sa.Column('of_tomorrow', sa.String(), nullable=True)" in written[0]


def test_there_is_one_line_of_revisions():
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1


def test_down_to_nothing_and_up_again(app):
    session().commit()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade()
    assert difference(app) == []


def test_places_an_editor_wrote_are_the_offices_own_and_the_rest_the_packs(app, cast):
    record(cast.office_id, "add_region", "region", "7571010", actor_id=cast.editor.person_id)
    session().commit()
    downgrade(revision="0014")
    upgrade()
    mine = select(Region.code, Region.pack_checksum).where(Region.office_id == cast.office_id)
    stamps = dict(session().execute(mine).all())
    assert stamps.pop("7571010") is None and set(stamps.values()) == {""}


def test_items_of_the_questionnaire_that_a_pack_brought_before_still_follow_it(app, cast):
    item = {"id": "uji.satu", "indicator": "data", "text": "Saya dapat menjelaskan angka ini."}
    import_guides(cast.office_id, "uji", PackGuides([item]))
    session().commit()
    downgrade(revision="0014")
    upgrade()
    newer = item | {"text": "Saya dapat menjelaskan angka ini kepada tamu."}
    taken = import_guides(cast.office_id, "uji", PackGuides([newer]))
    assert (taken.moved, taken.kept) == ([newer["text"]], [])


def test_answers_from_before_learn_what_they_test(app, cast):
    office, me = configuration(cast.office_id), cast.employee
    attempt_id = start_quiz(office, me, "umum")
    asked = attempt_questions(office, get_attempt(me, attempt_id))
    values = {ready.question.id: [option.code for option in ready.asked.options[:1]] for ready in asked}
    finish_quiz(office, me, attempt_id, values, {ready.question.id: ready.stamp for ready in asked})
    said = dict(session().execute(select(PracticeAnswer.question_id, PracticeAnswer.indicator)).all())
    session().commit()
    downgrade(revision="0012")
    upgrade()
    assert dict(session().execute(select(PracticeAnswer.question_id, PracticeAnswer.indicator)).all()) == said
    assert said and set(said.values()) != {"data"}
    session().commit()


def test_days_an_admin_closed_outlive_the_one_calendar_both_ways(app, cast):
    add_holiday(cast.admin, date(2026, 12, 25), "Hari Raya Natal")
    add_holiday(cast.admin, date(2026, 12, 24), "Tetap melayani", is_open=True)
    session().commit()
    downgrade(revision="0015")
    upgrade()
    mine = select(Holiday.on, Holiday.name, Holiday.is_open).where(Holiday.office_id == cast.office_id)
    assert session().execute(mine).all() == [(date(2026, 12, 25), "Hari Raya Natal", False)]


def test_days_kept_before_are_counted_again_with_what_was_finished_and_noted(app, cast):
    services = {one.code: one.id for one in configuration(cast.office_id).services}
    now = clock.now().replace(day=15)
    with clock.at(now):
        for days, code, state, noted in (
            (40, DTSEN, "done", ("decile", "not_found")),
            (9, DTSEN, "no_show", ("update", None)),
            (9, DTSEN, "done", None),
            (9, "cari_data", "done", None),
            (9, "cari_data", "cancelled", None),
        ):
            at = now - timedelta(days=days)
            visit = make_visit(cast.office_id, state=state, at=at, service_type_id=services[code], letter="D")
            if noted:
                note_dtsen(cast.officer, visit.id, *noted)
        keep_past_days(cast.office_id)
        session().commit()
        sums = select(VisitSum.first_day, VisitSum.last_day, VisitSum.consultations).order_by(VisitSum.first_day)
        kept = session().execute(sums.order_by(VisitSum.last_day)).all()
        assert len({len(one.consultations) for one in kept}) == 3, "days and months with nothing, one and three"
        session().commit()
        downgrade(revision="0061")
        upgrade()
        assert session().execute(sums).all() == [], "0064 begins anew"
        keep_past_days(cast.office_id)
        assert session().execute(sums.order_by(VisitSum.last_day)).all() == kept
    session().commit()
