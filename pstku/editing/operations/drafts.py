"""A draft: begun, written, handed in or given up by its author."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from pstku.audit.operations import record
from pstku.core import clock
from pstku.core.actor import Actor, Role
from pstku.core.db import atomic
from pstku.core.errors import Conflict, InvalidInput
from pstku.core.fitting import fitting
from pstku.core.text import N_, clean_text, fold
from pstku.editing.models import PageRevision
from pstku.editing.operations.questions import answer_by_page
from pstku.editing.operations.revisions import add_revision, open_draft, own_revision, page_of
from pstku.editing.queries.revisions import FIELDS, content_of, moved_under, stand_of
from pstku.editing.rules.merging import MINE, THEIRS
from pstku.editing.rules.states import OPEN, RevisionState
from pstku.library.models import Page
from pstku.library.queries.pages import kinds_by_key
from pstku.library.rules.content import Content
from pstku.library.rules.facts import check_complete, check_facts, refusal
from pstku.library.rules.heads import INTERVALS, LONGEST_BODY, head_faults, head_of
from pstku.library.rules.schema import FUNCTIONS
from pstku.library.rules.states import PageState

PREFIXES = {"survey": "srv", "indicator": "ind", "medium": "med", "conduct": "con"}
LONGEST = {"title": 120, "short": 40, "summary": 300, "why": 300}
MOVED = N_("Halaman sudah berubah sejak naskah ini dibuat. Sesuaikan naskahnya dulu.")


def start_draft(actor: Actor, page_key: str) -> int:
    """The actor's open draft of a page, else a new one from what is published; returns its id. Raises NotFound."""
    actor.need(Role.EDITOR)
    with atomic():
        page = page_of(actor.office_id, page_key, lock=True)
        return (open_draft(actor, page) or add_revision(actor, page, content_of(page))).id


def start_page(actor: Actor, kind: str, title: str, function: str, *, question_id: int | None = None) -> int:
    """Begin a new page, hidden until it is published; returns the id of its draft. Raises InvalidInput.

    `question_id` is the open question the page is to answer; raises NotFound for an unknown one.
    """
    actor.need(Role.EDITOR)
    name = fitting("title", title, LONGEST["title"])
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
        page.state, page.verify_every_days, page.updated_at = PageState.DRAFT, 180, clock.now()
        page.owner_id = actor.person_id
        s.add(page)
        s.flush()
        if question_id is not None:
            answer_by_page(actor, question_id, key)
        return add_revision(actor, page, content_of(page)).id


def save_draft(actor: Actor, revision_id: int, content: Mapping[str, Any], why: str, *, seen: str | None = None) -> str:
    """Save what the author has typed so far; returns the draft's new mark (`stand_of`).

    `seen`: the stand the typing began from. Raises NotAllowed for somebody else's draft, Conflict when it was handed
    in or says something else by now (another tab saved it), InvalidInput for what no page can hold.
    """
    with atomic():
        revision, _page = own_revision(actor, revision_id)
        if seen and seen != stand_of(revision):
            raise Conflict(N_("Naskah ini sudah berubah di tab atau perangkat lain."))
        before = revision.says.facts.stored
        if (facts := content.get("facts", before)) != before:
            check_facts(facts, before, kinds_by_key(actor.office_id))
        revision.content = revision.content | _clean(content)
        revision.why, revision.updated_at = _line("why", why), clock.now()
        return stand_of(revision)


def submit(actor: Actor, revision_id: int) -> None:
    """Hand the draft in for review.

    Raises InvalidInput for what a page cannot do without, and without a reason; Conflict when the page moved on.
    """
    with atomic():
        revision, page = own_revision(actor, revision_id)
        draft = revision.says
        if not (draft.title or "").strip():
            raise InvalidInput("title", N_("Judulnya belum terisi."))
        if not (draft.summary or "").strip():
            raise InvalidInput("summary", N_("Ringkasannya belum terisi. Tulis satu kalimat."))
        check_complete(page.kind, draft.facts)
        _check_head(page, revision)
        if len(revision.why) < 3:
            raise InvalidInput("why", N_("Tulis dalam satu kalimat apa yang berubah dan mengapa."))
        if moved_under(revision, page):
            raise Conflict(MOVED)
        revision.state, revision.updated_at = RevisionState.IN_REVIEW, clock.now()
        record(actor.office_id, "submit_revision", "page", page.key, actor_id=actor.person_id)


def _check_head(page: Page, revision: PageRevision) -> None:
    """Nothing is handed in that a pack would refuse, but for what stands on the page already; raises InvalidInput."""
    published_faults = set(head_faults(head_of(page.key, Content.from_json(content_of(page)))))
    for place, what in head_faults(head_of(page.key, revision.says)):
        if (place, what) not in published_faults:
            raise refusal(place, what)


def rebase(actor: Actor, revision_id: int, onto: int, choices: Mapping[str, str] | None = None) -> None:
    """Rebase one's draft on the version `onto`, which the author has seen: fields they left alone follow the page.

    `choices`: of each field that both sides changed, whose words hold (mine, theirs). One that was handed in comes
    back to its author. Raises InvalidInput where nobody has chosen, Conflict when the page has moved on again.
    """
    with atomic() as s:
        revision, page = own_revision(actor, revision_id, OPEN)
        s.refresh(page)
        moved = moved_under(revision, page, choices)
        if moved is None:
            return
        if moved.number != onto:
            raise Conflict(N_("Halaman berubah lagi. Lihat bedanya sekali lagi."))
        for name, words in moved.clashes.items():
            if (choices or {}).get(name) not in (MINE, THEIRS):
                sentence = N_("Pilih dulu yang dipakai untuk %(name)s: ketikan Anda atau ketikan rekan.")
                raise InvalidInput(name, sentence, name=words)
        revision.content, revision.base_number, revision.updated_at = moved.content, onto, clock.now()
        revision.state = RevisionState.RETURNED if revision.state == RevisionState.RETURNED else RevisionState.DRAFT
        record(actor.office_id, "rebase_revision", "page", page.key, actor_id=actor.person_id, onto=onto)


def discard(actor: Actor, revision_id: int) -> None:
    """Discard one's own draft."""
    with atomic():
        revision, page = own_revision(actor, revision_id)
        revision.state = RevisionState.DISCARDED
        record(actor.office_id, "discard_revision", "page", page.key, actor_id=actor.person_id)


def _clean(content: Mapping[str, Any]) -> dict[str, Any]:
    """Only the fields of a page, typed text without control characters; raises InvalidInput for what is too long."""
    fields = {name: content[name] for name in FIELDS if name in content}
    for name in ("title", "short", "summary"):
        if name in fields:
            fields[name] = _line(name, fields[name]) or (None if name == "short" else "")
    if "body" in fields:
        fields["body"] = fitting("body", fields["body"], LONGEST_BODY, clean_text) + "\n"
    if fields.get("function") not in (None, *FUNCTIONS):
        raise InvalidInput("function", N_("Pilih fungsinya."))
    if fields.get("verify_every_days", 180) not in INTERVALS:
        raise InvalidInput("verify_every_days", N_("Ketik 7 sampai 1100 hari."))
    return fields


def _line(field: str, text: str | None) -> str:
    return fitting(field, text, LONGEST[field])
