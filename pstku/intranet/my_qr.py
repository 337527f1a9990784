"""QR saya: the officer's rotating QR on the screen and the badge to print."""

from typing import Any

from flask import Response, url_for

from pstku.accounts.queries import get_person, photo_of
from pstku.core.actor import Role
from pstku.core.errors import NotFound
from pstku.core.text import N_
from pstku.core.tokens import ROTATION_SECONDS, seconds_left
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.files import PDF, saved_file
from pstku.http.links import Matrix, public_address, qr_matrix
from pstku.http.pages import redirect_to, render_page
from pstku.intranet import blueprint
from pstku.officers.card import badge_pdf
from pstku.officers.operations import personal_qr
from pstku.officers.scanning import BadgeView, current_badge, screen_token


@blueprint.get("/qr-saya")
@requires(Role.OFFICER, area=DESK)
def my_qr() -> Response:
    """The QR of this minute, with its countdown; htmx asks for the next one. Beside it the badge."""
    return render_page("intranet/my_qr/page.html", fragments=("live_qr",), **_screen(), **_badge())


@blueprint.get("/qr-saya/penuh")
@requires(Role.OFFICER, area=DESK)
def my_qr_full() -> Response:
    """Only the QR, as large as the screen."""
    return render_page("intranet/my_qr/full.html", fragments=("live_qr",), **_screen())


@blueprint.post("/qr-saya/perbarui")
@requires(Role.OFFICER, area=DESK)
def renew_my_qr() -> Response:
    """Make or replace the rotating QR."""
    personal_qr.renew_qr(current_actor())
    return redirect_to("intranet.my_qr")


@blueprint.post("/qr-saya/cabut")
@requires(Role.OFFICER, area=DESK)
def revoke_my_qr() -> Response:
    """End the rotating QR at once."""
    personal_qr.revoke_qr(current_actor())
    return redirect_to("intranet.my_qr")


@blueprint.post("/qr-saya/kartu")
@requires(Role.OFFICER, area=DESK)
def issue_my_badge() -> Response:
    """Make a badge; the one before ends."""
    personal_qr.issue_badge(current_actor())
    return redirect_to("intranet.my_qr")


@blueprint.post("/qr-saya/kartu/cabut")
@requires(Role.OFFICER, area=DESK)
def revoke_my_badge() -> Response:
    """End the badge at once."""
    personal_qr.revoke_badge(current_actor())
    return redirect_to("intranet.my_qr")


@blueprint.get("/qr-saya/kartu")
@requires(Role.OFFICER, area=DESK)
def my_badge() -> Response:
    """The badge alone, for the printer."""
    if _badge()["badge"] is None:
        raise NotFound(N_("Kartu belum dibuat. Buat dahulu di QR saya."))
    return render_page("intranet/my_qr/badge.html", **_badge())


@blueprint.get("/qr-saya/kartu.pdf")
@requires(Role.OFFICER, area=DESK)
def my_badge_pdf() -> Response:
    """The badge as a PDF of 86 x 124 mm."""
    badge = current_badge(current_actor().person_id)
    if badge is None:
        raise NotFound(N_("Kartu belum dibuat. Buat dahulu di QR saya."))
    actor, office = current_actor(), current_office()
    person, photo = get_person(office.id, actor.person_id), photo_of(office.id, actor.person_id)
    pdf = badge_pdf(office, person, photo, badge.code, _badge_qr(badge), badge.issued_at)
    return saved_file(pdf, PDF, f"kartu-petugas-{badge.code}.pdf")


def _screen() -> dict[str, Any]:
    token = screen_token(current_actor().person_id)
    matrix = qr_matrix(public_address("kiosk.guest_phone", token=token)) if token else None
    return {"qr_matrix": matrix, "seconds_left": seconds_left(), "seconds": ROTATION_SECONDS}


def _badge() -> dict[str, Any]:
    actor = current_actor()
    badge = current_badge(actor.person_id)
    person = get_person(actor.office_id, actor.person_id)
    face = {"id": person.id, "salutation": person.salutation, "call_name": person.call_name}
    if person.has_photo:
        face["photo_url"] = url_for("photo", person_id=person.id)
    return {"badge": badge, "badge_qr": _badge_qr(badge) if badge else None, "person": face}


def _badge_qr(badge: BadgeView) -> Matrix:
    return qr_matrix(public_address("kiosk.guest_phone", token=badge.token))
