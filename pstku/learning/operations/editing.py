"""The work of editors: a draft, a second person's look, and only then the page changes. Nothing is lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from pstku.accounts.queries import get_person
from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic, session
from pstku.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from pstku.core.text import N_, clean_line, clean_text, fold
from pstku.learning.models import Page, PageRevision
from pstku.learning.operations.indexing import index_pages
from pstku.learning.operations.questions import answer_by_page, close_answered
from pstku.learning.packs import FUNCTIONS
from pstku.learning.queries.revisions import FIELDS, OPEN, content_of, get_revision
from pstku.offices.operations import changed

PREFIXES = {"survey": "srv", "indicator": "ind", "medium": "med", "conduct": "con"}
LONGEST_BODY = 40_000


def start_draft(actor: Actor, page_key: str) -> int:
    """The actor's open draft of a page, else a new one from what is published; returns its id. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic() as s:
        page = _page(actor.office_id, page_key)
        mine = (PageRevision.page_id == page.id) & (PageRevision.author_id == actor.person_id)
        open_one = s.scalar(select(PageRevision.id).where(mine, PageRevision.state.in_(OPEN)))
        return open_one or _add(actor, page, content_of(page)).id


def start_page(actor: Actor, kind: str, title: str, function: str, *, question_id: int | None = None) -> int:
    """A new page, seen by nobody until it is published; returns the id of its draft. Raises InvalidInput.

    `question_id` is the open question the page is to answer; raises NotFound for an unknown one.
    """
    actor.need(Role.EDITOR)
    name = clean_line(title, 120)
    slug = "-".join(fold(name).split())[:60]
    if len(slug) < 3:
        raise InvalidInput("title", N_("Judulnya belum terisi. Ketik paling sedikit tiga huruf."))
    if kind not in PREFIXES or function not in FUNCTIONS:
        raise InvalidInput("function", N_("Pilih jenis halaman dan fungsinya."))
    with atomic() as s:
        key = f"{PREFIXES[kind]}.{slug}"
        taken = s.scalar(select(Page.id).where(Page.office_id == actor.office_id, Page.key == key))
        if taken is not None:
            raise InvalidInput(
                "title", N_("Sudah ada halaman dengan judul itu. Sunting yang ada, atau beri judul lain.")
            )
        page = Page(office_id=actor.office_id, key=key, kind=kind, slug=slug, title=name, function=function, summary="")
        page.body, page.facts, page.sources, page.synonyms = "", {}, [], []
        page.state, page.verify_every_days, page.updated_at = "draft", 180, clock.now()
        page.owner_id = actor.person_id
        s.add(page)
        s.flush()
        if question_id is not None:
            answer_by_page(actor, question_id, key)
        return _add(actor, page, content_of(page)).id


def save_draft(actor: Actor, revision_id: int, content: Mapping[str, Any], why: str) -> None:
    """Keep what the author typed so far. Raises NotAllowed for somebody else's, Conflict when it was handed in."""
    with atomic():
        revision, _page = _own(actor, revision_id)
        revision.content = revision.content | _clean(content)
        revision.why, revision.updated_at = clean_line(why, 300), clock.now()


def submit(actor: Actor, revision_id: int) -> None:
    """Hand the draft in. Raises InvalidInput for what a page cannot do without, and without a reason."""
    with atomic():
        revision, page = _own(actor, revision_id)
        for field, words in (
            ("title", N_("Judulnya belum terisi.")),
            ("summary", N_("Ringkasannya belum terisi. Tulis satu kalimat.")),
        ):
            if not str(revision.content.get(field) or "").strip():
                raise InvalidInput(field, words)
        if len(revision.why) < 3:
            raise InvalidInput("why", N_("Tulis dalam satu kalimat apa yang berubah dan mengapa."))
        revision.state, revision.updated_at = "in_review", clock.now()
        record(actor.office_id, "submit_revision", "page", page.key, actor_id=actor.person_id)


def publish(actor: Actor, revision_id: int) -> None:
    """A second person makes the draft the page; what stood there becomes a version of its own, and the questions it
    answers are closed.

    Raises NotAllowed for the author, Conflict when the page has moved on or the draft is not handed in.
    """
    actor.need(Role.EDITOR)
    with atomic() as s:
        revision, page = get_revision(actor.office_id, revision_id)
        s.refresh(revision)
        s.refresh(page)
        if revision.author_id == actor.person_id:
            raise NotAllowed(N_("Anda yang menulis. Minta rekan lain menerbitkan."))
        if revision.state != "in_review":
            raise Conflict(N_("Naskah ini belum diserahkan atau sudah diputuskan."))
        current = _published_number(page)
        if revision.base_number != current:
            raise Conflict(N_("Halaman sudah berubah sejak naskah ini dibuat. Kembalikan ke penulisnya."))
        is_first = page.state == "draft"
        _keep_what_stood_there(page)
        for name in FIELDS:
            setattr(page, name, revision.content[name])
        page.state, page.updated_at = "published", clock.now()
        page.verified_at, page.verified_by_id = clock.now(), actor.person_id
        _decide(revision, actor, "published", "")
        s.flush()
        index_pages(actor.office_id, [page.key])
        if is_first or page.kind != "indicator":  # a question for a figure waits for the figure
            close_answered(actor, page.key, lambda _asked: True)
        changed(actor.office_id)
        record(actor.office_id, "publish_revision", "page", page.key, actor_id=actor.person_id, number=revision.number)


