"""One act, wholly or not at all, also when four do it at once."""

from threading import Thread

import pytest
from sqlalchemy import select, text, update

from pstku.core.db import atomic, connection, db, is_safe_sqlite, session
from pstku.core.statements import Prepared
from pstku.offices.models import Office

ROUNDS = 25


def version(office_id: int) -> int:
    session().commit()
    return session().scalar(select(Office.config_version).where(Office.id == office_id))


def in_threads(app, work, count: int = 4) -> list[BaseException]:
    errors: list[BaseException] = []

    def run():
        with app.app_context():
            try:
                work()
            except BaseException as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def add_one(office_id: int) -> None:
    current = session().scalar(select(Office.config_version).where(Office.id == office_id).with_for_update())
    session().execute(update(Office).where(Office.id == office_id).values(config_version=current + 1))


def test_read_then_write_in_four_threads_loses_nothing(app, cast):
    start = version(cast.office_id)

    def work():
        for _ in range(ROUNDS):
            session().scalar(select(Office.name))  # what loading a page does before the act
            with atomic():
                add_one(cast.office_id)

    session().commit()
    assert in_threads(app, work) == []
    assert version(cast.office_id) == start + 4 * ROUNDS


def test_without_atomic_the_same_work_fails_on_sqlite(app, cast):
    if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("the twin shows SQLite's lock error")
    start = version(cast.office_id)

    def work():
        for _ in range(ROUNDS):
            session().scalar(select(Office.name))
            add_one(cast.office_id)
            session().commit()

    session().commit()
    errors = in_threads(app, work)
    assert errors or version(cast.office_id) < start + 4 * ROUNDS


def test_an_error_undoes_the_whole_act(cast):
    before = version(cast.office_id)
    with pytest.raises(RuntimeError), atomic() as s:
        s.execute(text("UPDATE offices SET config_version = 99"))
        with atomic():
            pass
        raise RuntimeError("half way")
    assert version(cast.office_id) == before


def test_an_act_and_its_session_share_one_connection(cast):
    """Two would lock each other out on SQLite: a statement by hand, an object and a savepoint in one act."""
    before = version(cast.office_id)
    grow = Prepared(update(Office).values(config_version=Office.config_version + 1))
    with atomic() as s:
        grow.run({})
        s.get_one(Office, cast.office_id).name = "Kantor Baru"
        with pytest.raises(RuntimeError), atomic(undoable=True):
            grow.run({})
            raise RuntimeError("this part only")
        grow.run({})
        assert s.connection() is connection() is s.held
    assert session().held is None
    assert version(cast.office_id) == before + 2
    assert session().get_one(Office, cast.office_id).name == "Kantor Baru"


def test_what_was_read_before_is_read_over_the_acts_connection_and_let_go_of_with_it(cast):
    read = Prepared(select(Office.config_version))
    read.rows({})
    held = session().held
    with atomic() as s:
        assert s.held is held
    assert session().held is None
    assert held.closed or not held.in_transaction()  # on SQLite it rests


def test_changes_made_outside_are_refused(cast):
    session().get_one(Office, cast.office_id).name = "smuggled"
    with pytest.raises(RuntimeError, match="outside"), atomic():
        pass
    session().rollback()


def test_unsound_sqlite_versions_are_known():
    unsound = [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2)]
    sound = [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0)]
    assert [is_safe_sqlite(v) for v in unsound + sound] == [False] * 4 + [True] * 4
