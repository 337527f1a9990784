"""Dari HP: guests who filled the book in on their own phone; one tap says that they are here."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _

from pstku.arrivals.operations.deciding import confirm_arrival, discard_arrival
from pstku.core.errors import Conflict, InvalidInput
from pstku.guestbook.rules.codes import queue_label
from pstku.http.access import DESK, current_actor, requires
from pstku.http.domain_refusals import refusals
from pstku.intranet import blueprint
from pstku.intranet.desk.queue import desk_after, my_desk
from pstku.officers.rules import SERVERS


@blueprint.post("/meja/dari-hp/<uuid:arrival_id>/di-sini")
@requires(*SERVERS, area=DESK)
def confirm_phone_guest(arrival_id: UUID) -> Response:
    """Tamu di sini: the guest waits from now on, and their phone shows number and code."""
    with refusals(Conflict, InvalidInput) as no:
        visit = confirm_arrival(current_actor(), arrival_id, desk_id=my_desk())
        label = queue_label(visit.letter, visit.number)
        flash(_("Tamu tercatat dengan nomor %(number)s; HP-nya menampilkan kode kunjungan.", number=label), "success")
    return desk_after(no)


@blueprint.post("/meja/dari-hp/<uuid:arrival_id>/bukan-tamu")
@requires(*SERVERS, area=DESK)
def discard_phone_guest(arrival_id: UUID) -> Response:
    """Bukan tamu: what was sent is deleted."""
    with refusals(Conflict) as no:
        discard_arrival(current_actor(), arrival_id)
        flash(_("Isian dari HP itu dihapus."), "success")
    return desk_after(no)