def send_back(actor: Actor, revision_id: int, note: str) -> None:
    """The reviewer asks for changes. Raises InvalidInput without a note, Conflict when it is not handed in."""
    actor.need(Role.EDITOR)
    words = clean_line(note, 300)
    if len(words) < 3:
        raise InvalidInput("note", N_("Tulis apa yang perlu diperbaiki."))
    with atomic():
        revision, page = get_revision(actor.office_id, revision_id)
        if revision.author_id == actor.person_id:
            raise NotAllowed(N_("Ini naskah Anda sendiri. Minta rekan lain memeriksanya."))
        if revision.state != "in_review":
            raise Conflict(N_("Naskah ini belum diserahkan atau sudah diputuskan."))
        _decide(revision, actor, "returned", words)
        record(actor.office_id, "return_revision", "page", page.key, actor_id=actor.person_id)


def discard(actor: Actor, revision_id: int) -> None:
    """The author gives a draft up."""
    with atomic():
        revision, page = _own(actor, revision_id)
        revision.state = "discarded"
        record(actor.office_id, "discard_revision", "page", page.key, actor_id=actor.person_id)


def restore(actor: Actor, revision_id: int) -> int:
    """An old version becomes a new draft, which is handed in and published like any other; returns its id."""
    actor.need(Role.EDITOR)
    with atomic():
        revision, page = get_revision(actor.office_id, revision_id)
        draft = _add(actor, page, dict(revision.content))
        draft.why = f"Memulihkan versi {revision.number}"
        return draft.id


def set_owner(actor: Actor, page_key: str, person_id: int | None) -> None:
    """Who looks after a page. Raises NotFound for a stranger."""
    actor.need(Role.EDITOR, Role.ADMIN)
    with atomic():
        page = _page(actor.office_id, page_key)
        page.owner_id = get_person(actor.office_id, person_id).id if person_id else None
        record(actor.office_id, "set_owner", "page", page_key, actor_id=actor.person_id)


def take_from_pack(page: Page, columns: Mapping[str, Any], why: str) -> None:
    """A pack's words take the place of what is published, which stays in the page's history. Runs in `atomic`."""
    _keep_what_stood_there(page)
    for name, value in columns.items():
        setattr(page, name, value)
    page.state = "published"
    session().flush()
    highest = session().scalar(select(func.max(PageRevision.number)).where(PageRevision.page_id == page.id)) or 0
    revision = PageRevision(office_id=page.office_id, page_id=page.id, number=highest + 1, base_number=highest, why=why)
    revision.content, revision.state, revision.author_id = content_of(page), "published", None
    revision.created_at = revision.updated_at = revision.decided_at = clock.now()
    session().add(revision)


def _page(office_id: int, key: str) -> Page:
    page = session().scalar(select(Page).where(Page.office_id == office_id, Page.key == key))
    if page is None:
        raise NotFound(N_("Halaman belajar ini tidak ada. Cari lewat kotak pencarian."))
    return page


def _own(actor: Actor, revision_id: int) -> tuple[PageRevision, Page]:
    actor.need(Role.EDITOR)
    revision, page = get_revision(actor.office_id, revision_id)
    if revision.author_id != actor.person_id:
        raise NotAllowed(N_("Ini naskah rekan lain. Buat naskah Anda sendiri dari halamannya."))
    if revision.state not in ("draft", "returned"):
        raise Conflict(N_("Naskah ini sudah diserahkan. Tunggu keputusan rekan yang memeriksa."))
    return revision, page


def _add(actor: Actor, page: Page, content: dict[str, Any]) -> PageRevision:
    highest = session().scalar(select(func.max(PageRevision.number)).where(PageRevision.page_id == page.id)) or 0
    revision = PageRevision(
        office_id=actor.office_id,
        page_id=page.id,
        number=highest + 1,
        base_number=_published_number(page),
        content=content,
        state="draft",
        author_id=actor.person_id,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session().add(revision)
    session().flush()
    return revision


def _published_number(page: Page) -> int:
    mine = (PageRevision.page_id == page.id) & (PageRevision.state == "published")
    return session().scalar(select(func.max(PageRevision.number)).where(mine)) or 0


def _keep_what_stood_there(page: Page) -> None:
    """The published version steps back; what a pack brought becomes version 0."""
    s = session()
    published = s.scalar(select(PageRevision).where(PageRevision.page_id == page.id, PageRevision.state == "published"))
    if published is not None:
        published.state = "superseded"
        return
    if page.state == "draft":
        return
    origin = PageRevision(office_id=page.office_id, page_id=page.id, number=0, base_number=0, content=content_of(page))
    origin.state, origin.created_at, origin.updated_at = "superseded", page.updated_at, page.updated_at
    origin.why = f"Isi paket {page.pack_key}" if page.pack_key else "Isi semula"
    s.add(origin)


def _decide(revision: PageRevision, actor: Actor, state: str, note: str) -> None:
    revision.state, revision.review_note = state, note
    revision.reviewer_id, revision.decided_at = actor.person_id, clock.now()


def _clean(content: Mapping[str, Any]) -> dict[str, Any]:
    """Only the fields of a page, typed text without control characters."""
    kept = {name: content[name] for name in FIELDS if name in content}
    for name, longest in (("title", 120), ("short", 40), ("summary", 300)):
        if name in kept:
            kept[name] = clean_line(kept[name], longest) or (None if name == "short" else "")
    if "body" in kept:
        kept["body"] = clean_text(kept["body"], LONGEST_BODY) + "\n"
    if kept.get("function") not in (None, *FUNCTIONS):
        raise InvalidInput("function", N_("Pilih fungsinya."))
    return kept
