"""Two real connections, of which the second is always a moment earlier: a race with a known loser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread, get_ident

import pytest
from flask import Flask
from sqlalchemy import event, text

from pstku.core import db as database
from pstku.core.db import db


@contextmanager
def overtaken(app: Flask, act: Callable[[], object], table: str) -> Iterator[None]:
    """Inside the block, `act` is done by somebody else just before this thread writes its first row into `table`.

    SQLite lets one write at a time, so there the other comes before this thread stands in line for it. Whatever the
    other meets is raised here.
    """
    mine, waiting, faults = get_ident(), [act], []

    def overtake() -> None:
        if get_ident() == mine and waiting:
            thread = Thread(target=copy_context().run, args=(_do, app, waiting.pop(), faults))
            thread.start()
            thread.join()

    def turn(current):
        overtake()
        return stand_in_line(current)

    def at_insert(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            overtake()

    stand_in_line = database._turn
    with pytest.MonkeyPatch.context() as patch:
        if db.engine.dialect.name == "sqlite":
            patch.setattr(database, "_turn", turn)
        else:
            event.listen(db.engine, "before_cursor_execute", at_insert)
        try:
            yield
        finally:
            if db.engine.dialect.name == "postgresql":
                event.remove(db.engine, "before_cursor_execute", at_insert)
    if faults:
        raise faults[0]
    assert not waiting, f"nothing was written into {table}"


def _do(app: Flask, act: Callable[[], object], faults: list[BaseException]) -> None:
    with app.app_context():
        try:
            if db.engine.dialect.name == "postgresql":
                db.session.execute(text("SET lock_timeout = '2s'"))  # a race that cannot be lost would wait for ever
                db.session.commit()
            act()
        except BaseException as error:  # told to the test
            faults.append(error)
        finally:
            db.session.remove()
