"""Pages read by their keys are the stored ones, and nothing more: no session writes them back."""

from sqlalchemy import select

from pstku.core.db import session
from pstku.library.models import Page
from pstku.library.queries.pages import pages_by_key

COLUMNS = [column.key for column in Page.__table__.c]


def columns(page: Page) -> dict[str, object]:
    return {name: getattr(page, name) for name in COLUMNS}


def test_pages_are_read_as_they_are_stored_in_the_order_of_the_keys(cast):
    indicators = select(Page).where(Page.office_id == cast.office_id, Page.kind == "indicator").limit(3)
    stored = {page.key: page for page in session().scalars(indicators)}
    keys = [*reversed(stored), "ind.none-of-these"]
    read = pages_by_key(cast.office_id, keys)
    assert [columns(page) for page in read] == [columns(stored[key]) for key in keys[:3]]
    assert not any(page in session() for page in read)
    assert read[0].fact.unit == stored[keys[0]].fact.unit


def test_no_keys_no_pages(cast):
    assert pages_by_key(cast.office_id, []) == []
