"""Reads of revisions: a page's history, an editor's desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from pstku.accounts.queries import get_person
from pstku.core.actor import Actor
from pstku.core.db import session
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.editing.models import PageReport, PageRevision
from pstku.editing.rules.difference import FieldDifference, difference, field_name
from pstku.editing.rules.merging import merged
from pstku.editing.rules.states import HIDDEN, OPEN, SHOWN, WITH_AUTHOR, RevisionState
from pstku.library.models import IndicatorValue, Page
from pstku.library.queries.pages import titles_by_key
from pstku.library.rules.checksums import checksum
from pstku.library.rules.states import PageState

FIELDS = ("title", "short", "function", "summary", "body", "facts", "sources", "synonyms", "verify_every_days")
NO_DRAFT = N_("Naskah ini tidak ada lagi. Muat ulang daftarnya.")
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EditorsDesk:
    """What waits for one editor."""

    drafts: list[tuple[PageRevision, Page]]
    to_review: list[tuple[PageRevision, Page]]
    reports: list[tuple[PageReport, Page]]  # what readers found wrong: on owned pages first
    asked_out: list[tuple[IndicatorValue, Page]]  # checked figures a colleague wants withdrawn
    overdue: list[Page]  # own pages, and those of one's function that nobody owns: to be checked within two weeks


@dataclass(frozen=True, slots=True)
class Moved:
    """A page that moved on under a draft, and the draft as it would stand on what is published now."""

    number: int  # of the published version
    content: dict[str, Any]
    theirs: list[FieldDifference]  # what the page changed since the draft began
    mine: list[FieldDifference]  # what the draft will change on it
    clashes: dict[str, str]  # fields both sides changed so that the author must choose -> their names on screen


def content_of(page: Page) -> dict[str, Any]:
    """The published content of a page, in the form of a revision."""
    return {name: getattr(page, name) for name in FIELDS}


def get_revision(office_id: int, revision_id: int) -> tuple[PageRevision, Page]:
    """A revision of the office with its page; raises NotFound."""
    query = select(PageRevision, Page).join(Page, Page.id == PageRevision.page_id)
    row = session().execute(query.where(PageRevision.id == revision_id, PageRevision.office_id == office_id)).first()
    if row is None:
        raise NotFound(NO_DRAFT)
    return row[0], row[1]


def get_visible_revision(actor: Actor, revision_id: int) -> tuple[PageRevision, Page]:
    """A revision the actor may read, with its page; raises NotFound for what a colleague has not handed in."""
    revision, page = get_revision(actor.office_id, revision_id)
    if revision.state in HIDDEN and revision.author_id != actor.person_id:
        raise NotFound(NO_DRAFT)
    return revision, page


def get_own_revision(actor: Actor, revision_id: int) -> tuple[PageRevision, Page]:
    """One's own open draft with its page; raises NotFound for anybody else's."""
    revision, page = get_revision(actor.office_id, revision_id)
    if revision.author_id != actor.person_id or revision.state not in OPEN:
        raise NotFound(NO_DRAFT)
    return revision, page


def is_writable(revision: PageRevision, actor: Actor) -> bool:
    """May the actor edit it: their own draft, not handed in?"""
    return revision.author_id == actor.person_id and revision.state in WITH_AUTHOR


def stand_of(revision: PageRevision) -> str:
    """A hash of a draft's content: equal hashes mean equal content."""
    return checksum(revision.content, revision.why)[:32]


def published_number(page: Page) -> int:
    """The number of the version that is published; 0 while it is still what stood there first."""
    mine = (PageRevision.page_id == page.id) & (PageRevision.state == RevisionState.PUBLISHED)
    return session().scalar(select(func.max(PageRevision.number)).where(mine)) or 0


