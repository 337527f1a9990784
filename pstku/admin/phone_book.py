"""Buku tamu di HP: the printed QR at the counter that opens the guest book on the guest's own phone."""

from flask import Response, current_app, flash
from flask_babel import gettext as _

from pstku.admin import blueprint
from pstku.arrivals.models import GuestBookQr
from pstku.arrivals.operations.book_qr import end_book_qr, issue_book_qr
from pstku.arrivals.paper import SIZES, guest_book_qr_pdf
from pstku.arrivals.queries import current_qr
from pstku.arrivals.rules import Reach, reach_of
from pstku.core.actor import Role
from pstku.core.errors import Conflict, NotFound
from pstku.core.text import N_
from pstku.core.vault import unseal
from pstku.http.access import ADMIN, current_actor, current_office, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.files import PDF, shown_file
from pstku.http.links import public_address, qr_matrix
from pstku.http.pages import redirect_to, render_page


@blueprint.get("/buku-tamu-hp")
@requires(Role.ADMIN, area=ADMIN)
def phone_book() -> Response:
    """Whether guests' phones can reach this server, and the QR to print."""
    return render_page(
        "admin/phone_book.html",
        reach=_reach(),
        qr=current_qr(current_office().id),
        address=current_app.config["PUBLIC_URL"],
        sizes=SIZES,
    )


@blueprint.post("/buku-tamu-hp/qr")
@requires(Role.ADMIN, area=ADMIN)
def issue_phone_book_qr() -> Response:
    """Make the QR, or replace it."""
    with flash_refusals(Conflict):
        if _reach() == Reach.NOWHERE:
            raise Conflict(N_("HP tamu belum dapat membuka alamat server ini. Atur dahulu PSTKU_PUBLIC_URL."))
        issue_book_qr(current_actor())
        flash(_("QR buku tamu dibuat. Cetak dan tempel di konter; yang lama tidak berlaku lagi."), "success")
    return redirect_to("admin.phone_book")


@blueprint.post("/buku-tamu-hp/henti")
@requires(Role.ADMIN, area=ADMIN)
def end_phone_book_qr() -> Response:
    """Close the guest book on phones."""
    with flash_refusals(Conflict):
        end_book_qr(current_actor())
        flash(_("Buku tamu di HP dihentikan. QR yang tertempel tidak membuka apa pun lagi."), "success")
    return redirect_to("admin.phone_book")


@blueprint.get("/buku-tamu-hp/<size>.pdf")
@requires(Role.ADMIN, area=ADMIN)
def phone_book_pdf(size: str) -> Response:
    """The page to print and to put up at the counter."""
    qr, reach = current_qr(current_office().id), _reach()
    if qr is None or reach == Reach.NOWHERE or size not in SIZES:
        raise NotFound(N_("QR buku tamu belum dibuat. Buat dahulu di Buku tamu di HP."))
    address = _guest_address(qr)
    pdf = guest_book_qr_pdf(
        current_office(), address, qr_matrix(address), qr.issued_at, size=size, is_office_network=reach == Reach.OFFICE
    )
    return shown_file(pdf, PDF, f"qr-buku-tamu-{size}.pdf")


def _reach() -> Reach:
    return reach_of(current_app.config["PUBLIC_URL"])


def _guest_address(qr: GuestBookQr) -> str:
    return public_address("kiosk.phone_book", token=unseal(qr.token))
