"""Polled by every staff page: who waits, and on the desk also its board; 204 while nothing can have changed."""

from datetime import datetime
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from pstku.arrivals.queries import Arrivals, arrivals
from pstku.audit.queries import trail_end
from pstku.core import clock
from pstku.core.stamps import Stamp, still_holds
from pstku.devices.queries import Crowded, crowded
from pstku.guestbook.queries.desk import Board, board, waiting_guests
from pstku.guestbook.queries.ringing import Ring, ring_for
from pstku.http.access import DESK, current_actor, current_office, requires
from pstku.http.pages import render_page
from pstku.intranet import blueprint
from pstku.officers.rules import SERVERS


@blueprint.get("/meja/panggilan")
@requires(*SERVERS)
def desk_ring() -> Response:
    """Who waits for this person; 204 while the stamp of the page still holds."""
    seq, now = trail_end(current_actor().office_id), clock.now()
    if still_holds(request.args.get("seen", ""), seq, now):
        return Response(status=204)
    return _news(seq, now, ring_for(current_office(), current_actor()))


@blueprint.get("/meja/kabar")
@requires(*SERVERS, area=DESK)
def desk_news() -> Response:
    """The ring and the board in one; 204 while the stamp of the page still holds."""
    seq, now = trail_end(current_actor().office_id), clock.now()
    if still_holds(request.args.get("seen", ""), seq, now):
        return Response(status=204)
    office, actor = current_office(), current_actor()
    parts = board(office, actor.person_id), arrivals(office), crowded(office.id)
    return _news(seq, now, ring_for(office, actor), *parts)


def _news(
    seq: int,
    now: datetime,
    ring: Ring,
    changed_board: Board | None = None,
    phones: Arrivals | None = None,
    tablets: Crowded | None = None,
) -> Response:
    """The stamp, and the parts that differ from what the page shows; htmx puts each in its place."""
    ends = [ring.until, changed_board.until if changed_board else None, phones.until if phones else None]
    until = min(end for end in ends if end is not None)
    parts: dict[str, Any] = {"ring_now": None, "board": None, "arrivals": None, "crowded": None}
    if (request.args.get("newest", ""), request.args.get("count", "0")) != (ring.newest, str(ring.count)):
        parts["ring_now"] = ring
    if changed_board and request.args.get("board", "") != changed_board.mark:
        parts |= {"board": changed_board, "guests": waiting_guests(changed_board.waiting)}
    if phones and request.args.get("arrivals", "") != phones.mark:
        parts["arrivals"] = phones
    if tablets and request.args.get("crowded", "") != tablets.mark:
        parts["crowded"] = tablets
    return render_page("intranet/desk/news.html", stamp=str(Stamp(seq, now, until)), title=_title(ring), **parts)


def _title(ring: Ring) -> str:
    if ring.is_handed:
        return str(_("Rekan menyerahkan tamu kepada Anda"))
    return str(_("Tamu minta bantuan petugas") if ring.is_call else _("Ada tamu menunggu"))
