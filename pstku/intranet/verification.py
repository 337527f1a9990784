"""Verifikasi: is the certificate with this code genuine? For everybody."""

from flask import Response, request

from pstku.core.attempts import Limit, count, refuse_used_up, source_of
from pstku.core.text import N_
from pstku.http.access import public
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.rewards.queries import find_certificate

UNKNOWN = Limit(
    "certificate", 30, 300, N_("Terlalu banyak kode yang tidak dikenal. Tunggu lima menit, lalu coba lagi.")
)


@blueprint.get("/verifikasi")
@public
def find_verification() -> Response:
    """The door for those who have a certificate in hand: its code leads to its page."""
    code = "".join(request.args.get("kode", "").split())[:20]
    return redirect_to("intranet.verification", code=code) if code else redirect_to("intranet.front")


@blueprint.get("/verifikasi/<code>")
@public
def verification(code: str) -> Response:
    """Genuine, revoked or unknown; the words are those that were printed. Only unknown codes are counted."""
    unknown = UNKNOWN, source_of(request.remote_addr or "")
    refuse_used_up("code", unknown)
    certificate = find_certificate(code[:20])
    if certificate is None:
        count(*unknown)
    status = 200 if certificate else 404
    return render_page("intranet/verification.html", certificate=certificate, code=code[:20], status=status)
