"""Keeping the full-text tables in step with the pages; the one place that knows the engine's dialect."""

from collections.abc import Iterable

from sqlalchemy import select, text

from pstku.core.db import atomic, session
from pstku.library.models import Page
from pstku.library.queries.pages import searchable


def index_pages(office_id: int, keys: Iterable[str]) -> None:
    """Rebuild the full-text rows of these pages."""
    with atomic() as s:
        pages = s.scalars(select(Page).where(Page.office_id == office_id, Page.key.in_(list(keys)))).all()
        if not pages:
            return
        s.execute(text("DELETE FROM search_pages WHERE page_id = :page_id"), [{"page_id": page.id} for page in pages])
        s.execute(text(_insert()), [{"page_id": page.id, "words": searchable(page)} for page in pages])


def _insert() -> str:
    if session().get_bind().dialect.name == "postgresql":
        return "INSERT INTO search_pages (page_id, document) VALUES (:page_id, to_tsvector('simple', :words))"
    return "INSERT INTO search_pages (page_id, words) VALUES (:page_id, :words)"
