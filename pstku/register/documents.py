"""Register naskah: what was issued, by whom, its mark, and the signed copies that came back."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_wtf.file import FileField

from pstku.awardpapers.certificate import kept_certificate
from pstku.awardpapers.papers import (
    draft_docx,
    draft_of,
    draft_pdf,
    issue_paper,
    issued_docx,
    issued_pdf,
    need_reader,
)
from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.documents.models import Document
from pstku.documents.operations.copies import file_copy
from pstku.documents.queries import copies_of, get_copy, get_document, newest, papers_of_year
from pstku.documents.rules.copies import LARGEST, OF_FINDING, VERDICTS, Finding
from pstku.documents.rules.kinds import NAMES, Kind
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.addresses import row_id
from pstku.http.files import DOCX, PDF, saved_file, shown_file
from pstku.http.forms import Form, required
from pstku.http.links import certificate_door
from pstku.http.pages import redirect_to, render_page
from pstku.register import ROLES, blueprint
from pstku.register.papers import SLUG_OF
from pstku.rewards.models import AwardPeriod
from pstku.rewards.queries import get_period, names_of


class CopyForm(Form):
    """The file that came back."""

    file = FileField(N_("PDF yang sudah ditandatangani"), [required(N_("Pilih berkas PDF yang sudah ditandatangani."))])


@blueprint.get("/naskah")
@requires(*ROLES, area=ADMIN)
def documents() -> Response:
    """The papers of a year, and the SOP as it stands to what was issued."""
    office = current_office()
    until = request.args.get("sampai", type=row_id)
    sop = newest(office.id, Kind.SOP, None)
    return render_page(
        "admin/awards/register.html",
        listed=papers_of_year(office.id, until),
        until=until,
        sop=sop,
        is_same=sop is not None and sop.wording == draft_of(office, Kind.SOP, None, current_actor()).wording,
        kind_names=NAMES,
        may_issue=current_actor().has(Role.ADMIN),
    )


@blueprint.get("/naskah/sop.pdf")
@requires(*ROLES, area=ADMIN)
def sop_draft() -> Response:
    """The SOP as it would be issued now, as PDF."""
    return shown_file(draft_pdf(draft_of(current_office(), Kind.SOP, None, current_actor())), PDF, "sop.pdf")


@blueprint.get("/naskah/sop.docx")
@requires(*ROLES, area=ADMIN)
def sop_draft_docx() -> Response:
    """The same for a word processor."""
    return saved_file(draft_docx(draft_of(current_office(), Kind.SOP, None, current_actor())), DOCX, "sop.docx")


@blueprint.post("/naskah/sop/terbitkan")
@requires(Role.ADMIN, area=ADMIN)
def issue_sop() -> Response:
    """Give the SOP its number and freeze its words."""
    paper = issue_paper(current_actor(), current_office(), Kind.SOP, None)
    flash(_("Naskah diterbitkan dan tercatat di register."), "success")
    return redirect_to("register.document", document_id=paper.id)


@blueprint.route("/naskah/<int:document_id>", methods=["GET", "POST"])
@requires(*ROLES, area=ADMIN)
def document(document_id: int) -> Response:
    """One issued paper and what came back for it; an admin files a signed copy."""
    paper, _period = _readable(document_id)
    form = CopyForm()
    if form.validate_on_submit():
        with form.refusals(beside="file"):
            file_copy(current_actor(), paper.id, form.file.data.read(LARGEST + 1))
            flash(_("Salinan disimpan di samping naskah ini."), "success")
            return redirect_to("register.document", document_id=paper.id)
    counts = newest(current_office().id, Kind(paper.kind), paper.period_id)
    return render_page(
        "admin/awards/document.html",
        status=form.http_status,
        document=paper,
        newer=counts if counts is not None and counts.id != paper.id else None,
        form=form,
        copies=[(copy, *OF_FINDING[Finding(copy.row.finding)]) for copy in copies_of(paper.id)],
        verdicts=VERDICTS,
        kind_names=NAMES,
        names=names_of(current_office().id, {paper.issued_by_id}),
        may_file=current_actor().has(Role.ADMIN),
    )


@blueprint.get("/naskah/<int:document_id>/naskah.pdf")
@requires(*ROLES, area=ADMIN)
def document_pdf(document_id: int) -> Response:
    """The paper as it was issued."""
    paper, period = _readable(document_id, with_content=True)
    if period is not None and paper.kind == Kind.CERTIFICATE:
        return shown_file(
            kept_certificate(current_office().id, period.id, certificate_door), PDF, f"piagam-{paper.id}.pdf"
        )
    return shown_file(issued_pdf(current_office(), paper), PDF, f"{SLUG_OF[Kind(paper.kind)]}-{paper.id}.pdf")


@blueprint.get("/naskah/<int:document_id>/naskah.docx")
@requires(*ROLES, area=ADMIN)
def document_docx(document_id: int) -> Response:
    """The words that were issued, for a word processor; a certificate has none."""
    paper, _period = _readable(document_id)
    if paper.kind == Kind.CERTIFICATE:
        raise NotFound(N_("Piagam hanya ada sebagai PDF."))
    return saved_file(issued_docx(current_office(), paper), DOCX, f"{SLUG_OF[Kind(paper.kind)]}-{paper.id}.docx")


@blueprint.get("/naskah/<int:document_id>/salinan/<int:copy_id>.pdf")
@requires(*ROLES, area=ADMIN)
def document_copy(document_id: int, copy_id: int) -> Response:
    """A signed copy as it came, to save: it is somebody else's file."""
    paper, _period = _readable(document_id)
    copy = get_copy(paper, copy_id)
    return saved_file(copy.content, PDF, f"salinan-{paper.id}-{copy.id}.pdf")


def _readable(document_id: int, *, with_content: bool = False) -> tuple[Document, AwardPeriod | None]:
    """The paper and its period, for somebody it does not tell of."""
    paper = get_document(current_office().id, document_id, with_content=with_content)
    period = get_period(current_office().id, paper.period_id) if paper.period_id else None
    need_reader(paper, period, current_actor())
    return paper, period
