"""Every revision goes up, down and up again on both engines, with data, and equals the models."""

from datetime import date
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from pstku.audit.operations import record
from pstku.core.db import atomic, db, session
from pstku.learning.models import Region
from pstku.offices.models import Holiday
from pstku.offices.operations.hours import add_holiday
from pstku.offices.queries import configuration
from pstku.practice.guide_packs import PackGuides
from pstku.practice.models import PracticeAnswer
from pstku.practice.operations.answering import finish_quiz, start_quiz
from pstku.practice.operations.importing import import_guides
from pstku.practice.queries.bank import attempt_questions, get_attempt

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
    session().commit()
    downgrade(revision="0014")
    with atomic():
        record(cast.office_id, "add_region", "region", "7571010", actor_id=cast.editor.person_id)
    session().commit()
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
