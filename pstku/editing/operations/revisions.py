"""Rows of pages and their versions, as the acts of editors need them."""

from typing import Any

from sqlalchemy import func, select

from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import session
from pstku.core.errors import Conflict, NotAllowed, NotFound
from pstku.core.text import N_
from pstku.editing.models import PageRevision
from pstku.editing.queries.revisions import get_revision, published_number
from pstku.editing.rules.states import OPEN, WITH_AUTHOR, RevisionState
from pstku.library.models import Page


def page_of(office_id: int, key: str, *, lock: bool = False) -> Page:
    """A page of the office by its key; raises NotFound. `lock`: one act on it at a time."""
    query = select(Page).where(Page.office_id == office_id, Page.key == key)
    page = session().scalar(query.with_for_update() if lock else query)
    if page is None:
        raise NotFound(N_("Halaman belajar ini tidak ada. Cari lewat kotak pencarian."))
    return page


def open_draft(actor: Actor, page: Page) -> PageRevision | None:
    """The actor's draft of a page that is not decided yet."""
    mine = (PageRevision.page_id == page.id) & (PageRevision.author_id == actor.person_id)
    return session().scalar(select(PageRevision).where(mine, PageRevision.state.in_(OPEN)))


def own_revision(actor: Actor, revision_id: int, states: tuple[str, ...] = WITH_AUTHOR) -> tuple[PageRevision, Page]:
    """The actor's own draft with its page; raises NotAllowed for a colleague's, Conflict when it was handed in."""
    actor.need(Role.EDITOR)
    revision, page = get_revision(actor.office_id, revision_id)
    session().refresh(revision, with_for_update=True)
    if revision.author_id != actor.person_id:
        raise NotAllowed(N_("Ini naskah rekan lain. Buat naskah Anda sendiri dari halamannya."))
    if revision.state not in states:
        raise Conflict(N_("Naskah ini sudah diserahkan. Tunggu keputusan rekan yang memeriksa."))
    return revision, page


def add_revision(actor: Actor, page: Page, content: dict[str, Any]) -> PageRevision:
    """The page's next version, a draft of the actor."""
    highest = session().scalar(select(func.max(PageRevision.number)).where(PageRevision.page_id == page.id)) or 0
    revision = PageRevision(
        office_id=actor.office_id,
        page_id=page.id,
        number=highest + 1,
        base_number=published_number(page),
        content=content,
        state=RevisionState.DRAFT,
        author_id=actor.person_id,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session().add(revision)
    session().flush()
    return revision
