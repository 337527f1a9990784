"""A sheet entered by mistake is taken back."""

from uuid import UUID

from flask import Response, flash
from flask_babel import ngettext

from pstku.core.errors import Conflict, NotAllowed
from pstku.http.access import DESK, current_actor, requires
from pstku.http.domain_refusals import flash_refusals
from pstku.http.pages import redirect_to
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS
from pstku.paperbook.operations.withdrawing import withdraw_sheet


@blueprint.post("/meja/susulan/<uuid:sheet_id>/batal")
@requires(*SERVERS, area=DESK)
def take_sheet_back(sheet_id: UUID) -> Response:
    """Batalkan lembar ini."""
    with flash_refusals(Conflict, NotAllowed):
        gone = withdraw_sheet(current_actor(), sheet_id)
        flash(
            ngettext("Lembar dibatalkan, %(num)d tamu dihapus.", "Lembar dibatalkan, %(num)d tamu dihapus.", gone),
            "success",
        )
    return redirect_to("intranet.paper_book")