def moved_under(revision: PageRevision, page: Page, choices: Mapping[str, str] | None = None) -> Moved | None:
    """What happened to the page since an open draft began; None while it stands where it stood.

    `choices`: whose words hold where both sides changed a field.
    """
    number = published_number(page)
    if revision.state not in OPEN or revision.base_number == number:
        return None
    mine = (PageRevision.page_id == page.id) & PageRevision.state.in_(SHOWN)
    began = select(PageRevision.content).where(mine, PageRevision.number == revision.base_number)
    base, theirs = session().scalar(began) or {}, content_of(page)
    both, titles = merged(base, revision.content, theirs, choices), titles_by_key(page.office_id)
    return Moved(
        number=number,
        content=both.content,
        theirs=difference(base, theirs, titles),
        mine=difference(theirs, both.content, titles),
        clashes={name: field_name(name) for name in both.clashes},
    )


def colleagues_drafts(actor: Actor, page: Page) -> list[PageRevision]:
    """Open drafts of a page that somebody else writes, the oldest first: who else is at it, and since when."""
    mine = (PageRevision.page_id == page.id) & PageRevision.state.in_(OPEN)
    others = mine & PageRevision.author_id.is_distinct_from(actor.person_id)
    return list(session().scalars(select(PageRevision).where(others).order_by(PageRevision.created_at)))


def revisions_of(page: Page) -> list[PageRevision]:
    """All versions of a page, the newest first; discarded drafts are left out."""
    mine = (PageRevision.page_id == page.id) & (PageRevision.state != RevisionState.DISCARDED)
    return list(session().scalars(select(PageRevision).where(mine).order_by(PageRevision.number.desc())))


def editors_desk(actor: Actor, today: date) -> EditorsDesk:
    """The actor's drafts, what colleagues hand in, and the owned pages whose check runs out."""
    joined = select(PageRevision, Page).join(Page, Page.id == PageRevision.page_id)
    mine = (PageRevision.office_id == actor.office_id) & PageRevision.state.in_(OPEN)
    rows = [(row[0], row[1]) for row in session().execute(joined.where(mine).order_by(PageRevision.updated_at.desc()))]
    query = select(PageReport, Page).join(Page, Page.id == PageReport.page_id)
    open_ones = query.where(PageReport.office_id == actor.office_id, PageReport.closed_at.is_(None))
    reports = [(row[0], row[1]) for row in session().execute(open_ones.order_by(PageReport.id))]
    mine_by_function = Page.owner_id.is_(None) & Page.verified_at.is_not(None)
    mine_by_function &= Page.function == get_person(actor.office_id, actor.person_id).function
    owned = select(Page).where(Page.office_id == actor.office_id, Page.state == PageState.PUBLISHED)
    owned = owned.where((Page.owner_id == actor.person_id) | mine_by_function)
    return EditorsDesk(
        drafts=[(r, page) for r, page in rows if r.author_id == actor.person_id],
        to_review=[
            (r, page) for r, page in rows if r.author_id != actor.person_id and r.state == RevisionState.IN_REVIEW
        ],
        reports=sorted(reports, key=lambda pair: pair[1].owner_id != actor.person_id),
        asked_out=_asked_out(actor),
        overdue=[page for page in session().scalars(owned) if is_due(page, today + SOON)],
    )


def _asked_out(actor: Actor) -> list[tuple[IndicatorValue, Page]]:
    joined = (Page.office_id == IndicatorValue.office_id) & (Page.key == IndicatorValue.indicator_key)
    mine = (IndicatorValue.office_id == actor.office_id) & IndicatorValue.withdrawn_at.is_(None)
    asked = IndicatorValue.asked_out_by_id.is_not(None) & (IndicatorValue.asked_out_by_id != actor.person_id)
    query = select(IndicatorValue, Page).join(Page, joined).where(mine, asked, Page.state == PageState.PUBLISHED)
    return [(row[0], row[1]) for row in session().execute(query.order_by(IndicatorValue.id))]


def verified_until(page: Page) -> date | None:
    """The last day for which the check of a page counts; None while nobody has checked it."""
    return page.verified_at.date() + timedelta(days=page.verify_every_days) if page.verified_at else None


def is_due(page: Page, day: date) -> bool:
    """Does the page have to be checked again by that day?"""
    until = verified_until(page)
    return until is None or until < day
