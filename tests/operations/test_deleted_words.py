"""A word that was taken out of a page is nowhere in the file of the database."""

from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from pstku.core.db import atomic, db, session
from pstku.library.models import Page
from pstku.library.operations.indexing import index_pages

WORD = b"zamzibarwati"

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def written(file: str) -> bytes:
    """The file once the log has been written back into it; the pages keep what nothing wipes."""
    session().commit()
    session().close()
    with db.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(file).read_bytes() + Path(f"{file}-wal").read_bytes()


def say(office_id: int, key: str, summary: str) -> None:
    with atomic() as s:
        s.execute(update(Page).where(Page.office_id == office_id, Page.key == key).values(summary=summary))
    index_pages(office_id, [key])


def test_a_deleted_word_leaves_the_search_index_and_the_file(app, cast):
    file = db.engine.url.database
    key = session().scalar(select(Page.key).where(Page.office_id == cast.office_id))
    before = session().scalar(select(Page.summary).where(Page.key == key, Page.office_id == cast.office_id))
    say(cast.office_id, key, f"{before} {WORD.decode()}")
    assert WORD in written(file)
    say(cast.office_id, key, before)
    assert WORD not in written(file)


def test_without_the_setting_it_stays(app, cast):
    file = db.engine.url.database
    with atomic() as s:
        s.execute(text("INSERT INTO search_pages (search_pages, rank) VALUES ('secure-delete', 0)"))
    key = session().scalar(select(Page.key).where(Page.office_id == cast.office_id))
    say(cast.office_id, key, WORD.decode())
    say(cast.office_id, key, "lain")
    assert WORD in written(file)
