"""A second person decides about a draft; what stood on the page steps back and stays in its history."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.fitting import fitting
from pstku.core.text import N_
from pstku.editing.models import PageRevision
from pstku.editing.operations.questions import close_answered
from pstku.editing.operations.revisions import add_revision, open_draft, page_of
from pstku.editing.queries.revisions import FIELDS, NO_DRAFT, content_of, get_revision, published_number
from pstku.editing.rules.states import SHOWN, RevisionState
from pstku.library.models import Page
from pstku.library.operations.indexing import index_pages
from pstku.library.rules.states import Kind, PageState
from pstku.offices.operations import changed


def publish(actor: Actor, revision_id: int) -> None:
    """Publish a draft that somebody else wrote: it replaces the page, whose old text is kept as a version.

    The unanswered questions that the draft answers are closed.

    Raises NotAllowed for the author, Conflict when the page has moved on or the draft is not handed in.
    """
    actor.need(Role.EDITOR)
    with atomic() as s:
        revision, page = get_revision(actor.office_id, revision_id)
        s.refresh(revision)
        s.refresh(page)
        if revision.author_id == actor.person_id:
            raise NotAllowed(N_("Anda yang menulis. Minta rekan lain menerbitkan."))
        if revision.state != RevisionState.IN_REVIEW:
            raise Conflict(N_("Naskah ini belum diserahkan atau sudah diputuskan."))
        current = published_number(page)
        if revision.base_number != current:
            raise Conflict(N_("Halaman sudah berubah sejak naskah ini dibuat. Kembalikan ke penulisnya."))
        is_first = page.state == PageState.DRAFT
        _keep_what_stood_there(page)
        for name in FIELDS:
            setattr(page, name, revision.content[name])
        page.state, page.updated_at = PageState.PUBLISHED, clock.now()
        page.verified_at, page.verified_by_id = clock.now(), actor.person_id
        _decide(revision, actor, RevisionState.PUBLISHED, "")
        s.flush()
        index_pages(actor.office_id, [page.key])
        if is_first or page.kind != Kind.INDICATOR:  # a question for a figure waits for the figure
            close_answered(actor, page.key, lambda _asked: True)
        changed(actor.office_id)
        record(actor.office_id, "publish_revision", "page", page.key, actor_id=actor.person_id, number=revision.number)


def send_back(actor: Actor, revision_id: int, note: str) -> None:
    """Return a draft to its author with a note. Raises InvalidInput without a note, Conflict when it is not handed in."""
    actor.need(Role.EDITOR)
    words = fitting("note", note, 300)
    if len(words) < 3:
        raise InvalidInput("note", N_("Tulis apa yang perlu diperbaiki."))
    with atomic():
        revision, page = get_revision(actor.office_id, revision_id)
        if revision.author_id == actor.person_id:
            raise NotAllowed(N_("Ini naskah Anda sendiri. Minta rekan lain memeriksanya."))
        if revision.state != RevisionState.IN_REVIEW:
            raise Conflict(N_("Naskah ini belum diserahkan atau sudah diputuskan."))
        _decide(revision, actor, RevisionState.RETURNED, words)
        record(actor.office_id, "return_revision", "page", page.key, actor_id=actor.person_id)


def restore(actor: Actor, revision_id: int) -> int:
    """Make an old version a new draft, which is reviewed like any other; returns its id.

    Asked twice it is the same draft. Raises NotFound for what never was published, Conflict while the actor has
    another draft of the page, which would be lost.
    """
    actor.need(Role.EDITOR)
    with atomic():
        revision, page = get_revision(actor.office_id, revision_id)
        if revision.state not in SHOWN:
            raise NotFound(NO_DRAFT)
        page_of(actor.office_id, page.key, lock=True)
        why = f"Memulihkan versi {revision.number}"
        if open_one := open_draft(actor, page):
            if open_one.why == why and open_one.content == revision.content:
                return open_one.id
            raise Conflict(N_("Anda masih punya naskah halaman ini. Serahkan atau batalkan dulu, lalu pulihkan lagi."))
        draft = add_revision(actor, page, dict(revision.content))
        draft.why = why
        return draft.id


def set_owner(actor: Actor, page_key: str, person_id: int | None) -> None:
    """Set who looks after a page; raises NotFound for a person of another office."""
    actor.need(Role.EDITOR, Role.ADMIN)
    with atomic():
        page = page_of(actor.office_id, page_key)
        page.owner_id = get_person(actor.office_id, person_id).id if person_id else None
        record(actor.office_id, "set_owner", "page", page_key, actor_id=actor.person_id)


def take_from_pack(page: Page, columns: Mapping[str, Any], why: str) -> None:
    """A pack's words take the place of what is published, which stays in the page's history. Runs in `atomic`."""
    _keep_what_stood_there(page)
    for name, value in columns.items():
        setattr(page, name, value)
    page.state = PageState.PUBLISHED
    session().flush()
    highest = session().scalar(select(func.max(PageRevision.number)).where(PageRevision.page_id == page.id)) or 0
    revision = PageRevision(office_id=page.office_id, page_id=page.id, number=highest + 1, base_number=highest, why=why)
    revision.content, revision.state, revision.author_id = content_of(page), RevisionState.PUBLISHED, None
    revision.created_at = revision.updated_at = revision.decided_at = clock.now()
    session().add(revision)


def _keep_what_stood_there(page: Page) -> None:
    """The published version steps back; what a pack brought becomes version 0."""
    s = session()
    published = s.scalar(
        select(PageRevision).where(PageRevision.page_id == page.id, PageRevision.state == RevisionState.PUBLISHED)
    )
    if published is not None:
        published.state = RevisionState.SUPERSEDED
        return
    if page.state == PageState.DRAFT:
        return
    origin = PageRevision(office_id=page.office_id, page_id=page.id, number=0, base_number=0, content=content_of(page))
    origin.state, origin.created_at, origin.updated_at = RevisionState.SUPERSEDED, page.updated_at, page.updated_at
    origin.why = f"Isi paket {page.pack_key}" if page.pack_key else "Isi semula"
    s.add(origin)


def _decide(revision: PageRevision, actor: Actor, state: str, note: str) -> None:
    revision.state, revision.review_note = state, note
    revision.reviewer_id, revision.decided_at = actor.person_id, clock.now()
