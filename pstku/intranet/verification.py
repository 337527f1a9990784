"""Verifikasi: is the certificate with this code genuine? For everybody."""

from flask import Response, request

from pstku.http.access import public
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.rewards.queries import find_certificate


@blueprint.get("/verifikasi")
@public
def find_verification() -> Response:
    """The door for those who have a certificate in hand: its code leads to its page."""
    code = "".join(request.args.get("kode", "").split())[:20]
    return redirect_to("intranet.verification", code=code) if code else redirect_to("intranet.front")


@blueprint.get("/verifikasi/<code>")
@public
def verification(code: str) -> Response:
    """Genuine, revoked or unknown; the words are those that were printed."""
    certificate = find_certificate(code[:20])
    status = 200 if certificate else 404
    return render_page("intranet/verification.html", certificate=certificate, code=code[:20], status=status)
