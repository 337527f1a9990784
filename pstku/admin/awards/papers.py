"""Papers of an award as PDF: the certificate, and the minutes to sign."""

from flask import Response

from pstku.admin import blueprint
from pstku.admin.awards.periods import ROLES
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.links import public_address, qr_matrix
from pstku.reports.certificate import certificate_pdf
from pstku.reports.minutes import minutes_pdf
from pstku.rewards import queries


@blueprint.get("/penghargaan/<int:period_id>/piagam.pdf")
@requires(*ROLES, area=ADMIN)
def award_certificate(period_id: int) -> Response:
    """The certificate as PDF."""
    certificate = queries.certificate_of(queries.get_period(current_office().id, period_id).id)
    if certificate is None:
        raise NotFound(N_("Piagam belum ada. Catat nomor SK lebih dulu."))
    address = public_address("intranet.verification", code=certificate.code)
    return _pdf(certificate_pdf(certificate, address, qr_matrix(address)), "piagam")


@blueprint.get("/penghargaan/<int:period_id>/berita-acara.pdf")
@requires(*ROLES, area=ADMIN)
def award_minutes(period_id: int) -> Response:
    """The minutes as PDF, from the frozen evidence and settings."""
    period = queries.get_period(current_office().id, period_id)
    return _pdf(minutes_pdf(current_office(), period, current_actor()), "berita-acara")


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)
