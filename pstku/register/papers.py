"""Naskah of one award: what each paper would say now, issuing it with its number, and the certificate."""

from typing import NamedTuple

from flask import Response, flash
from flask_babel import gettext as _

from pstku.awardpapers.certificate import kept_certificate
from pstku.awardpapers.papers import OF_A_PERIOD, draft_docx, draft_of, draft_pdf, issue_paper, need_ready
from pstku.core.actor import Role
from pstku.core.errors import Conflict, NotFound
from pstku.core.text import N_
from pstku.documents.models import Document
from pstku.documents.queries import newest, papers_of_period
from pstku.documents.rules.kinds import ABOUT_CANDIDATES, NAMES, Kind
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.files import DOCX, PDF, saved_file, shown_file
from pstku.http.links import certificate_door
from pstku.http.pages import redirect_to, render_page
from pstku.http.text import sentence
from pstku.register import ROLES, blueprint
from pstku.rewards import queries
from pstku.rewards.models import AwardPeriod
from pstku.rewards.operations.periods import candidate_ids

SLUGS = {"daftar-calon": Kind.CANDIDATES, "berita-acara": Kind.MINUTES, "lampiran-sk": Kind.ANNEX, "sop": Kind.SOP}
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()} | {Kind.CERTIFICATE: "piagam"}


class PaperNow(NamedTuple):
    """A kind of paper on the page of a period: why it cannot be written or issued yet, and how it stands to what was issued."""

    slug: str
    name: str
    refusal: str  # nothing to write yet
    wait: str  # a draft so far
    issued: Document | None
    is_same: bool


@blueprint.get("/penghargaan/<int:period_id>/piagam.pdf")
@requires(*ROLES, area=ADMIN)
def award_certificate(period_id: int) -> Response:
    """The certificate as it was printed first; one that was revoked says so across the page."""
    period = queries.get_period(current_office().id, period_id)
    return shown_file(kept_certificate(current_office().id, period.id, certificate_door), PDF, "piagam.pdf")


@blueprint.get("/penghargaan/<int:period_id>/naskah")
@requires(*ROLES, area=ADMIN)
def award_papers(period_id: int) -> Response:
    """Every paper of a period: as it would be now, and as it was issued."""
    office, actor = current_office(), current_actor()
    period = queries.get_period(office.id, period_id)
    return render_page(
        "admin/awards/papers.html",
        period=period,
        papers=[_paper_now(kind, period) for kind in OF_A_PERIOD],
        entries=papers_of_period(office.id, period.id),
        kind_names=NAMES,
        is_candidate=actor.person_id in candidate_ids(period),
        may_issue=actor.has(Role.ADMIN),
    )


def _paper_now(kind: Kind, period: AwardPeriod) -> PaperNow:
    office, actor = current_office(), current_actor()
    issued = newest(office.id, kind, period.id)
    try:
        draft = draft_of(office, kind, period, actor)
    except Conflict as refusal:
        return PaperNow(SLUG_OF[kind], NAMES[kind], sentence(refusal), "", issued, False)
    concerned = kind in ABOUT_CANDIDATES and actor.person_id in candidate_ids(period)  # reads another paper
    is_same = issued is not None and (concerned or issued.wording == draft.wording)
    return PaperNow(SLUG_OF[kind], NAMES[kind], "", _wait(kind, period), issued, is_same)


def _wait(kind: Kind, period: AwardPeriod) -> str:
    try:
        need_ready(kind, period)
    except Conflict as refusal:
        return sentence(refusal)
    return ""


@blueprint.get("/penghargaan/<int:period_id>/naskah/<slug>.pdf")
@requires(*ROLES, area=ADMIN)
def award_draft(period_id: int, slug: str) -> Response:
    """A paper as it would be issued now, as PDF."""
    period = queries.get_period(current_office().id, period_id)
    draft = draft_of(current_office(), _kind(slug), period, current_actor())
    return shown_file(draft_pdf(draft), PDF, f"{slug}.pdf")


@blueprint.get("/penghargaan/<int:period_id>/naskah/<slug>.docx")
@requires(*ROLES, area=ADMIN)
def award_draft_docx(period_id: int, slug: str) -> Response:
    """The same for a word processor."""
    period = queries.get_period(current_office().id, period_id)
    draft = draft_of(current_office(), _kind(slug), period, current_actor())
    return saved_file(draft_docx(draft), DOCX, f"{slug}.docx")


@blueprint.post("/penghargaan/<int:period_id>/naskah/<slug>/terbitkan")
@requires(Role.ADMIN, area=ADMIN)
def issue_award_paper(period_id: int, slug: str) -> Response:
    """Give the paper its number and freeze its words."""
    period = queries.get_period(current_office().id, period_id)
    paper = issue_paper(current_actor(), current_office(), _kind(slug), period)
    flash(_("Naskah diterbitkan dan tercatat di register."), "success")
    return redirect_to("register.document", document_id=paper.id)


def _kind(slug: str) -> Kind:
    kind = SLUGS.get(slug)
    if kind not in OF_A_PERIOD:
        raise NotFound(N_("Naskah ini tidak ada."))
    return kind
