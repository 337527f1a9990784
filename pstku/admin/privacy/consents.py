"""Catatan persetujuan: what guests agreed to, under which notice, when, and whether they took it back. No names."""

from flask import Response, request

from pstku.admin import blueprint
from pstku.admin.privacy.guests import PURPOSES
from pstku.core.text import N_
from pstku.guestbook.entry import NOTICES
from pstku.guestbook.rules.states import Channel
from pstku.http.access import ADMIN, current_actor, requires
from pstku.http.addresses import row_id
from pstku.http.pages import render_page
from pstku.reports.consents import PAGE_SIZE, WHO, consents

SOURCES = {
    Channel.TABLET: N_("di tablet"),
    Channel.OWN_PHONE: N_("di HP sendiri"),
    Channel.DESK: N_("kepada petugas"),
    Channel.WHATSAPP: N_("lewat WhatsApp"),
    Channel.EMAIL: N_("lewat e-mail"),
    Channel.PHONE: N_("lewat telepon"),
    Channel.FIELD: N_("di luar kantor"),
    Channel.PAPER: N_("di lembar kertas"),
}


@blueprint.get("/persetujuan")
@requires(*WHO, area=ADMIN)
def consent_records() -> Response:
    """The latest consents, fifty a page, and the words of each notice."""
    found = consents(current_actor(), request.args.get("sebelum", type=row_id))
    lines = found[:PAGE_SIZE]
    return render_page(
        "admin/consents.html",
        lines=lines,
        following=lines[-1].consent.id if len(found) > PAGE_SIZE else None,
        purposes=PURPOSES,
        sources=SOURCES,
        notices=NOTICES,
    )
