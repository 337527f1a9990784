"""The ring on every staff page: polled, and silent while nothing changed."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from pstku.guestbook.queries.ringing import ring_for
from pstku.http.access import current_actor, current_office, requires
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS


@blueprint.get("/meja/panggilan")
@requires(*SERVERS)
def desk_ring() -> Response:
    """Who waits for this person; 204 when it is what the page already shows."""
    now = ring_for(current_office(), current_actor())
    if request.args.get("newest", "") == now.newest and request.args.get("count", "0") == str(now.count):
        return Response(status=204)
    title = _("Tamu minta bantuan petugas") if now.is_call else _("Ada tamu menunggu")
    return render_page("intranet/desk/ring.html", ring_now=now, title=title, open_url=url_for("intranet.desk"))
